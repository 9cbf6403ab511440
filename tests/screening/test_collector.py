"""Judging without Python's cyclic garbage collector."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from screening.collector import paused


def test_the_collector_is_off_inside_and_on_again_afterwards() -> None:
    assert gc.isenabled()
    with paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_a_fault() -> None:
    with pytest.raises(RuntimeError), paused():
        raise RuntimeError
    assert gc.isenabled()


def test_who_turned_it_off_keeps_it_off() -> None:
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


_JUDGE = """
import gc
from datetime import date
from decimal import Decimal

from screening import screen
from screening.types import Case, Contract

work = (Contract(title="Office cleaning"),)
cases = [
    Case(str(n), "Northgate Cleaning Ltd", date(2026, 11, 22), contracts=work, spend=Decimal(n))
    for n in range(1, 50)
]
for each in cases:
    screen(each)  # reads the tables, which leaves cycles once
gc.collect()
gc.disable()
reports = [screen(each) for each in cases]
print(gc.collect(), len(reports))
"""


def test_judging_makes_no_cycles() -> None:
    """In a process of its own: threads that other tests leave behind make cycles, too."""
    done = subprocess.run([sys.executable, "-c", _JUDGE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "49"]
