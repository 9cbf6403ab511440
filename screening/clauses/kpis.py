"""Which indicators go with the chosen clauses, and the three that large contracts need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from screening.clauses.library import load_data
from screening.clauses.types import FIVE_MILLION, Clause, ContractFacts, ContractType, Kpi, Size
from screening.types import Sentence, say

LEAST = 3
"""Procurement Act 2023 s.52(1): at least three for contracts of more than £5 million."""
MOST_SMALL = 3
"""A small supplier is asked for no more than this, unless the law asks for more."""


@dataclass(frozen=True, slots=True)
class ProposedKpi:
    """An indicator and why: the clauses that it goes with, none where it makes up the three of section 52."""

    kpi: Kpi
    clauses: tuple[str, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class Proposal:
    """The indicators proposed for a contract. `asked_by_law` is None where the value is not known."""

    kpis: tuple[ProposedKpi, ...]
    asked_by_law: bool | None
    note: Sentence


@cache
def kpis() -> Mapping[str, Kpi]:
    """Every indicator by its id, in the order in which they fill up."""
    table = {
        name: Kpi(
            id=name,
            title=row["title"],
            measure=row["measure"],
            unit=row["unit"],
            target=str(row["target"]),
            frequency=row["frequency"],
            data=row["data"],
            small_supplier=row["small_supplier"],
            types=frozenset(ContractType(each) for each in row.get("types", ContractType)),
            first=int(row["first"]),
        )
        for name, row in load_data("kpis").items()
    }
    return dict(sorted(table.items(), key=lambda item: (item[1].first, item[0])))


def propose(chosen: Iterable[Clause], facts: ContractFacts, size: Size) -> Proposal:
    """The indicators of some clauses and, for a contract of more than £5 million, at least three.

    A small supplier is proposed the first three only. ValueError if a clause names an indicator that does not
    exist.
    """
    called: dict[str, list[str]] = {}
    for clause in chosen:
        for name in clause.kpis:
            if name not in kpis():
                raise ValueError(f"{clause.id}: no such indicator: {name}")
            called.setdefault(name, []).append(clause.id)
    suited = [kpi for kpi in kpis().values() if facts.type in kpi.types]
    found = [
        ProposedKpi(kpi, tuple(called[kpi.id]), say("Goes with {clauses}", clauses=", ".join(called[kpi.id])))
        for kpi in suited
        if kpi.id in called
    ]
    if size is Size.SMALL:
        found = found[:MOST_SMALL]
    large = facts.value is not None and facts.value > FIVE_MILLION
    if large:
        reason = say("Makes three, which section 52 of the Procurement Act 2023 asks for")
        taken = {one.kpi.id for one in found}
        spare = [ProposedKpi(kpi, (), reason) for kpi in suited if kpi.id not in taken]
        found += spare[: max(0, LEAST - len(found))]
    return Proposal(tuple(found), None if facts.value is None else large, _note(facts, large))


def _note(facts: ContractFacts, large: bool) -> Sentence:
    if facts.value is None:
        return say("The value is not known; above 5 million pounds the law asks for three indicators.")
    if not large:
        return say("Not asked for by section 52 at this value; propose only what somebody will read.")
    if facts.light_touch:
        return say(
            "More than 5 million pounds, but a light touch contract: "
            "ask the lawyers whether section 52 applies."
        )
    return say(
        "More than 5 million pounds: section 52 of the Procurement Act 2023 asks for at least three "
        "published indicators of any kind, unless an exception applies; section 71 for an assessment "
        "every 12 months."
    )
