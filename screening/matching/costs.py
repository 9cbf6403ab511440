"""From what errors cost to the probabilities from which on a match counts, or is shown.

Three things can be done with a candidate of probability p, and the cheapest is right:

- take it without a person: wrong with probability 1 - p, and then another's statement is credited;
- let a person look: costs a review, whatever comes out of it;
- leave it: a miss with probability p.

So it is taken from p >= 1 - review / wrong_credit on, shown from p >= review / miss on, and left below that.
Where a review costs more than it can save, these two would cross: then nobody is asked, and a match is taken
from p >= wrong_credit / (wrong_credit + miss) on. The rules of `decide` (every word has its partner, one
clear winner, numbers) stand beside the probabilities and are not for sale.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.matching.calibration import Thresholds

WRONG_CREDIT = 10.0
"""A statement that is not the supplier's lowers its score and nobody looks again: worth ten reviews to
avoid."""
MISS = 2.5
"""A statement that was missed adds no points; the supplier is asked for it, which costs two or three
reviews."""
REVIEW = 1.0
"""An officer compares two names, numbers and addresses: the unit, about half a minute."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a wrong credit, a miss and a review cost, in any one unit; only their proportions matter.

    Raises ValueError unless all three are finite and above 0.
    """

    wrong_credit: float = WRONG_CREDIT
    miss: float = MISS
    review: float = REVIEW

    def __post_init__(self) -> None:
        if not all(math.isfinite(cost) and cost > 0 for cost in (self.wrong_credit, self.miss, self.review)):
            raise ValueError("the costs of a wrong credit, a miss and a review must be numbers above 0")

    @property
    def limits(self) -> tuple[float, float]:
        """The probabilities from which on a match is automatic, and from which on it is possible."""
        automatic = 1.0 - self.review / self.wrong_credit
        possible = self.review / self.miss
        if possible < automatic:
            return automatic, possible
        crossing = self.wrong_credit / (self.wrong_credit + self.miss)
        return crossing, crossing

    def expected(self, probability: float) -> dict[str, float]:
        """The expected cost of each decision for a candidate of this probability."""
        return {
            "automatic": (1.0 - probability) * self.wrong_credit,
            "possible": self.review,
            "none": probability * self.miss,
        }


def thresholds_for(costs: Costs) -> Thresholds:
    """The shipped thresholds with the two limits that the costs give; a near miss is never above them."""
    from screening.matching.calibration import thresholds  # here, because it loads numpy

    shipped = thresholds()
    automatic, possible = costs.limits
    return replace(
        shipped, automatic=automatic, possible=possible, near_miss=min(shipped.near_miss, possible)
    )
