"""The reading of a draft: each rule finds its made-up offenders, and lets good sentences pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.annual import Approval, Draft, Earlier, areas, in_force, lint, read
from screening.annual.lint import Weight, same_share
from screening.annual.phrases import phrases

YEAR_END = date(2026, 3, 31)
RULES = in_force(YEAR_END)
APPROVED = Approval("Cabinet", date(2026, 6, 9), "Sam Sample", "Leader of the Council", date(2026, 6, 10))

GOOD = {
    "structure": (
        "Anytown Council spent [[spend]] with [[suppliers]] in the year to 31 March 2026. We do not know yet "
        "where the uniforms of our leisure centres are sewn, nor who recruits for two of our care providers."
    ),
    "policies": (
        "The whistleblowing policy of May 2025 covers workers of contractors. The monitoring officer answers "
        "for it; in the year to March 2026 it was read out at the start of each contract for cleaning."
    ),
    "due_diligence": (
        "Officers asked the suppliers in the two highest bands the twelve core questions and read the "
        "payslips of a sample of cleaners with their union. Where deposits had been taken they were paid "
        "back to workers."
    ),
    "risk": (
        "The risk is highest in cleaning at night, in home care and in waste sorting, because agencies "
        "supply the labour there. Three quarters of our high risk spend lies in those, as it did in the "
        "year before."
    ),
    "effectiveness": (
        "Of the promises of last year we kept five out of seven. The share of spend that was screened rose "
        "from 62% to 81%, and what we found changed the terms of our cleaning contract. [[actions_closed]]"
    ),
    "training": (
        "[[trained]] took part in training, among them first responders, buyers and councillors. Their "
        "confidence before and after is shown below, and what they asked for is in "
        "next year's plan of courses."
    ),
}  # fmt: skip


def _draft(**texts: str) -> Draft:
    return Draft(YEAR_END, {**GOOD, **texts}, approval=APPROVED, homepage_link=True, in_registry=True)


def _found(draft: Draft, rules=RULES) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in read(draft, rules):
        found.setdefault(one.rule, []).append(one.quote)
    return found


def test_a_good_statement_has_no_findings() -> None:
    assert _found(_draft()) == {}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("vague", "We take all appropriate measures in our supply chain."),
        ("vague", "We have robust procedures."),
        ("vague", "The council has a zero-tolerance approach."),
        ("vague", "We take this matter very seriously."),
        ("vague", "Contracts are checked wherever possible."),
        ("vague", "Policies are regularly reviewed on an ongoing basis."),
        ("assurance", "We seek written assurances from each supplier."),
        ("assurance", "Suppliers complete a self-certification."),
        ("reliance", "We use reputable agencies."),
        ("reliance", "We rely on third party audits."),
        ("ending", "The contract is terminated with immediate effect."),
        ("ending", "We would immediately terminate the contract."),
        ("free", "Our supply chain is slavery-free."),
        ("free", "We are free from modern slavery."),
        ("free", "There are no known instances of modern slavery."),
        ("free", "We have no evidence of any forced labour."),
        ("free", "We are fully compliant."),
        ("open_promise", "We will review our contracts."),
        ("open_promise", "The procurement team will visit care homes."),
        ("open_promise", "We plan to train all buyers by May 2027."),
        ("figure_without_context", "We visited 14 sites."),
        ("figure_without_context", "We spent £3,400,000 on cleaning."),
        ("person_identifiable", "A 24-year-old Vietnamese man was found at one site."),
        ("person_identifiable", "The victim was moved to safety."),
        ("person_identifiable", "Two Romanian workers came forward."),
        ("person_identifiable", "NRM reference: AB12345 was given."),
        ("person_identifiable", "There were three referrals."),
        ("person_identifiable", "A victim named Anna was helped."),
    ],
)
def test_each_rule_finds_its_offender(rule: str, text: str) -> None:
    draft = _draft(risk=f"{GOOD['risk']} {text}")
    found = [one for one in read(draft, RULES) if one.rule == rule]
    assert found, text
    for one in found:
        assert draft.texts[one.area][one.start : one.end] == one.quote != ""
        assert str(one.why) and str(one.mend)


@pytest.mark.parametrize(
    "text",
    [
        "We do not seek assurances, we read payslips.",
        "A contract is never terminated with immediate effect.",
        "Instead of self-certification we visit.",
        "Section 54 of the Act and PPN 009 were used.",
        "We visited 14 sites out of 40.",
        "Victim support is offered by a charity; victims of crime are helped.",
        "Adults aged 18 and over can consent.",
        "Suppliers will be expected to keep to the living wage.",
        "The head of procurement will visit ten care homes out of 30 by May 2027.",
    ],
)
def test_good_sentences_pass(text: str) -> None:
    assert _found(_draft(risk=f"{GOOD['risk']} {text}")) == {}, text


def test_an_empty_or_short_area_is_asked_for_unless_a_reason_stands_in_its_place() -> None:
    draft = _draft(training="")
    (found,) = read(draft, RULES)
    assert (found.rule, found.area, found.weight) == ("missing_area", "training", Weight.ASKED_FOR)
    assert read(replace(draft, missing_because={"training": "None was given in the year"}), RULES) == ()
    assert _found(_draft(training="We train our staff well.")).keys() == {"missing_area"}


def test_approval_signature_link_and_registry() -> None:
    bare = replace(_draft(), approval=Approval(), homepage_link=None, in_registry=None)
    weights = {one.rule: one.weight for one in read(bare, RULES)}
    assert weights == {
        "missing_approval": Weight.ASKED_FOR,
        "missing_signature": Weight.ASKED_FOR,
        "homepage_link": Weight.ASKED_FOR,
        "registry": Weight.PRACTICE,
    }
    bill = in_force(YEAR_END.replace(year=2027), {"bill_2026": date(2027, 1, 1)})
    assert {one.rule: one.weight for one in read(bare, bill)}["registry"] is Weight.ASKED_FOR


def test_days_that_cannot_be() -> None:
    early = replace(APPROVED, signed_on=date(2026, 6, 1))
    assert _found(replace(_draft(), approval=early)).keys() == {"signed_before_approved"}
    within = replace(APPROVED, approved_on=date(2026, 3, 31), signed_on=date(2026, 4, 2))
    assert _found(replace(_draft(), approval=within)).keys() == {"approved_in_the_year"}


def test_the_year_has_to_be_readable() -> None:
    texts = {
        area: "Much was done and written down by the people who did it, as a reader can see here " * 2
        for area in GOOD
    }
    found = _found(replace(_draft(), texts=texts))
    assert "missing_period" in found and "no_figures" in found


def test_a_copy_of_last_year_is_told_with_its_share() -> None:
    draft = replace(_draft(), earlier=Earlier({**GOOD, "risk": "Other words stood here."}))
    found = [one for one in read(draft, RULES) if one.rule == "copy_of_last_year"]
    assert {one.area for one in found} == GOOD.keys() - {"risk"}
    assert "100% of the words" in str(found[0].why)
    assert same_share("One two three. Four five six.", "One two three.") == 0.5
    assert same_share("", "One two three.") == 0.0


def test_findings_come_in_the_order_of_the_statement() -> None:
    draft = replace(_draft(risk="We will act. We are slavery-free. " + GOOD["risk"]), approval=Approval())
    found = read(draft, RULES)
    assert [one.area for one in found] == sorted((one.area for one in found), key=["", *RULES.areas].index)
    in_risk = [one.start for one in found if one.area == "risk"]
    assert in_risk == sorted(in_risk)


def test_every_phrase_says_why_and_how_to_mend_it() -> None:
    rules = phrases()
    assert {"vague", "assurance", "reliance", "ending", "free"} == rules.keys()
    for listed in rules.values():
        for phrase in listed:
            assert phrase.why.endswith(".") and phrase.mend.endswith(".")


TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)


@given(st.dictionaries(st.sampled_from(sorted(areas())), TEXTS), TEXTS)
def test_any_draft_can_be_read_and_places_are_right(texts: dict[str, str], earlier: str) -> None:
    draft = Draft(YEAR_END, texts, earlier=Earlier(dict.fromkeys(areas(), earlier)))
    for one in read(draft, RULES):
        assert one.area == "" or draft.texts.get(one.area, "")[one.start : one.end] == one.quote
    assert read(draft, RULES) == read(draft, RULES)
    assert lint.RULES


def test_an_area_of_another_outline_stands_for_the_one_that_the_rules_ask_for() -> None:
    texts = dict(GOOD)
    texts["remediation"] = texts.pop("due_diligence")
    assert areas()["remediation"].stands_for == "due_diligence"
    assert "missing_area" not in _found(replace(_draft(), texts=texts))
    texts["remediation"] = ""
    missing = [one for one in read(replace(_draft(), texts=texts), RULES) if one.rule == "missing_area"]
    assert [one.area for one in missing] == ["remediation"]
    reason = replace(_draft(), texts=texts, missing_because={"remediation": "Nothing was bought."})
    assert "missing_area" not in _found(reason)


def test_of_phrases_that_lie_in_one_another_the_longest_is_found_alone() -> None:
    found = _found(_draft(risk=GOOD["risk"] + " We take all appropriate steps."))
    assert found["vague"] == ["all appropriate steps"]


@pytest.mark.parametrize(
    "text",
    [
        "This statement tells of the steps taken to ensure that slavery and human trafficking is not taking "
        "place in any part of our business.",
        "We can never guarantee that our supply chain is completely free of modern slavery.",
        "The training shows what to do where somebody may be a victim of modern slavery.",
        "Staff learn how to help a victim.",
        "The council has 14 schools, and 9,000 people work for it.",
        "We are committed to acting with integrity.",
        "The course aims to show the signs.",
        "We will support anyone who raises a concern in good faith.",
        "The convention of 1930 and ILO Conventions 29 and 105 were read when cases were assessed.",
    ],
)
def test_what_only_looks_like_an_offence_passes(text: str) -> None:
    found = _found(_draft(risk=f"{GOOD['risk']} {text}"))
    assert found.keys() <= {"vague"}, found


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("free", "We took many steps last year. Our supply chain is free of modern slavery."),
        ("person_identifiable", "At one site a victim was found."),
        ("person_identifiable", "The victim may be moved."),
        ("figure_without_context", "We trained 14 people."),
        ("open_promise", "We are committed to launching a new course."),
    ],
)
def test_what_is_one_is_found_beside_it(rule: str, text: str) -> None:
    assert rule in _found(_draft(risk=f"{GOOD['risk']} {text}"))
