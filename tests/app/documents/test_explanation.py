"""The contributions as people read them."""

from __future__ import annotations

from dataclasses import replace

from app.documents.explanation import (
    BAR_WIDTH,
    bars,
    lines_of,
    lines_that_add,
    weightiest_lines,
    weightiest_unknowns,
)
from app.documents.run_facts import ScreenedSupplier
from screening.types import Channel, Report
from support.fictitious_results import contribution

CLEANING = "Cleaning is labour-intensive and low paid."


def report_with(supplier: ScreenedSupplier, *contributions: object) -> Report:
    return replace(supplier.report, contributions=contributions)


def test_one_reason_in_several_channels_is_one_line_with_the_points_together(
    supplier: ScreenedSupplier,
) -> None:
    report = report_with(
        supplier,
        contribution(Channel.GOODS, "sector", 10, 20, 15, CLEANING),
        contribution(Channel.OWN_WORKFORCE, "sector", 300, 400, 350, CLEANING),
        contribution(Channel.PLACE, "sector", 0, 0, 0, CLEANING),
        contribution(Channel.OWN_WORKFORCE, "sector", 1, 2, 3, "Catering is low paid."),
    )
    first, second = lines_of(report)
    assert (first.points, first.channels) == (420, ((Channel.OWN_WORKFORCE, 400), (Channel.GOODS, 20)))
    assert str(second.reason) == "Catering is low paid."


def test_lines_add_up_to_the_residual(supplier: ScreenedSupplier) -> None:
    report = supplier.report
    assert sum(line.points for line in lines_of(report)) == report.residual


def test_what_is_known_has_no_interval_and_an_interval_always_holds_the_points(
    supplier: ScreenedSupplier,
) -> None:
    report = report_with(
        supplier,
        contribution(Channel.GOODS, "origin", 0, 32, 62, "Origin not known.", known=False),
        contribution(Channel.GOODS, "tiers", 90, 95, 88, "Tiers not known.", known=False),
        contribution(Channel.GOODS, "sector", 88, 77, 59, CLEANING),
    )
    intervals = {line.factor: (line.least, line.points, line.most) for line in lines_of(report)}
    assert intervals == {"origin": (0, 32, 62), "tiers": (88, 95, 95), "sector": (77, 77, 77)}


def test_what_adds_stands_before_what_takes_away(supplier: ScreenedSupplier) -> None:
    assert [line.points for line in lines_of(supplier.report)] == [500, 144, -30]


def test_the_lines_that_add_are_those_of_all_lines(supplier: ScreenedSupplier) -> None:
    report = report_with(
        supplier,
        contribution(Channel.GOODS, "sector", 10, 20, 15, CLEANING),
        contribution(Channel.PLACE, "sector", -30, -30, -30, CLEANING),
        contribution(Channel.GOODS, "origin", 0, 32, 62, "Origin not known.", known=False),
        contribution(Channel.GOODS, "origin", -5, -5, -5, "Origin known in part."),
    )
    assert [str(line.reason) for line in lines_that_add(report)] == ["Origin not known."]
    assert lines_that_add(report) == [line for line in lines_of(report) if line.points > 0]


def test_the_weightiest_go_by_size_and_leave_out_what_changes_nothing(supplier: ScreenedSupplier) -> None:
    report = report_with(
        supplier,
        contribution(Channel.GOODS, "a", 0, 0, 50, "Nothing yet.", known=False),
        contribution(Channel.GOODS, "b", 20, 20, 20, "Some."),
        contribution(Channel.GOODS, "c", -90, -90, -90, "A control."),
    )
    assert [line.factor for line in weightiest_lines(report)] == ["c", "b"]
    assert [unknown.factor for unknown in weightiest_unknowns(supplier.report)] == ["agency", "fees"]


def test_bars_share_one_scale_and_stay_inside(supplier: ScreenedSupplier) -> None:
    drawn = [drawing for _, drawing in bars(lines_of(supplier.report))]
    assert len({drawing.zero for drawing in drawn}) == 1
    assert [drawing.takes_away for drawing in drawn] == [False, False, True]
    for drawing in drawn:
        for start, width in (
            (drawing.start, drawing.width),
            (drawing.interval_start, drawing.interval_width),
        ):
            assert float(start) >= 0
            assert float(start) + float(width) <= BAR_WIDTH + 0.1
    assert float(drawn[0].width) > float(drawn[1].width) > float(drawn[2].width)
    assert bars([]) == []
