"""Registry rows as the statement search reads them, fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Row:
    """A registry row as the search reads it."""

    key: str
    organisation_name: str
    company_number: str = ""
    end: date | None = date(2025, 3, 31)
    parent_name: str = ""
    is_group: bool = False
    postcode: str = ""
    statement_url: str = "https://example.org/statement"
    summary_url: str = "https://registry.example/summary"
    areas: Mapping[str, bool] = field(default_factory=lambda: {"training": True})
    turnover: str = "Under £36 million"
