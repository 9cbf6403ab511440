"""The lint rules in Welsh: made-up offenders are found, the Welsh of the library is not."""

from __future__ import annotations

import pytest

from screening.clauses.library import clauses
from screening.clauses.lint import lint, lint_clause
from screening.clauses.lint_rules import rules
from screening.clauses.types import Clause

OFFENDERS: dict[str, tuple[str, ...]] = {
    "vague_assurance": (
        "Rhaid i'r Cyflenwr gymryd pob cam priodol o fewn 5 Diwrnod Gwaith.",
        "Rhaid i'r Cyflenwr roi mesurau cadarn ar waith o fewn 20 Diwrnod Gwaith.",
        "Dim goddefgarwch yw polisi'r Cyflenwr.",
        "Rhaid i'r Cyflenwr wneud ei orau glas bob blwyddyn.",
        "Mae'r Cyflenwr wedi ymrwymo'n llwyr i roi terfyn ar hyn.",
        "Rhaid i'r Cyflenwr ofyn bob blwyddyn, lle bo'n ymarferol.",
        "Rhaid i'r Cyflenwr ddweud cyn gynted ag y bo modd.",
    ),
    "immediate_termination": (
        "Caiff y Cyngor derfynu'r Contract ar unwaith.",
        "Caiff y Cyngor ddod â'r Contract i ben heb rybudd.",
        "Ar unwaith, caiff y Cyngor ganslo'r archeb.",
        "Caiff y Cyngor ddod â'r Contract i ben ar ôl canfod llafur gorfodol.",
        "Mae'r Contract yn dod i ben yn awtomatig.",
        "Caiff y Cyngor ddod â\u2019r Contract i ben yn y fan a\u2019r lle.",
    ),
    "impossible_cascade": (
        "Rhaid gwneud hyn yn y gadwyn gyflenwi gyfan.",
        "Rhaid i'r Cyflenwr rwymo pob haen o fewn 20 Diwrnod Gwaith.",
        "Rhaid i'r Cyflenwr fapio ledled ei gadwyn gyflenwi bob blwyddyn.",
        "Mae'n gymwys i bob cyflenwr uniongyrchol ac anuniongyrchol.",
        "Mae'r map yn mynd i lawr at ddeunyddiau crai ac i bob lefel.",
    ),
    "slavery_free_warranty": (
        "Mae'r nwyddau yn rhydd o gaethwasiaeth.",
        "Mae'r Cyflenwr yn gwarantu nad oes caethwasiaeth yn ei fusnes.",
        "Rhaid i'r Cyflenwr gadarnhau bob blwyddyn na fu unrhyw lafur gorfodol.",
        "Nid oes unrhyw fasnachu pobl yn y gwaith.",
    ),
    "all_cost_to_supplier": (
        "Gwneir hyn heb gost i'r Cyngor.",
        "Rhaid i'r Cyflenwr wneud hynny bob blwyddyn ar ei gost ei hun.",
        "Mae'r Cyflenwr yn ysgwyddo holl gostau'r archwiliad.",
        "Rhaid i'r Cyflenwr indemnio'r Cyngor bob blwyddyn rhag pob colled.",
        "Mae'r Cyflenwr o dan atebolrwydd diderfyn.",
    ),
    "undefined_term": (
        "Rhaid i'r Cyflenwr ddweud wrth y Grŵp Llywio o fewn 5 Diwrnod Gwaith.",
        "O fewn 5 Diwrnod Gwaith, rhaid i'r Cyflenwr ddilyn y Polisi.",
    ),
    "no_time_or_owner": (
        "Rhaid rhoi hyfforddiant o fewn 5 Diwrnod Gwaith.",
        "Rhaid cymryd camau.",
        "Rhaid i'r Cyflenwr hyfforddi ei oruchwylwyr.",
        "Mae'n ofynnol sicrhau bod y cyflog yn gywir bob mis.",
        "Bydd y Cyflenwr yn cyhoeddi polisi.",
        "Rhaid i\u2019r Cyngor ateb.",
    ),
    "personal_data": (
        "Rhaid iddo anfon enwau'r gweithwyr bob mis.",
        "Rhaid i'r Cyflenwr ddarparu cenedligrwydd pob gweithiwr o fewn 2 Ddiwrnod Gwaith.",
        "Rhaid i'r adroddiad enwi pob dioddefwr.",
        "Rhaid i'r Cyflenwr roi enwau gweithwyr i'r Cyngor o fewn 5 Diwrnod Gwaith.",
    ),
    "punishes_reporting": (
        "Ni chaiff gweithwyr siarad am hyn.",
        "Mae rhoi gwybod am Bryder yn torri'r Contract.",
        "Caiff y Cyngor godi cosb ar ôl dweud wrtho am Bryder, neu gosb am adrodd.",
        "Mae cwynion maleisus yn arwain at iawndal.",
    ),
    "place_as_ground": (
        "Mae'r Cyflenwr yn ymuno â'r boicot.",
        "Ni chaiff y Cyflenwr ddefnyddio nwyddau o wledydd risg uchel tra bydd y Contract mewn grym.",
        "Cyflenwyr mewn gwledydd a restrir: gwrthodir hwy.",
    ),
    "old_words": (
        "Er gwaethaf unrhyw beth, rhaid i'r Cyflenwr ateb o fewn 5 diwrnod.",
        "Rhaid i'r Cyflenwr rhagddywededig ateb o fewn 5 diwrnod.",
    ),
    "long_sentence": ("Rhaid i'r Cyflenwr bob blwyddyn " + "edrych a " * 25 + "dweud.",),
}


