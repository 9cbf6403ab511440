"""The reading of Welsh texts: each rule that reads Welsh finds made-up offenders, and good sentences pass."""

from __future__ import annotations

from datetime import date

import pytest

from screening.annual import Approval, Draft, Earlier, in_force, lint, promises, read, welsh
from screening.annual.phrases import phrases

YEAR_END = date(2026, 3, 31)
RULES = in_force(YEAR_END)
ENGLISH = (
    "Anytown Council read the payslips of a sample of cleaners with their union in the year to 31 March "
    "2026, and where deposits had been taken they were paid back. [[actions_closed]]"
)
APPROVED = Approval("Cabinet", date(2026, 6, 9), "Sam Sample", "Leader of the Council", date(2026, 6, 10))


def found(text: str, **more: object) -> list[lint.Finding]:
    draft = Draft(
        YEAR_END,
        dict.fromkeys(RULES.areas, ENGLISH),
        approval=APPROVED,
        homepage_link=True,
        in_registry=True,
        texts_cy={"risk": text},
        **more,
    )
    return list(read(draft, RULES))


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("vague", "Rydym wedi cymryd pob cam rhesymol yn ein cadwyn gyflenwi."),
        ("vague", "Mae gennym weithdrefnau ac mae'r systemau cadarn hyn yn gweithio."),
        ("vague", "Mae gan y cyngor ddull dim goddefgarwch tuag at gaethwasiaeth."),
        ("vague", "Rydym yn cymryd y mater hwn o ddifrif."),
        ("vague", "Gwirir contractau lle bo'n briodol."),
        ("vague", "Mae'r cyngor wedi ymrwymo i sicrhau tegwch."),
        ("vague", "Caiff polisïau eu hadolygu ar sail barhaus."),
        ("assurance", "Rydym yn gofyn am sicrwydd ysgrifenedig gan gyflenwyr."),
        ("assurance", "Mae cyflenwyr yn llenwi hunanddatganiad."),
        ("reliance", "Dim ond asiantaethau ag enw da a ddefnyddir."),
        ("reliance", "Rydym yn dibynnu ar archwiliadau blynyddol."),
        ("ending", "Rydym yn terfynu'r contract ar unwaith."),
        ("free", "Mae ein cadwyn gyflenwi yn rhydd o gaethwasiaeth."),
        ("free", "Mae hwn yn gyngor di-gaethwasiaeth."),
        ("free", "Nid oes unrhyw achosion o gaethwasiaeth fodern yn y cyngor."),
        ("free", "Nid oes caethwasiaeth yn ein cadwyn gyflenwi."),
        ("free", "Ni chafwyd tystiolaeth o fasnachu pobl."),
        ("free", "Rydym yn cydymffurfio'n llawn."),
        ("open_promise", "Byddwn yn adolygu ein contractau."),
        ("open_promise", "Bydd y tîm caffael yn ymweld â chartrefi gofal."),
        ("open_promise", "Mae'r cyngor yn bwriadu hyfforddi pob prynwr erbyn Mai 2027."),
        ("person_identifiable", "Daethpwyd o hyd i ddyn 24 oed ar un safle."),
        ("person_identifiable", "Cafodd y dioddefwr ei symud i le diogel."),
        ("person_identifiable", "Y cyfeirnod NRM: AB12345 a roddwyd."),
        ("person_identifiable", "Cafwyd tri atgyfeiriad yn y flwyddyn."),
        ("person_identifiable", "Cafodd 2 blentyn eu hatgyfeirio."),
    ],
)
def test_each_rule_that_reads_welsh_finds_its_offender(rule: str, text: str) -> None:
    of_rule = [one for one in found(text) if one.rule == rule]
    assert of_rule, text
    for one in of_rule:
        assert (one.language, one.area) == ("cy", "risk")
        assert text[one.start : one.end] == one.quote
    assert rule in welsh.READS


@pytest.mark.parametrize(
    "text",
    [
        "Darllenodd swyddogion slipiau cyflog glanhawyr gyda'u hundeb yn y flwyddyn hyd at 31 Mawrth 2026.",
        "Nid ydym yn gofyn am sicrwydd, rydym yn darllen slipiau cyflog.",
        "Ni fydd y cyngor yn terfynu contract ar unwaith heb gynllun ar gyfer y gweithwyr.",
        "Bydd disgwyl i gyflenwyr dalu'r cyflog byw.",
        "Bydd y pennaeth caffael yn ymweld â deg cartref gofal allan o 30 erbyn mis Mai 2027.",
        "Nid oes sesiwn hyfforddi ar gaethwasiaeth fodern yn y cofnodion.",
        "Gall oedolion 18 oed neu drosodd gydsynio.",
        "Atgyfeiriodd y cyngor [[referrals_adults]] o oedolion.",
    ],
)
def test_good_sentences_pass(text: str) -> None:
    assert found(text) == [], text


def test_a_copy_of_last_year_is_found_in_welsh_too() -> None:
    text = "Darllenodd swyddogion slipiau cyflog glanhawyr gyda'u hundeb. Talwyd blaendaliadau yn ôl."
    (one,) = found(text, earlier=Earlier({}, {"risk": text}))
    assert (one.rule, one.language) == ("copy_of_last_year", "cy")
    assert found(text, earlier=Earlier({"risk": text}, {})) == []


def test_who_and_until_when_are_read_in_welsh() -> None:
    (one,) = promises("Bydd y tîm caffael yn ymweld â deg safle erbyn 30 Medi 2026.", language="cy")
    assert one.owner == "tîm" and "Medi 2026" in one.due
    (bare,) = promises("Byddwn yn gwneud mwy.", language="cy")
    assert (bare.owner, bare.due) == ("", "")


def test_the_rules_that_read_no_welsh_stay_silent_on_it_and_are_named() -> None:
    text = "Ymwelwyd â 14 safle."
    assert found(text) == []
    rules = {*phrases(), "open_promise", "copy_of_last_year", "person_identifiable"}
    assert set(welsh.READS) == rules
    assert not set(welsh.READS) & set(welsh.READS_NOT)


def test_every_phrase_has_its_welsh_or_is_missing_knowingly() -> None:
    assert {rule: len(rows) for rule, rows in phrases("cy").items()} == {
        rule: len(rows) for rule, rows in phrases().items()
    }


def test_findings_of_both_languages_are_told_apart_and_english_comes_first() -> None:
    draft = Draft(
        YEAR_END,
        {"risk": "Zero tolerance. " + ENGLISH},
        texts_cy={"risk": "Dim goddefgarwch. " + ENGLISH},
    )
    in_risk = [one.language for one in read(draft, RULES) if one.area == "risk"]
    assert in_risk == sorted(in_risk, reverse=True) and set(in_risk) == {"en", "cy"}
