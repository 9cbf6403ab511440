"""Fictitious results for the writers of documents."""

from __future__ import annotations

import pytest

from app.documents.run_facts import RunFacts, ScreenedSupplier
from support.fictitious_results import make_facts, make_supplier


@pytest.fixture
def supplier() -> ScreenedSupplier:
    """One explained supplier."""
    return make_supplier()


@pytest.fixture
def facts() -> RunFacts:
    """A council's file with skipped and withheld rows, and a registry copy."""
    return make_facts()
