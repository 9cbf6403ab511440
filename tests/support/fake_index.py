"""A stand-in for the name index that answers what a test says, and keeps what it was asked and given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

from screening.matching import Match, Member, Query, Said, Target
from screening.types import say

Answer = Callable[[Query, Sequence[Target]], tuple[Match, ...]]


class FakeIndex:
    """What `NameIndex.build` gives in a test."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.targets: list[Target] = []
        self.queries: list[Query] = []
        self.limits: Any = None

    def build(self, targets: Iterable[Target]) -> FakeIndex:
        self.targets = list(targets)
        return self

    def match(
        self, queries: Sequence[Query], limit: int, progress: Any = None, limits: Any = None
    ) -> list[tuple[Match, ...]]:
        self.queries, self.limits = list(queries), limits
        return [self._answer(query, self.targets)[:limit] for query in queries]

    def target(self, name: str) -> Target:
        """The one target with this name."""
        [found] = [target for target in self.targets if target.name == name]
        return found


def install(patch: pytest.MonkeyPatch, answer: Answer) -> FakeIndex:
    """Put a fake index in place of the real one."""
    index = FakeIndex(answer)
    patch.setattr("screening.matching.NameIndex", index, raising=False)
    return index


def match(
    query: Query,
    target: Target,
    *,
    kind: str = "same_entity",
    decision: str = "automatic",
    probability: float = 0.97,
    member: Member | None = None,
) -> Match:
    """An answer about one target."""
    reason = say("The names are the same.")
    return Match(query.key, target.key, target.name, probability, kind, decision, member, Said((reason,)))


def nothing(query: Query, targets: Sequence[Target]) -> tuple[Match, ...]:
    """No candidate at all."""
    return ()


def members_by_number(query: Query, targets: Sequence[Target]) -> tuple[Match, ...]:
    """What the index answers about members of groups whose number is that of the query."""
    return tuple(
        match(query, target, kind="same_group", probability=0.999, member=member)
        for target in targets
        for member in target.members
        if member.company_number == query.company_number
    )


def by_any_name(query: Query, targets: Sequence[Target]) -> tuple[Match, ...]:
    """An automatic match with every target that has this very name, now or before."""
    return tuple(
        match(query, target)
        for target in targets
        if query.name in (target.name, *target.aliases, *target.previous_names)
        and target.key not in query.not_keys
    )
