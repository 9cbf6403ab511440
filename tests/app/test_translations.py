"""The Welsh catalogue: complete, sound, marked, and what readers of Welsh really get."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import Domain
from hypothesis import given, settings

from app.sentences import sentence
from app.services.judgement.cases import sentences_from_json, sentences_to_json
from app.translations import extract
from screening import explain_change, screen
from screening.types import Case, Report, Sentence, say
from support.cases import cases

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "app" / "translations"
WELSH = TRANSLATIONS / "cy" / "LC_MESSAGES" / "messages.po"
# What an entry's comment says: written without a Welsh speaker, or by whom and when it was checked.
MARK = re.compile(r"unchecked|checked by .+, \d{4}-\d{2}-\d{2}")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|%(?!\()")


def test_no_text_to_translate_stands_inside_another_text_alone(welsh: Catalog) -> None:
    """Babel does not look into f-strings, so a text in one would stay English and nobody would be told."""
    known = {message.id for message in welsh}
    inside = []
    for file in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                inside += [(file.name, text) for text in _translated_in(node) if text not in known]
    assert inside == []


def _translated_in(node: ast.JoinedStr) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
            first = call.args[0]
            if call.func.id in ("_", "_l", "gettext") and isinstance(first, ast.Constant):
                yield str(first.value)


def _texts(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, tuple) else (str(message.id),)


def _forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (str(message.string),)


@pytest.fixture(scope="module")
def welsh() -> Catalog:
    with WELSH.open("rb") as file:
        return read_po(file, locale="cy", abort_invalid=True)


@pytest.fixture(scope="module")
def entries(welsh: Catalog) -> list[Message]:
    return [message for message in welsh if message.id]


@pytest.fixture(scope="module")
def welsh_folder(welsh: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue compiled afresh: the checkout's own copy may be old, or not be there."""
    folder = tmp_path_factory.mktemp("translations")
    compiled = folder / "cy" / "LC_MESSAGES" / "messages.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, welsh)
    return folder


