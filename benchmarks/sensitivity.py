"""How firm the ranking of a council's suppliers is under other weights: draws weightings within their bounds.

    .venv/bin/python benchmarks/sensitivity.py FILE [--draws 1000] [--top 50] [--exact 3]

FILE is a spend file or a contracts register, as `fairhand screen` takes. Prints how many of the first 50 stay
among the first 50, how far they move, and how many suppliers keep their band: under drawn weights alone, and
with the unknowns drawn too. A draw works on the lines of the reports (`screening.stability` says how); with
`--exact`, all suppliers are also scored again in full under so many of the weightings, and the two compared.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

import screening
from app.documents.run_facts import ScreenedSupplier
from app.services.judgement.screen_files import screen_files
from screening import contracts, scoring, stability
from screening.effects import Effect, Kind
from screening.sectors import works
from screening.stability import Draws, Sketch
from screening.types import Case
from screening.weights import bounds

AS_AT = date(2026, 11, 22)


def show(what: str, found: Draws, sketches: list[Sketch]) -> None:
    """Print one set of draws."""
    low, middle, high = np.percentile(found.top, [5, 50, 95])
    first = found.near[: found.top_size]
    print(f"{what}:")
    print(
        f"  of the first {found.top_size}, a draw keeps {100 * middle:.0f} % "
        f"(5 % of the draws: {100 * low:.0f} % or less; 95 %: {100 * high:.0f} % or less)"
    )
    print(f"  one of the first {found.top_size} stays within 5 places in {100 * first.mean():.0f} % of draws")
    print(f"  a supplier keeps the band of its score in {100 * found.same_band.mean():.1f} % of draws")
    for tier, name in enumerate(("high", "medium or not enough known", "low")):
        of_tier = np.array([one.key[0] == tier for one in sketches])
        if of_tier.any():
            print(f"    {name}: {of_tier.sum():,} suppliers, {100 * found.same_band[of_tier].mean():.1f} %")
    firm = int((found.same_band >= 0.95).sum())
    print(f"  {firm:,} of {len(sketches):,} suppliers keep it in 95 % of draws or more")


def exact_residual(case: Case, ratios: Mapping[str, np.ndarray], number: int) -> int:
    """The residual in tenths of a case scored in full under one weighting, as far as draws move weights."""
    kinds = works(case)
    moved = [
        [_moved(effect, work.sector.hazard[effect.channel], ratios, number) for effect in effects]
        for work, effects in zip(kinds, contracts.effects_of(kinds), strict=True)
    ]
    return scoring.score(moved).residual


def _moved(effect: Effect, step: str, ratios: Mapping[str, np.ndarray], number: int) -> Effect:
    if effect.kind is Kind.BASE:
        ratio = float(ratios[f"ladder.{step}"][number])
        return replace(effect, low=effect.low * ratio, point=effect.point * ratio, high=effect.high * ratio)
    name = f"raise.{effect.factor}"
    if effect.kind is not Kind.RAISE or name not in ratios:
        return effect
    ratio = float(ratios[name][number])
    low, point, high = (1.0 + (corner - 1.0) * ratio for corner in effect.corners)
    return replace(effect, low=low, point=point, high=high)


def compare(screened: Sequence[ScreenedSupplier], sketches: list[Sketch], number: int, seed: int) -> None:
    """Print how far the draws are from scoring in full, over some weightings."""
    ratios = stability.draw_weights(number, seed)
    near = stability.residuals(sketches, ratios, number)
    cases = {screening.order_key(one.report): one.case for one in screened}
    full = np.array(
        [[exact_residual(cases[one.key], ratios, draw) for draw in range(number)] for one in sketches]
    )
    away = np.abs(near - full) / 10.0
    print(f"Draws beside scoring in full under {number} weightings, points of 100:")
    most = np.percentile(away, 99)
    print(f"  {away.mean():.2f} apart on average, {most:.1f} or less for 99 % of suppliers")


def main() -> None:
    """Screen once, draw, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--exact", type=int, default=0)
    given = parser.parse_args()
    screened = screen_files(given.file, [], AS_AT).screened
    began = time.perf_counter()
    sketches = sorted((stability.sketch(one.report) for one in screened), key=lambda one: one.key)
    moved = Counter(name.partition(".")[0] for name in bounds() if name.startswith(stability.DRAWN))
    print(f"{platform.python_implementation()} {platform.python_version()}, {len(sketches):,} suppliers")
    print(f"{given.draws:,} draws; weights drawn: {dict(moved)}")
    for what, unknowns, weightings in (
        ("Weights alone", False, True),
        ("Unknowns alone", True, False),
        ("Weights and unknowns", True, True),
    ):
        found = stability.draw(
            sketches, given.draws, given.seed, unknowns=unknowns, weightings=weightings, top=given.top
        )
        show(what, found, sketches)
    seconds = time.perf_counter() - began
    if given.exact:
        compare(screened, sketches, given.exact, given.seed)
    print(f"{seconds:.1f} s for three sets of draws")


if __name__ == "__main__":
    main()
