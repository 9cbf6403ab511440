"""From a code to a sector: sector_codes.yaml, a reviewed table of beginnings of SIC, CPV and ProClass codes.

Every published code resolves by its longest known beginning. Some are vague besides: their sector is the
usual one, but the code alone says too little to decide on.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from screening import reference

_NO_SECTORS = frozenset({"also", "vague"})


@cache
def prefixes(kind: str) -> Mapping[str, str]:
    """The beginning of a code -> sector, for "sic", "cpv" or "proclass".

    ValueError if a beginning leads to two sectors.
    """
    table: dict[str, str] = {}
    for sector, kinds in reference.load_yaml("sector_codes.yaml").items():
        for prefix in kinds.get(kind, ()) if sector not in _NO_SECTORS else ():
            if table.setdefault(prefix, sector) != sector:
                raise ValueError(f"sector_codes.yaml: {kind} {prefix} leads to {table[prefix]} and {sector}")
    return table


@cache
def _vague(kind: str) -> frozenset[str]:
    return frozenset(reference.load_yaml("sector_codes.yaml")["vague"][kind])


@cache
def _also() -> Mapping[str, list[str]]:
    table: Mapping[str, list[str]] = reference.load_yaml("sector_codes.yaml")["also"]["cpv"]
    return table


def is_vague(kind: str, code: str) -> bool:
    """Whether a "sic", "cpv" or "proclass" code says too little of the work to decide on."""
    return code in _vague(kind)


@lru_cache(maxsize=65536)
def sector_of_code(kind: str, code: str) -> str | None:
    """The sector of a "sic", "cpv" or "proclass" code by its longest known beginning, None if none is."""
    table = prefixes(kind)
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return table[code[:length]]
    return None


@lru_cache(maxsize=8192)
def sectors_under(cpv: str) -> frozenset[str]:
    """Every sector that a CPV code could mean: its own, those of the more exact codes below it, and those
    that are bought under it besides."""
    stem = cpv.rstrip("0").ljust(2, "0")
    below = {sector for prefix, sector in prefixes("cpv").items() if prefix.startswith(stem)}
    own = sector_of_code("cpv", cpv)
    return frozenset(below.union(_also().get(cpv, ()), {own} if own else ()))