def found(text: str, own_terms: tuple[str, ...] = ()) -> set[str]:
    return {finding.rule for finding in lint(text, "cy", own_terms)}


@pytest.mark.parametrize(
    ("rule", "text"), [(rule, text) for rule, texts in OFFENDERS.items() for text in texts]
)
def test_an_offender_is_found_at_its_place(rule: str, text: str) -> None:
    hits = [finding for finding in lint(text, "cy") if finding.rule == rule]
    assert hits, found(text)
    assert all(text[hit.start : hit.end] == hit.found != "" for hit in hits)


def test_every_rule_has_welsh_offenders_but_the_one_that_measures_english_syllables() -> None:
    assert rules().keys() - OFFENDERS.keys() == {"hard_to_read"}
    with_phrases = {name for name, rule in rules().items() if rule.phrases}
    assert with_phrases == {name for name, rule in rules().items() if "cy" in rule.phrases}


@pytest.mark.parametrize("clause", clauses().values(), ids=lambda clause: clause.id)
def test_no_welsh_of_the_library_is_found(clause: Clause) -> None:
    assert lint_clause(clause, "cy") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Rhaid i'r Cyflenwr ddweud wrth y Cyngor o fewn 5 Diwrnod Gwaith, heb enwi unrhyw Weithiwr.",
        "Nid yw dweud wrth y Cyngor yn ddidwyll yn torri'r Contract ynddo'i hun.",
        "Tra bydd y Contract mewn grym, ni chaiff unrhyw Weithiwr dalu Ffi Recriwtio.",
        "Rhaid i\u2019r Cyngor roi 30 Diwrnod Gwaith o rybudd cyn dod â\u2019r Contract i ben.",
        "Mae Darparwyr Llafur ac Is-gontractwyr wedi'u henwi yn Neddf Caethwasiaeth Fodern 2015.",
        "Ni chaiff y Cyflenwr gadw dogfen.",
        "Rhaid i'r Cyflenwr ateb cwestiynau'r Asiantaeth Gwaith Teg cyn diwedd dydd Sul.",
    ],
)
def test_fair_sentences_are_left_alone(text: str) -> None:
    assert lint(text, "cy") == ()


def test_terms_that_the_contract_defines_itself_are_known_in_every_mutation() -> None:
    text = "Rhaid i'r Cyflenwr ddweud wrth Reolwr Contract o fewn 5 Diwrnod Gwaith."
    assert found(text) == {"undefined_term"}
    assert found(text, ("Rheolwr Contract",)) == set()
