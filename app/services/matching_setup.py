"""How matching is set up in this deployment."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.settings import Settings
from screening.matching.costs import Costs


@dataclass(frozen=True, slots=True)
class MatchingSetup:
    """What errors of matching cost, and where indexes of names are kept between runs (None: nowhere)."""

    costs: Costs = field(default_factory=Costs)
    indexes: Path | None = None

    def folder(self, kind: str, council_id: int) -> Path | None:
        """Where one council's indexes of a kind lie: "statements" or "suppliers"."""
        return self.indexes / kind / str(council_id) if self.indexes else None


USUAL = MatchingSetup()
"""The usual costs, and no index kept."""


def matching_setup(settings: Settings) -> MatchingSetup:
    """The set-up that the settings say."""
    return MatchingSetup(settings.match_costs, settings.data_dir / "indexes")
