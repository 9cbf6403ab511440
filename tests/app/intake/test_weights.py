"""Weights from a spreadsheet: taken as a whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.intake import UnusableInput
from app.intake.weights import read_weights
from screening.types import WeightChange

HEADER = "weight,value,by,on,reason\n"
GOOD = "raise.agency,1.5,Lee Lead,2026-11-01,Our own audits show it\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "weights.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_changes_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    more = "bands.medium,250,Lee Lead,2026-11-02,We look at more\n"
    found = read_weights(written(tmp_path, HEADER + GOOD + more))
    assert found.weights.changes == (
        WeightChange("bands.medium", 300.0, 250.0, "Lee Lead", date(2026, 11, 2), "We look at more"),
        WeightChange("raise.agency", 1.0, 1.5, "Lee Lead", date(2026, 11, 1), "Our own audits show it"),
    )
    assert (found.rows_read, len(found.sha256)) == (2, 64)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("weight,value\n", "these columns are missing: by, on, reason"),
        (HEADER + GOOD.replace("1.5", "9"), r"row 2: raise\.agency may be 0\.5 to 1\.5, not 9"),
        (HEADER + GOOD.replace("1.5", "nan"), "row 2: raise.agency may be"),
        (HEADER + GOOD.replace("1.5", "much"), "row 2: could not convert"),
        (HEADER + GOOD.replace("Lee Lead", " "), "row 2: say the by"),
        (HEADER + GOOD.replace("2026-11-01", "soon"), "row 2: Invalid isoformat"),
        (HEADER + GOOD.replace("raise.agency", "raise.nothing"), "row 2: there is no weight 'raise.nothing'"),
        (HEADER + GOOD.replace("raise.agency", "nothing"), "row 2: there is no weight 'nothing'"),
        (HEADER + GOOD.replace("raise.agency", "floor.forced_labour"), "row 2: .* may not be changed"),
        (HEADER + GOOD + GOOD, "a weight is changed twice"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_row(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UnusableInput, match=message):
        read_weights(written(tmp_path, text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.csv"
    path.write_bytes(b"\xff\xfe\x00\x00")
    with pytest.raises(UnusableInput, match=r"no CSV file in UTF-8"):
        read_weights(path)
