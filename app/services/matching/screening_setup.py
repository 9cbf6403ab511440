"""How screening is set up in this deployment."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.settings import Settings
from screening.matching.costs import Costs


@dataclass(frozen=True, slots=True)
class ScreeningSetup:
    """What errors of matching cost, where indexes of names are kept between runs (None: nowhere), and where
    the council's own copies of outside country indices lie (None: there are none)."""

    costs: Costs = field(default_factory=Costs)
    indexes: Path | None = None
    countries: Path | None = None

    def folder(self, kind: str, council_id: int) -> Path | None:
        """Where one council's indexes of a kind lie: "statements" or "suppliers"."""
        return self.indexes / kind / str(council_id) if self.indexes else None


USUAL = ScreeningSetup()
"""The usual costs, no index kept, no outside figures."""


def screening_setup(settings: Settings) -> ScreeningSetup:
    """The set-up that the settings say."""
    data = settings.data_dir
    return ScreeningSetup(settings.match_costs, data / "indexes", data / "countries")