@pytest.fixture
def reader(app: Flask, welsh_folder: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A browser that asks for Welsh."""

    def use_fresh_catalogue() -> None:
        Domain(str(welsh_folder)).as_default()

    first = [*app.before_request_funcs[None], use_fresh_catalogue]
    monkeypatch.setitem(app.before_request_funcs, None, first)
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "cy"
    return client


def _page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert page.html is not None
    assert page.html["lang"] == "cy"
    return page


# --- The catalogue --------------------------------------------------------------------------------


def test_the_catalogue_holds_exactly_the_texts_of_a_fresh_extraction(
    entries: list[Message], welsh: Catalog, tmp_path: Path
) -> None:
    keywords = re.findall(r"-k \w+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert keywords
    command = ["extract", "-F", "app/translations/babel.cfg", *" ".join(keywords).split()]
    fresh = tmp_path / "messages.pot"
    frontend = [sys.executable, "-m", "babel.messages.frontend", "-q"]
    subprocess.run([*frontend, *command, "-o", str(fresh), "."], cwd=ROOT, check=True)
    with fresh.open("rb") as file:
        wanted = {message.id for message in read_po(file) if message.id}
    held = {message.id for message in entries}
    assert wanted - held == set(), "without Welsh: run `make messages` and translate"
    assert held - wanted == set(), "no longer shown: run `make messages`"
    assert not welsh.obsolete


def test_every_entry_has_welsh_that_is_used(entries: list[Message]) -> None:
    assert [message.id for message in entries if not all(_forms(message)) or message.fuzzy] == []


def test_every_entry_is_marked_as_unchecked_or_says_who_checked_it(entries: list[Message]) -> None:
    marks = {
        message.id: [each for each in message.user_comments if MARK.fullmatch(each)] for message in entries
    }
    assert [text for text, found in marks.items() if len(found) != 1] == []


def test_placeholders_agree(entries: list[Message]) -> None:
    wrong = []
    for message in entries:
        wanted = Counter(PLACEHOLDER.findall(_texts(message)[-1]))
        wrong += [form for form in _forms(message) if Counter(PLACEHOLDER.findall(form)) != wanted]
    assert wrong == []


def test_texts_begin_and_end_alike(entries: list[Message]) -> None:
    """Pages put texts together: a blank, a colon or a full stop at an end is part of the text."""
    wrong = []
    for message in entries:
        text = _texts(message)[-1]
        for form in _forms(message):
            ends_alike = (text[-1] in ".:?;") == (form[-1] in ".:?;")
            blanks_alike = (text[0] == " ", text[-1] == " ") == (form[0] == " ", form[-1] == " ")
            if not (ends_alike and blanks_alike):
                wrong.append(form)
    assert wrong == []


def test_plurals_have_every_form_of_babels_rule(entries: list[Message], welsh: Catalog) -> None:
    assert (welsh.num_plurals, f"({welsh.plural_expr})") == (get_plural("cy")[0], f"({get_plural('cy')[1]})")
    counted = [message for message in entries if message.pluralizable]
    assert counted
    assert [message.id for message in counted if len(_forms(message)) != welsh.num_plurals] == []


def test_the_catalogue_compiles_without_complaint(welsh: Catalog) -> None:
    assert [(message.id, errors) for message, errors in welsh.check()] == []
    compiled = io.BytesIO()
    write_mo(compiled, welsh)
    assert len(compiled.getvalue()) > 10_000


# --- The judgement speaks Welsh -------------------------------------------------------------------

#: Values that are texts themselves; others are names, dates, numbers, codes and words of the contract.
TEXTS = frozenset(
    {"sector", "trade", "how_common", "what", "control", "channel", "factor", "band", "missing"}
)
LISTS = frozenset({"answer", "controls", "goods"})


def _sentences(report: Report) -> Iterator[Sentence]:
    yield report.sector_basis
    yield report.next_action
    yield from (line.reason for line in report.contributions)
    yield from (unknown.ask for unknown in report.unknowns)
    yield from (clause.because for clause in report.clauses)


def _words(sentence: Sentence) -> Iterator[str]:
    """The template and those of its values that a catalogue has to hold."""
    yield sentence.text
    for name, value in sentence.values.items():
        if isinstance(value, Sentence):
            yield from _words(value)
        elif name in TEXTS:
            yield value
        elif name in LISTS:
            yield from value.split(", ")
        elif name == "good":
            yield value[0].lower() + value[1:]
        elif name == "reason" and sentence.text in ("{sector}: {reason}", "{control} ({answer}): {reason}"):
            yield value


@settings(max_examples=100, deadline=None)
@given(cases, cases)
def test_every_sentence_of_a_report_has_welsh(first: Case, second: Case) -> None:
    with WELSH.open("rb") as file:
        held = {message.id for message in read_po(file)}
    one, other = screen(first), screen(second)
    said = [*_sentences(one), *_sentences(other), *explain_change(one, other)]
    words = {word for sentence in said for word in _words(sentence) if word}
    words |= {title for report in (one, other) for title in (clause.title for clause in report.clauses)}
    words |= {one.sector_label, other.sector_label}
    assert words - held == set()


def test_sentences_are_found_wherever_a_module_keeps_them() -> None:
    module = b'''"""A docstring of several words."""
ROOM_NAMES: dict[str, str] = {"one": "Kitchen", "two": "The hall"}
OTHER = {"three": "attic"}

def tell(at_home):
    """Another docstring."""
    if at_home is None:
        raise ValueError("not for readers")
    text = "Is at {place}" if at_home else "Is not at {place}"
    return say(text, place=f"the {at_home} of it"), ", ".join([])
'''
    options = {"also": "\n  Put together\n", "never": "\n  Is not at {place}\n"}
    found = [text for _line, _name, text, _notes in extract.sentences(io.BytesIO(module), (), (), options)]
    assert sorted(found) == ["Is at {place}", "Kitchen", "Put together", "The hall"]


# --- Pages ----------------------------------------------------------------------------------------


def test_the_site_looks_for_catalogues_where_they_are_kept(app: Flask) -> None:
    assert app.extensions["babel"].translation_directories == [str(TRANSLATIONS)]


def test_the_start_page_is_in_welsh(reader: FlaskClient) -> None:
    page = _page(reader, "/")
    assert page.h1 is not None
    assert page.h1.get_text() == "Risg caethwasiaeth fodern mewn cadwyni cyflenwi"
    assert "Neidio i'r prif gynnwys" in page.get_text()
    assert "This Welsh text has not been checked yet." in page.get_text()


def test_the_sign_in_page_and_its_error_are_in_welsh(reader: FlaskClient) -> None:
    page = _page(reader, "/sign-in")
    assert page.h1 is not None
    assert page.h1.get_text() == "Mewngofnodi"
    answer = reader.post("/sign-in", data={"email": "nobody"})
    assert "Rhowch gyfeiriad e-bost yn y ffurf gywir" in answer.get_data(as_text=True)
    assert "Enter an e-mail address" not in answer.get_data(as_text=True)


def test_the_queue_counts_and_dates_in_welsh(reader: FlaskClient, world, sign_in) -> None:
    world.screen_all()
    client = sign_in(world.officer)
    client.get("/language/cy")
    page = _page(client, "/officer/suppliers").get_text()
    assert "3 chyflenwr" in page
    assert "Tachwedd 2026" in page
    assert "November" not in page
    assert "Glanhau" in page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            say("the words '{words}' in the contract title '{title}'", words="footwear", title="footwear"),
            "y geiriau 'footwear' yn nheitl y contract 'footwear'",
        ),
        (
            say("Not found in the registry copy of {copy}; that adds no points", copy="16 February 2022"),
            "Heb ei ganfod yn y copi o'r gofrestr dyddiedig 16 Chwefror 2022; "
            "nid yw hynny'n ychwanegu pwyntiau",
        ),
        (
            say(
                "Ask which factories, farms or mines the goods come from. {reason}.",
                reason=say(
                    "{good} from {country}: listed as made with forced labour", good="Bricks", country="China"
                ),
            ),
            "Gofynnwch o ba ffatrïoedd, ffermydd neu fwyngloddiau y daw'r nwyddau. "
            "Brics (Tsieina): ar y rhestr o nwyddau a wneir â llafur gorfodol.",
        ),
        (
            say(
                "Not asked or not answered, so not credited: {controls}",
                controls="training, no recruitment fees",
            ),
            "Heb ei ofyn neu heb ei ateb, felly heb ei gredydu: hyfforddiant, dim ffioedd recriwtio",
        ),
        (
            say("None was found in the registry copy of {copy}.", copy="16 February 2022"),
            "Ni chanfuwyd un yng nghopi’r gofrestr dyddiedig 16 Chwefror 2022.",  # noqa: RUF001
        ),
        (
            say(
                "{label}: the stated rate of {rate} pounds is below the {floor} pounds of {day}.",
                label="Monday 1 April shift",
                rate="12.00",
                floor="12.71",
                day="1 April 2026",
            ),
            "Monday 1 April shift: mae’r gyfradd a nodir, 12.00 o bunnoedd, yn is na’r 12.71 o bunnoedd "  # noqa: RUF001
            "ar 1 Ebrill 2026.",
        ),
    ],
)
def test_a_sentence_is_in_welsh_with_its_values_and_leaves_data_alone(
    app: Flask, welsh_folder: Path, said: Sentence, shown: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": "cy"}):
        Domain(str(welsh_folder)).as_default()
        assert sentence(said) == shown
        assert sentence(sentences_from_json(sentences_to_json([said]))[0]) == shown
