"""The lists of the government's statement registry, so that one answer can serve it as well."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from questionnaires import source

_FILE: Final = Path(__file__).with_name("registry.yaml")


@cache
def lists() -> Mapping[str, Mapping[str, str]]:
    """The options of each list by its name: the registry's own name of the option -> its English words."""
    tables: Mapping[str, Mapping[str, str]] = source.read(_FILE, _FILE.name).data["lists"]
    return tables
