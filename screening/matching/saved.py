"""Keeping an index as plain arrays in files, which any number of processes can map into their memory.

A saved index is a folder: one `.npy` file for each array and `index.json`, which says what it was made of.
Nothing in it is executed when it is read. An index is named by what went into it, so that a changed register,
word list or program never meets an old index.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

import numpy as np

from screening.matching.records import Target
from screening.matching.segment import Segment

FORMAT: Final = 1
"""Raised when the arrays or their meaning change; older folders are then built anew."""

_DESCRIPTION: Final = "index.json"
# Bytes of a file of the shortest array format before its content begins.
_HEADER: Final = 128
_DATA: Final = Path(__file__).parent.parent / "data"
# The reference lists that a name is taken apart by.
_LISTS: Final = ("name_words.yaml", "legal_forms.yaml", "word_counts.csv", "match_words.csv")


class UnusableIndex(Exception):
    """A folder that holds no index of this version; the message says which and why."""


def content_hash(targets: Iterable[Target]) -> str:
    """What names an index: 64 hexadecimal digits over its targets, in any order, and all that shapes it."""
    digest = sha256(_lists().encode())
    for line in sorted(json.dumps(asdict(target), sort_keys=True) for target in targets):
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


@cache
def _lists() -> str:
    contents = (sha256((_DATA / name).read_bytes()).hexdigest() for name in _LISTS)
    return " ".join([str(FORMAT), np.__version__.split(".")[0], *contents])


def save(segment: Segment, folder: Path) -> None:
    """Write `segment` as the folder `folder`, which appears only when it is complete.

    An index that is there already is left as it is: it may be in use.
    """
    part = folder.with_name(f".{folder.name}.{os.getpid()}.{uuid4().hex}.part")
    part.mkdir(parents=True)
    try:
        arrays = segment.arrays()
        for name, values in arrays.items():
            np.save(part / f"{name}.npy", values, allow_pickle=False)
        description = {"format": FORMAT, "lists": _lists(), "arrays": sorted(arrays)}
        (part / _DESCRIPTION).write_text(json.dumps(description, indent=1), encoding="utf-8")
        if not (folder / _DESCRIPTION).exists():
            part.replace(folder)
    except OSError:
        # Another process may have put the same index there a moment ago.
        if not (folder / _DESCRIPTION).exists():
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def load(folder: Path) -> Segment:
    """The segment that was saved as `folder`, mapped and not read; raises `UnusableIndex`."""
    try:
        description = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        if (description["format"], description["lists"]) != (FORMAT, _lists()):
            raise UnusableIndex(f"{folder}: the index was made by another version; build it again.")
        names = [str(name) for name in description["arrays"]]
        return Segment.read({name: _mapped(folder / f"{name}.npy") for name in names})
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise UnusableIndex(f"{folder}: there is no complete index ({problem}); build it again.") from problem


def _mapped(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    """An array of a file as a plain view of the mapped pages; an empty one cannot be mapped.

    Mapped "copy on write", which nobody does: the sparse product takes no array that refuses to be written.
    """
    empty = path.stat().st_size <= _HEADER
    return np.asarray(np.load(path, mmap_mode=None if empty else "c", allow_pickle=False))


def clear(under: Path, but: Path) -> None:
    """Remove the indexes that lie in `under` except one; processes that have one mapped keep it."""
    for folder in under.glob("*/"):
        if folder.name != but.name and (folder / _DESCRIPTION).exists():
            shutil.rmtree(folder, ignore_errors=True)
