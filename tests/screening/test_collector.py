"""Judging without Python's cyclic garbage collector."""

from __future__ import annotations

import gc
from decimal import Decimal

import pytest

from screening import screen
from screening.collector import paused
from support.cases import case


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


def test_judging_makes_no_cycles() -> None:
    cases = [case("Cleaning", spend=Decimal(number)) for number in range(1, 50)]
    for each in cases:
        screen(each)  # reads the tables, which leaves cycles once
    gc.collect()
    with paused():
        reports = [screen(each) for each in cases]
        assert gc.collect() == 0
    assert len(reports) == 49
