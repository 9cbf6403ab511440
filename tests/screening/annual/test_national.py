"""The national figures of referrals: read whole, in order, and never a small number."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from screening import reference
from screening.annual import national


def test_every_row_of_the_file_is_in_its_quarter() -> None:
    """Added up by a second way, from the file itself."""
    with (reference.DATA / "nrm_referrals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_quarter: dict[str, int] = {}
    for row in rows:
        by_quarter[row["quarter"]] = by_quarter.get(row["quarter"], 0) + round(float(row["People"]))
    found = national.quarters()
    assert [one.total for one in found] == [by_quarter[name] for name in sorted(by_quarter)]
    assert [one.first_day for one in found] == sorted(one.first_day for one in found)
    assert (found[0].first_day, national.newest().first_day) == (date(2022, 4, 1), date(2023, 10, 1))
    assert national.newest().people == {
        "local_authorities": 1017,
        "police": 995,
        "government_agencies": 1908,
        "third_sector": 221,
    }


@pytest.fixture
def other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def put(**people: float) -> None:
        lines = [f"2024_q1,{who},Total,{number}" for who, number in people.items()]
        text = "\n".join(["quarter,First responder,Exploitation type,People", *lines])
        (tmp_path / "nrm_referrals.csv").write_text(text)
        monkeypatch.setattr(national, "DATA", tmp_path)
        national.quarters.cache_clear()

    yield put
    national.quarters.cache_clear()


ALL = {name: 100.0 for name in national._WHO}


def test_a_small_number_is_not_given_nor_a_total_that_would_tell_it(other_file) -> None:
    other_file(**{**ALL, "Police total": 4.0})
    one = national.newest()
    assert one.people["police"] is None and one.total is None
    assert one.people["local_authorities"] == 100


def test_a_file_of_another_make_is_told(other_file) -> None:
    other_file(**{"Police total": 10.0})
    with pytest.raises(ValueError, match="lacks"):
        national.quarters()
    other_file(**{**ALL, "Somebody else": 10.0})
    with pytest.raises(KeyError):
        national.quarters()
