"""The room as others see it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import screening
from support.cases import TITLES, case

ROOT = Path(__file__).parents[2]


def test_importing_the_room_reads_no_table() -> None:
    heavy = ("yaml", "pydantic", "pycountry", "numpy", "pandas", "sklearn")
    code = f"import sys, screening; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_room_offers_what_it_says() -> None:
    assert all(hasattr(screening, name) for name in screening.__all__)


def test_a_council_is_screened_in_seconds() -> None:
    suppliers = [case(TITLES[index % len(TITLES)], index, identity=str(index)) for index in range(500)]
    start = time.process_time()
    screening.rank(screening.screen(each) for each in suppliers)
    # 7,000 suppliers in ten seconds, with room for a slow machine.
    assert time.process_time() - start < 500 * 10 / 7000 * 6
