"""What a search for duplicates found out, kept so that the next one compares what changed and nothing else.

Every question that was asked of names is one number, made of all that its answer depends on. So an answer
that is found here is the one that asking again would give, and a memory that is lost costs time only. No name
is in it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final, Self

import structlog

log = structlog.get_logger()

_FILE: Final = "answers.npz"

Neighbours = tuple[tuple[int, float], ...]


def digest(*said: object) -> int:
    """What is said as one number of 64 bits: among a million the chance of two alike is 1 in 37 million."""
    return int.from_bytes(blake2b(repr(said).encode(), digest_size=8).digest())


@dataclass
class Memory:
    """Answers by the number of their question.

    `neighbours` are the ids of a record's likeliest others, with their probabilities. `nothing` are pairs
    that are not proposed; those that are, are compared anew, since their reasons are not kept.
    """

    neighbours: dict[int, Neighbours] = field(default_factory=dict)
    nothing: set[int] = field(default_factory=set)

    def replace(self, other: Memory) -> None:
        """Keep what `other` has, in place of everything here."""
        self.neighbours, self.nothing = other.neighbours, other.nothing

    def save(self, folder: Path, rules: str) -> None:
        """Write the memory; `rules` names the code and the numbers by which it came about."""
        import numpy as np  # here, because loading it takes a tenth of a second

        folder.mkdir(parents=True, exist_ok=True)
        others = [one for answer in self.neighbours.values() for one in answer]
        part = folder / f"{_FILE}.{os.getpid()}.part"
        with part.open("wb") as file:
            np.savez(
                file,
                rules=np.array(rules),
                questions=np.array(list(self.neighbours), dtype=np.uint64),
                counts=np.array([len(answer) for answer in self.neighbours.values()], dtype=np.int64),
                others=np.array([key for key, _probability in others], dtype=np.int64),
                probabilities=np.array([probability for _key, probability in others], dtype=np.float64),
                nothing=np.array(sorted(self.nothing), dtype=np.uint64),
            )
        part.replace(folder / _FILE)

    @classmethod
    def load(cls, folder: Path, rules: str) -> Self:
        """The memory that was written; an empty one where there is none, or it is damaged, or by other
        rules."""
        import numpy as np

        try:
            with (folder / _FILE).open("rb") as file, np.load(file, allow_pickle=False) as kept:
                if str(kept["rules"]) != rules:
                    return cls()
                answers = zip(kept["others"].tolist(), kept["probabilities"].tolist(), strict=True)
                neighbours = {
                    question: tuple(next(answers) for _one in range(count))
                    for question, count in zip(
                        kept["questions"].tolist(), kept["counts"].tolist(), strict=True
                    )
                }
                return cls(neighbours, set(kept["nothing"].tolist()))
        except FileNotFoundError:
            return cls()
        except Exception as error:  # whatever a damaged archive raises, it is as good as none
            log.warning("duplicates.memory_unreadable", error=type(error).__name__)
            return cls()
