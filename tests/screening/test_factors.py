"""The risk factors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from screening import reference, screen
from screening.factors import FACTORS, SIGNALS_READ, goods_of
from screening.sectors import works
from screening.types import Band, Channel, Contribution, Evidence, Report, Signal
from support.cases import AS_AT, BEST_TO_WORST, answered, case


def lines(report: Report, factor: str) -> list[Contribution]:
    return [line for line in report.contributions if line.factor == factor]


def test_every_factor_is_documented_and_named_once() -> None:
    assert all(factor.__doc__ for factor in FACTORS)
    assert len({factor.__name__ for factor in FACTORS}) == len(FACTORS)


def test_every_signal_read_changes_or_explains_something() -> None:
    others = {"statement.in_scope", "statement.published", "delivery.countries", "sourcing.countries"}
    assert BEST_TO_WORST.keys() | others == SIGNALS_READ
    before = case("Cleaning")
    for name, values in BEST_TO_WORST.items():
        after = screen(answered(before, **{name: values[0]}))
        assert after.contributions != screen(before).contributions, name


@pytest.mark.parametrize(
    ("country", "good"), [pair for pair, kind in reference.listed_goods().items() if kind == "forced"]
)
def test_every_forced_labour_pair_is_at_least_medium(country: str, good: str) -> None:
    report = screen(case(f"Supply of {good}", 500, sourcing_countries=(country,)))
    assert report.band in (Band.MEDIUM, Band.HIGH)
    (line,) = lines(report, "listed_goods")
    assert line.known and "listed as made with forced labour" in str(line.reason)


@pytest.mark.parametrize(
    ("good", "country"),
    [
        (good.id, country)
        for good in reference.goods().values()
        for country, kind in good.listed.items()
        if kind == "forced"
    ],
)
def test_no_good_of_forced_labour_falls_below_medium_whatever_the_controls(good: str, country: str) -> None:
    best = {name: Signal(values[0], Evidence.VERIFIED, AS_AT) for name, values in BEST_TO_WORST.items()}
    named = f"Supply of {reference.goods()[good].phrases[0]}"
    report = screen(case(named, 100, sourcing_countries=(country,), signals=best))
    assert report.band in (Band.MEDIUM, Band.HIGH)
    assert report.contracts[0].band is report.band


def test_polysilicon_is_listed_by_a_later_edition_and_says_so() -> None:
    (line,) = lines(screen(case("Solar panels", sourcing_countries=("CN",))), "listed_goods")
    assert "forced labour" in str(line.reason)
    assert (line.source, line.source_date) in {
        ("dol_goods_2024", "2024-09-05"),
        ("dol_goods_2020", "2020-09"),
    }


def test_goods_are_named_by_the_contract_or_usual_in_the_sector() -> None:
    (work,) = works(case("Supply of bricks"))
    assert {"bricks", "timber"} <= set(goods_of(work))


def test_goods_from_countries_that_are_not_listed_add_nothing() -> None:
    report = screen(case("Supply of uniforms", sourcing_countries=("NO",)))
    assert lines(report, "listed_goods") == []
    assert report.residual < screen(case("Supply of uniforms")).residual


def test_work_abroad_raises_the_place() -> None:
    here, abroad = (
        screen(case("Contact centre", delivery_countries=countries)) for countries in (("GB",), ("GB", "CN"))
    )
    assert abroad.residual > here.residual
    (line,) = lines(abroad, "delivery")
    assert line.channel is Channel.PLACE and "Work in China" in str(line.reason)
    assert abroad.countries == ("CN", "GB")


def test_work_at_home_is_not_free_of_risk() -> None:
    assert lines(screen(case("Cleaning", delivery_countries=("GB",))), "delivery")[0].points > 0


def test_what_is_not_known_of_some_contracts_is_not_known() -> None:
    known = case("Cleaning", sourcing_countries=("GB",))
    (whole,) = lines(screen(known), "sourcing")
    more = replace(known, contracts=(*known.contracts, replace(known.contracts[0], sourcing_countries=())))
    (part,) = lines(screen(more), "sourcing")
    assert whole.known and not part.known


def test_unknown_money_widens_and_is_asked() -> None:
    known, unknown = screen(case("Legal Services", 100_000)), screen(case("Legal Services", None))
    assert unknown.high - unknown.low > known.high - known.low
    assert all(not line.known for line in lines(unknown, "scale"))


def test_what_was_paid_stands_in_for_a_contract_without_a_value() -> None:
    report = screen(case("Cleaning", None, spend=Decimal(250_000)))
    assert str(lines(report, "scale")[0].reason) == "About 250,000 pounds paid to the supplier"


def test_a_long_contract_adds_a_little() -> None:
    def residual(end: date) -> int:
        return screen(case("Cleaning", start=date(2024, 1, 1), end=end)).residual

    assert residual(date(2024, 12, 1)) < residual(date(2028, 1, 1)) < residual(date(2024, 12, 1)) + 60


def test_a_sector_by_name_only_is_wider_and_not_known() -> None:
    named, told = screen(case("Equipment", name="Gamma Cleaning Ltd")), screen(case("Cleaning"))
    assert named.sector == told.sector == "cleaning"
    assert named.low < told.low and named.high > told.high
    assert not any(line.known for line in lines(named, "sector"))


def test_every_line_cites_a_dated_source() -> None:
    report = screen(case("Supply of uniforms", sourcing_countries=("IN",), delivery_countries=("FR",)))
    for line in report.contributions:
        assert line.source in reference.sources() and line.source_date
