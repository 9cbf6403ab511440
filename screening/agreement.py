"""How far the country component agrees with an outside index that a council holds. Told, never tuned to.

The index is passed in as figures by country, higher meaning worse; nothing of it is kept here. Our figures
are those of the shipped weights, in which no outside index counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scipy.stats import rankdata, spearmanr

from screening.geography import HOME, country_risk

FAR_APART = 0.25
"""Ranks that differ by this share of the countries compared are a disagreement."""

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A country that the two rank far apart; 0 is the lowest risk of those compared, 1 the highest."""

    country: str
    ours: float
    theirs: float
    complete: bool

    @property
    def difference(self) -> float:
        """Above 0 where our rank is the worse one."""
        return self.ours - self.theirs


@dataclass(frozen=True, slots=True)
class Agreement:
    """The rank correlation over the countries that both know, and who is far apart, the furthest first.

    `home` is the United Kingdom's pair of ranks if the index has it: its own figure here is set apart, so it
    is left out of the correlation.
    """

    countries: int
    correlation: float
    disagreements: tuple[Disagreement, ...]
    home: Disagreement | None


def agreement(index: Mapping[str, float]) -> Agreement:
    """Compare the country figures with an index: ISO code -> figure, higher is worse.

    ValueError with fewer than `FEWEST` countries beside the United Kingdom, or if all figures are the same.
    """
    codes = sorted(index.keys() - {HOME})
    if len(codes) < FEWEST or len({index[code] for code in codes}) < 2:
        raise ValueError(f"an index needs at least {FEWEST} countries whose figures differ")
    risks = {code: country_risk(code) for code in [*codes, HOME]}
    theirs = [index[code] for code in codes]
    ours = [risks[code].range.point for code in codes]
    correlation = float(spearmanr(ours, theirs).statistic)
    spread = len(codes) - 1
    rows = [
        Disagreement(code, (our - 1) / spread, (their - 1) / spread, risks[code].complete)
        for code, our, their in zip(codes, rankdata(ours), rankdata(theirs), strict=True)
    ]
    far = [row for row in rows if abs(row.difference) >= FAR_APART]
    far.sort(key=lambda row: (-abs(row.difference), row.country))
    home = None
    if HOME in index:
        point = risks[HOME].range.point
        home = Disagreement(
            HOME,
            sum(our < point for our in ours) / len(codes),
            sum(their < index[HOME] for their in theirs) / len(codes),
            True,
        )
    return Agreement(len(codes), correlation, tuple(far), home)
