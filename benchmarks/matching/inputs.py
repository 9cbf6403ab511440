"""The labelled data: reading, folds, and the files that the adapters of peers read.

TARGETS has the columns `name` and `gid` (the entity); QUERIES `query`, `gid` (negative: none of the targets)
and `kind`; PAIRS `left`, `right`, `label`, `cluster` and `resolvable`; CASES are nomenklatura's public
`contrib/name_bench/cases.csv` (`schema`, `name1`, `name2`, `is_match`). Real names are in them: they are
read where they lie, and the adapters' files go to a scratch folder that is removed.
"""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pandas as pd

from screening.names import clean

FOLDS = 5
SCHEMAS = ("Company", "Organization", "LegalEntity")


def targets(path: Path) -> pd.DataFrame:
    """Organisations by `name`, `gid`, `core` and `full`.

    `core` is our normalised text without the legal form, for peers that ask for cleaned input; `full` has the
    legal form.
    """
    table = _read(path)[["name", "gid"]]
    return table.assign(core=_cores(table["name"]), full=_full(table["name"]))


def queries(path: Path) -> pd.DataFrame:
    """Queries by `name`, `gid`, `kind`, `core`, `full` and `fold`.

    A full change of name ("rename") is left out, because names alone cannot tell it. Folds are dealt out by
    entity, so that nothing is asked about an entity that was learnt from.
    """
    table = _read(path).rename(columns={"query": "name"})[["name", "gid", "kind"]]
    table = table[table["kind"] != "rename"].reset_index(drop=True)
    dealt = table["gid"].astype(str).where(table["gid"] >= 0, table["name"])
    return table.assign(core=_cores(table["name"]), full=_full(table["name"]), fold=dealt.map(fold))


def pairs(path: Path) -> pd.DataFrame:
    """Pairs whose names are evidence at all, with folds by cluster."""
    table = _read(path)
    table = table[table["resolvable"].astype(str) == "True"].reset_index(drop=True)
    return _pairs(table.assign(schema="Company", fold=table["cluster"].map(fold)))


def cases(path: Path) -> pd.DataFrame:
    """nomenklatura's cases of organisations; all are one fold, since nothing may learn from them."""
    table = _read(path)
    table = table[table["schema"].isin(SCHEMAS)].reset_index(drop=True)
    label = (table["is_match"].astype(str).str.lower() == "true").astype(int)
    return _pairs(table.rename(columns={"name1": "left", "name2": "right"}).assign(label=label, fold=0))


def fold(key: object) -> int:
    """The fold of an entity or cluster, the same in every run."""
    return zlib.crc32(str(key).encode()) % FOLDS


def fingerprint(*paths: Path) -> str:
    """Twelve digits that tell whether two runs had the same data."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read(path: Path) -> pd.DataFrame:
    """A table in which "NA" and "None" are names."""
    return pd.read_csv(path, keep_default_na=False)


def _pairs(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(left_core=_cores(table["left"]), right_core=_cores(table["right"]))


def _cores(names: pd.Series) -> list[str]:
    """A name of stop words only keeps them, so that no peer gets an empty text."""
    return [clean(name).core or name.casefold() for name in names]


def _full(names: pd.Series) -> list[str]:
    """Normalised names with their legal form in its one spelling."""
    parsed = map(clean, names)
    return [
        " ".join(filter(None, (parts.core, parts.legal_form))) or parts.original.casefold()
        for parts in parsed
    ]
