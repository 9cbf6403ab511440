"""Copies of outside indices that are kept, and what they bring to a screening. All figures are invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.extensions import clock
from app.intake.country_index import IndexKind, read_country_index, read_kept
from app.intake.records import UnusableInput
from app.services.background import runs
from app.services.judgement import council_weights, country_indices, screenings
from app.services.matching.screening_setup import screening_setup
from app.store import screenings as store
from models import Person, Role
from screening import codec, reference
from screening.types import Case, Contract, OutsideFigure, Signal

CODES = ["AF", "AL", "BR", "CN", "DE", "ER", "IN", "KE", "NO", "PK", "TR", "VN"]


def gsi(path: Path) -> Path:
    lines = ["Country,Prevalence,Total vulnerability"]
    lines += [f'"{reference.country_name(code)}",{place},{5 * place}' for place, code in enumerate(CODES)]
    lines[1] = lines[1].removesuffix("0")  # the first has no figure
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def tip(path: Path) -> Path:
    tiers = ["1", "2", "2WL", "3"] * 3
    lines = [f'"{reference.country_name(code)}",{tier},2024' for code, tier in zip(CODES, tiers, strict=True)]
    path.write_text("\n".join(["Country,Tier,Year", *lines]), encoding="utf-8")
    return path


def test_what_is_kept_is_read_back_as_it_was(tmp_path: Path) -> None:
    for kind, file in ((IndexKind.GSI, gsi(tmp_path / "a.csv")), (IndexKind.TIP, tip(tmp_path / "b.csv"))):
        kept = country_indices.keep(tmp_path, file, kind, 2023 if kind is IndexKind.GSI else None)
        assert read_kept(kept.path, kind).rows == kept.index.rows
        assert read_country_index(file, kind).sha256 == kept.index.sha256
    both = country_indices.joined(country_indices.kept(tmp_path / country_indices.FOLDER))
    assert both["AF"] == (OutsideFigure("tip", "AF", 0.0, "2024"),)
    assert both["AL"] == (
        OutsideFigure("gsi", "AL", 0.05, "2023"),
        OutsideFigure("tip", "AL", 1 / 3, "2024"),
    )
    assert both["CN"][1].share == 1.0
    assert country_indices.kept(None) == [] == country_indices.kept(tmp_path / "nowhere")


def test_a_spoilt_copy_is_told_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "gsi.csv").write_text("country,vulnerability\nIN,many\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"gsi\.csv: this is no kept country index"):
        country_indices.kept(tmp_path)


def test_a_case_gets_the_figures_of_the_countries_it_names_and_no_others() -> None:
    outside = {code: (OutsideFigure("gsi", code, 0.5),) for code in ("CN", "IN", "KE", "NO")}
    case = Case(
        "1",
        "Alpha Ltd",
        date(2026, 11, 22),
        contracts=(Contract(delivery_countries=("GB",), sourcing_countries=("IN",)),),
        signals={"sourcing.countries": Signal(("CN",)), "delivery.countries": Signal("do_not_know")},
    )
    assert [one.country for one in country_indices.beside(case, outside).outside] == ["CN", "IN"]
    assert country_indices.beside(case, {}) is case


def test_a_screening_counts_the_copy_once_the_lead_lets_it(world, tmp_path: Path) -> None:
    def screened() -> tuple[int, Case]:
        run = runs.new_run(world.session, world.council.id, None, "test", clock.now(), clock.today())
        world.session.commit()
        assert screenings.run(world.session, run.id, clock.now, setup=screening_setup(world.settings))
        stored = store.current_report(world.session, world.council.id, world.builder.id)
        assert stored is not None and screenings.recompute(stored)
        assert ("outside_gsi" in run.reference_versions) == (world.settings.data_dir / "countries").exists()
        return stored.residual, codec.load_case(stored.text.case_json)

    contract = world.builder.contracts[0]
    contract.sourcing_countries, contract.delivery_countries = ["VN"], ["GB"]
    lead = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(lead)
    world.session.commit()
    before, _case = screened()
    country_indices.keep(world.settings.data_dir, gsi(tmp_path / "gsi.csv"), IndexKind.GSI, 2023)
    kept, case = screened()
    assert kept == before and [one.country for one in case.outside] == ["VN"]
    words = "We hold a copy and its licence lets us use it"
    draft = council_weights.propose(
        world.session, lead, world.council.id, {"outside.gsi": 0.3}, words, clock.now()
    )
    world.do_queued_work()
    council_weights.save(world.session, lead, draft, clock.now(), clock.today())
    assert screened()[0] != before
