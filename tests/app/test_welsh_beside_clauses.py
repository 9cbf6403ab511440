"""What stands beside clauses and weights is found for the Welsh catalogue, with the same numbers in Welsh."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import Domain

from app.documents.word.safe import IN_ENGLISH
from app.extensions import clock
from app.labels import licence_label, source_words, table_version, weight_label
from app.officer.packs import pack_documents
from app.services.packs import pack_content, packs
from app.translations import extract
from models import PackStage
from screening import reference_versions, weights
from screening.clauses.library import FILES, clauses, load_data
from screening.reference import sources
from support.packs import tender
from support.world import World

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "app" / "translations"
WELSH = TRANSLATIONS / "cy" / "LC_MESSAGES" / "messages.po"
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


@pytest.fixture(scope="module")
def welsh_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The catalogue compiled afresh: the checkout's own copy may be old, or not be there."""
    folder = tmp_path_factory.mktemp("translations")
    compiled = folder / "cy" / "LC_MESSAGES" / "messages.mo"
    compiled.parent.mkdir(parents=True)
    with WELSH.open("rb") as source, compiled.open("wb") as file:
        write_mo(file, read_po(source, locale="cy"))
    return str(folder)


def found_in(path: str) -> set[str]:
    """The texts of one file that its section of babel.cfg finds."""
    config = ConfigParser(delimiters=("=",))
    config.read(TRANSLATIONS / "babel.cfg", encoding="utf-8")
    with (ROOT / path).open("rb") as file:
        return {text for _line, _name, text, _notes in extract.table(file, (), (), config[f"table: {path}"])}


def beside(file: str) -> Iterator[str]:
    """Every text of a file of clauses that pages and documents show beside the clauses."""
    for clause in clauses().values():
        if clause.family in load_data(file):
            yield from (clause.use_when, clause.not_when, clause.idea, clause.small_supplier)
            yield from clause.legal_notes
            yield from (one.unit for one in clause.fill_ins.values())


@pytest.mark.parametrize("file", FILES)
def test_what_stands_beside_a_clause_is_found_for_the_catalogue(file: str) -> None:
    assert set(beside(file)) - found_in(f"screening/data/clauses/{file}.yaml") == set()


def test_why_a_weight_is_what_it_is_and_its_name_are_found_for_the_catalogue() -> None:
    found = found_in("screening/data/weights.yaml") | found_in("screening/data/weight_bounds.yaml")
    wanted = {weights.reason(name) for name in weights.bounds()}
    wanted |= {row.reason for row in weights.bounds_rows().values()}
    tables = ("ladder", "share", "country", "evidence", "bands")
    names = [name.partition(".") for name in weights.bounds()]
    wanted |= {key.replace("_", " ") for table, _dot, key in names if table in tables}
    assert wanted - found == set()


def test_the_welsh_beside_clauses_and_weights_has_the_same_numbers() -> None:
    with WELSH.open("rb") as file:
        held = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    texts = {text for file in FILES for text in beside(file)}
    texts |= {row.reason for row in weights.bounds_rows().values()}
    numbered = {text: held[text] for text in texts if NUMBER.search(text) and text in held}
    assert len(numbered) > 40
    wrong = {
        text: welsh
        for text, welsh in numbered.items()
        if Counter(NUMBER.findall(text)) != Counter(NUMBER.findall(welsh))
    }
    assert wrong == {}


def test_our_own_sources_are_in_the_reader_s_language_and_others_as_their_publishers_wrote_them(
    app: Flask, welsh_folder: str
) -> None:
    known = sources()
    with app.test_request_context(headers={"Accept-Language": "en"}):
        for source in known.values():
            assert source_words(source) == (source.title, source.publisher)
            assert licence_label(source.licence) == source.licence
        assert {table_version(each) for each in reference_versions().values()} == set(
            reference_versions().values()
        )
        assert table_version("before there were hashes") == "before there were hashes"
    with app.test_request_context(headers={"Accept-Language": "cy"}):
        Domain(welsh_folder).as_default()
        assert source_words(known["judgement"])[0].startswith("Ein barn ni")
        assert source_words(known["ppn_0223"]) == (known["ppn_0223"].title, known["ppn_0223"].publisher)
        assert licence_label("All rights reserved; cited only").startswith("Cedwir pob hawl")
        assert table_version("as at 2026-11, sha256 abc123") == "fel yr oedd ar 2026-11, sha256 abc123"
        assert weight_label("ladder.very_low").count("isel iawn") == 1


def marked(told: object) -> Iterator[str]:
    """Every text of a document's context that is marked as English."""
    if isinstance(told, str):
        yield from (one for one in [told] if IN_ENGLISH in one)
    for one in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from marked(one)


@pytest.mark.parametrize("stage", PackStage)
@pytest.mark.parametrize(
    ("kind", "cpv", "size"),
    [
        ("services", "90919200", "small"),
        ("goods", "30213100", "larger"),
        ("care", "85312400", "larger"),
        ("labour_supply", "79620000", "larger"),
        ("works", "45200000", "small"),
    ],
)
def test_a_welsh_tender_pack_has_no_text_of_the_library_in_english(
    app: Flask, world: World, welsh_folder: str, kind: str, cpv: str, size: str, stage: PackStage
) -> None:
    pack = tender(world, contract_type=kind, cpv=(cpv,), size=size, stage=stage)
    packs.choose(world.session, world.officer, pack, pack.kpis, pack.questions, clock.now())
    with app.test_request_context(headers={"Accept-Language": "cy"}):
        Domain(welsh_folder).as_default()
        content = pack_content.of_pack(world.session, pack)
        told = pack_documents.tender_context(content, "cy", clock.today())
        assert len(told["clauses"]) >= 5 and told["notes"] == [told["notes"][0]]
        assert list(marked(told)) == []


def test_every_weight_has_a_name_of_its_own(app: Flask, welsh_folder: str) -> None:
    for language in ("en", "cy"):
        with app.test_request_context(headers={"Accept-Language": language}):
            Domain(welsh_folder).as_default()
            names = [weight_label(name) for name in weights.bounds()]
            assert len(set(names)) == len(names), language
