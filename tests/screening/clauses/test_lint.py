"""The lint rules: made-up offenders are found, the library is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.clauses.library import clauses, definitions, readings
from screening.clauses.lint import HARDEST, LONGEST, grade, lint, lint_clause
from screening.clauses.lint_rules import rules
from screening.clauses.numbering import fill
from screening.clauses.types import Clause

OFFENDERS: dict[str, tuple[str, ...]] = {
    "vague_assurance": (
        "The Supplier shall take all appropriate measures within 5 Working Days.",
        "The Supplier has a zero tolerance approach.",
        "The Supplier shall use its best endeavours each year to prevent slavery.",
        "The Supplier is fully committed to ending slavery.",
        "The Supplier shall put in place robust procedures within 20 Working Days.",
        "The Supplier shall, wherever possible, ask each year.",
    ),
    "immediate_termination": (
        "The Council may terminate the Contract immediately.",
        "The Council may at once end the Contract.",
        "On learning of slavery the Council may cancel the order without notice.",
        "The Council may terminate upon discovery of forced labour.",
        "The Contract shall terminate automatically.",
    ),
    "impossible_cascade": (
        "The Supplier shall bind all tiers within 20 Working Days.",
        "The Supplier shall see each year that the entire supply chain complies.",
        "The Supplier shall map every year throughout its supply chains.",
        "This clause applies to all direct and indirect suppliers.",
        "Each sub-contractor of any tier signs it.",
    ),
    "slavery_free_warranty": (
        "The Supplier warrants that there is no slavery in its business.",
        "The Supplier confirms each year that no forced labour has been used.",
        "The goods are free from any forced labour.",
        "The Supplier offers a slavery-free product.",
    ),
    "all_cost_to_supplier": (
        "The Supplier shall do so each year at its own cost.",
        "The Supplier bears all costs of the audit.",
        "The Supplier shall indemnify the Council each year against all losses.",
        "The audit takes place at no cost to the Council.",
    ),
    "undefined_term": (
        "The Supplier shall tell the Steering Group within 5 Working Days.",
        "Within 5 Working Days the Supplier shall follow the Policy.",
        "Authorised Officers may come.",
    ),
    "no_time_or_owner": (
        "Training shall be given within 5 Working Days.",
        "Steps shall be taken.",
        "The Supplier shall train its supervisors.",
        "It shall be ensured that pay is right every month.",
        "The Supplier will publish a policy.",
        "The Council must answer.",
    ),
    "personal_data": (
        "The Supplier shall give the Council within 5 Working Days the names of the workers concerned.",
        "The Supplier shall send each month copies of workers' passports.",
        "The Supplier shall provide within 2 Working Days the nationality of each worker.",
        "The report shall identify every victim within 5 Working Days.",
    ),
    "punishes_reporting": (
        "Reporting a Concern shall be a material breach.",
        "The Council may end the Contract after being told of a Concern.",
        "Workers shall not speak to the press.",
        "Malicious reports lead to damages.",
    ),
    "place_as_ground": (
        "The Supplier shall not use goods from high-risk countries while the Contract runs.",
        "Sub-contractors based in listed countries are refused.",
        "The Supplier joins the boycott.",
    ),
    "old_words": (
        "Notwithstanding the aforesaid, the Supplier shall answer within 5 days.",
        "In the event that pay is late, the Supplier shall say so within 5 days.",
    ),
    "long_sentence": ("The Supplier shall each year " + "look and " * 25 + "write.",),
    "hard_to_read": (
        "Organisational accountability considerations necessitate comprehensive interdepartmental "
        "communication methodologies facilitating continuous sustainability improvements. " * 6,
    ),
}


def found(text: str, language: str = "en") -> set[str]:
    return {finding.rule for finding in lint(text, language)}


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in OFFENDERS.items() for text in texts]
)
def test_an_offender_is_found_at_its_place_with_why_and_how_to_mend(rule: str, text: str) -> None:
    hits = [finding for finding in lint(text) if finding.rule == rule]
    assert hits, found(text)
    for hit in hits:
        assert text[hit.start : hit.end] == hit.found != ""
        assert hit.why == rules()[rule].why and hit.mend == rules()[rule].mend


def test_every_rule_has_offenders() -> None:
    assert OFFENDERS.keys() == rules().keys()
    assert all(len(rule.why) > 20 and len(rule.mend) > 10 for rule in rules().values())


@pytest.mark.parametrize("clause", clauses().values(), ids=lambda clause: clause.id)
def test_no_clause_of_the_library_is_found(clause: Clause) -> None:
    assert lint_clause(clause) == ()


def test_no_definition_uses_a_term_that_is_not_defined() -> None:
    for definition in (*definitions().values(), *readings().values()):
        assert found(definition.text) <= {"no_time_or_owner"}, definition.term
        assert "no_time_or_owner" not in found(definition.text), definition.term


@pytest.mark.parametrize(
    "text",
    [
        "The Supplier shall tell the Council within 5 Working Days, without naming any worker.",
        "Telling the Council in good faith is not by itself a breach of the Contract.",
        "While the Contract runs, no Worker shall pay a Recruitment Fee.",
        "The Supplier shall give the Council each year the number of workers trained.",
        "The Council shall give 30 Working Days' notice.",
        "The Supplier's Sub-contractors and Workers' accounts are named in the Modern Slavery Act 2015.",
        "The Supplier shall not keep a document.",
    ],
)
def test_fair_sentences_are_left_alone(text: str) -> None:
    assert lint(text) == ()


def test_numbers_and_bullets_before_a_line_are_passed_over_and_places_still_fit() -> None:
    text = "1.2 The Supplier shall train.\n    (a) in all tiers; and\n- The Supplier shall train."
    hits = lint(text)
    assert [(hit.rule, text[hit.start : hit.end]) for hit in hits] == [
        ("no_time_or_owner", "The Supplier shall train."),
        ("impossible_cascade", "in all tiers"),
        ("no_time_or_owner", "The Supplier shall train."),
    ]


def test_terms_that_the_contract_defines_itself_are_known() -> None:
    text = "The Supplier shall tell the Contract Manager within 5 Working Days."
    assert found(text) == {"undefined_term"}
    assert lint(text, own_terms=["Contract Manager"]) == ()


def test_the_plain_text_of_a_clause_can_be_linted_as_it_is() -> None:
    text = fill(clauses()["K12.standard"], number=7).plain()
    assert lint("\n".join(text.splitlines()[1:])) == ()


def test_reading_is_measured() -> None:
    easy = "The cat sat on the mat. It was a good cat."
    assert grade(easy) < 3 < HARDEST < grade(OFFENDERS["hard_to_read"][0])
    assert grade("") == 0.0 and LONGEST == 45


@given(st.text(max_size=300), st.sampled_from(["en", "cy"]))
def test_any_text_can_be_linted(text: str, language: str) -> None:
    hits = lint(text, language)
    assert list(hits) == sorted(hits, key=lambda hit: hit.start)
    assert all(text[hit.start : hit.end] == hit.found for hit in hits)
    assert hits == lint(text, language)


def test_another_language_is_told() -> None:
    with pytest.raises(ValueError, match="no such language: fr"):
        lint("Bonjour", "fr")
