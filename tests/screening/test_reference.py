"""The reference tables and their register."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from screening import reference, reference_versions
from screening.clauses.brief import library
from screening.reference import DATA, sources
from screening.types import Channel
from screening.weights import _tables, controls, ladder, statement_control, usual


def test_every_file_is_registered_with_its_sha256() -> None:
    registered = {source.file: source.sha256 for source in sources().values() if source.file}
    files = {
        path.relative_to(DATA).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in DATA.rglob("*")
        if path.is_file() and path.name != "sources.yaml"
    }
    assert registered == files


def test_every_source_says_who_published_it_when_and_under_which_licence() -> None:
    for source in sources().values():
        assert source.publisher and source.title and source.licence, source.id
        year, *rest = source.as_at.split("-")
        date(int(year), *(int(part) for part in rest + ["1"] * (2 - len(rest))))
        assert bool(source.file) == bool(source.sha256) == bool(source.reader), source.id


def test_every_reason_cites_a_registered_source() -> None:
    cited = {sector.source for sector in reference.sectors().values()}
    cited |= {row["source"] for table in _tables().values() for row in table.values()}
    cited |= {control.source for control in controls().values()} | {statement_control().source}
    cited |= {origin for good in reference.goods().values() for origin in good.sources.values()}
    cited |= {clause.source for clause in library()}
    assert cited <= sources().keys()


def test_reference_versions_name_date_and_content() -> None:
    versions = reference_versions()
    assert versions["dol_goods_2020"].startswith("as at 2020-09, sha256 ")
    assert "ppn_0223" not in versions


def test_every_sector_uses_steps_goods_and_words_that_exist() -> None:
    for sector in reference.sectors().values():
        assert set(sector.hazard) == set(Channel)
        assert set(sector.hazard.values()) <= ladder().keys()
        assert set(sector.usual) == {"agency", "migrant", "low_paid", "accommodation", "tiers"}
        assert set(sector.usual.values()) <= usual().keys()
        assert set(sector.goods) <= reference.goods().keys()
        assert len(sector.reason) > 20


def test_every_weight_has_a_reason() -> None:
    for table in _tables().values():
        assert all(len(row["reason"]) > 8 for row in table.values())


def test_the_steps_of_the_ladder_rise() -> None:
    names = ("minimal", "very_low", "low", "moderate", "raised", "high", "very_high")
    steps = [ladder()[name] for name in names]
    assert [step.point for step in steps] == sorted(step.point for step in steps)
    assert all(0 < step.low < step.point < step.high for step in steps)


def test_every_country_of_the_goods_list_has_a_code() -> None:
    assert len(reference.listed_goods()) == 437
    assert list(reference.listed_goods().values()).count("forced") == 119
    assert {"CD", "MM", "CI", "RU", "TR"} <= {country for country, _ in reference.listed_goods()}


def test_every_listed_name_belongs_to_a_good() -> None:
    listed = {(country, kind) for (country, _), kind in reference.listed_goods().items()}
    known = {pair for good in reference.goods().values() for pair in good.listed.items()}
    assert listed <= known | {(country, "child") for country, kind in known if kind == "forced"}


def test_governance_covers_the_world_and_leaves_gaps_open() -> None:
    table = reference.governance()
    assert len(table) > 200
    assert table["GB"].rule_of_law == pytest.approx(1.6, abs=0.2)
    assert None in {row.voice_and_accountability for row in table.values()}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Burma", "MM"), ("Turkey", "TR"), ("GBR", "GB"), ("Kosovo", "XK"), ("Wales", "GB"), ("Atlantis", None)],
)
def test_country_names_are_resolved_as_publishers_write_them(name: str, code: str | None) -> None:
    assert reference.country_code(name) == code


def test_country_names_for_people() -> None:
    assert reference.country_name("GB") == "United Kingdom"
    assert reference.country_name("XK") == "Kosovo"
    assert reference.country_name("ZZ") == "ZZ"


def test_ratifications_are_shares_of_six_conventions() -> None:
    table = reference.ratifications()
    assert len(table) == 129
    assert "XK" not in table  # a row without answers says nothing
    assert all(0 <= share <= 1 for share in table.values())
