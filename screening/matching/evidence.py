"""Evidence beside names: identifiers that are equal or differ, and what that says.

A company or charity number settles the question or rules it out, a VAT number nearly so (a group of
companies may share one). Another country leaves the question to a person. A domain and a postcode shift the
odds, and far more between organisations of one name (which are told apart by nothing else) than between
companies that share a part of their names (which often share an office, too). The numbers are in
`data/match_thresholds.yaml` with their reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from screening.matching.calibration import Thresholds
from screening.matching.entries import IDENTIFIERS, Entries
from screening.matching.records import Query

EQUAL: Final = "equal"
DIFFERS: Final = "differs"
MISTYPED: Final = "mistyped"

# Numbers under which a register knows one legal entity.
_SETTLING: Final = ("company_number", "charity_number")
_SHIFTING: Final = ("domain", "postcode")


class Finding(NamedTuple):
    """One identifier that both sides give: "equal", "differs", or "mistyped" (differs in one character)."""

    identifier: str
    state: str
    ours: str
    theirs: str


class Evidence(NamedTuple):
    """What the identifiers say of a query and an organisation.

    `numbers` is "equal", "differs", "mistyped", "conflict" (one is equal, another differs) or "" (none is
    known on both sides); `vat` and `country` "equal", "differs" or "". `log_odds` is the logarithm of a
    likelihood ratio.
    """

    findings: tuple[Finding, ...]
    numbers: str
    vat: str
    country: str
    log_odds: float


NO_EVIDENCE: Final = Evidence((), "", "", "", 0.0)


def identified(query: Query) -> dict[str, str]:
    """The identifiers that a query gives."""
    return {name: value for name in IDENTIFIERS if (value := getattr(query, name))}


def weigh(
    given: Mapping[str, str], entries: Entries, row: int, same_name: bool, limits: Thresholds
) -> Evidence:
    """Compare the identifiers `given` with those of an organisation; `same_name` if both are called alike."""
    findings = tuple(
        Finding(name, _state(name, ours, theirs), ours, theirs)
        for name, ours in given.items()
        if (theirs := entries.identifiers[name][row])
    )
    if not findings:
        return NO_EVIDENCE
    states = {finding.identifier: finding.state for finding in findings}
    settling = {states[name] for name in _SETTLING if name in states}
    return Evidence(
        findings,
        numbers=_settled(settling, same_name),
        vat=states.get("vat_number", ""),
        country=states.get("country", ""),
        log_odds=sum(_shift(name, states[name], same_name, limits) for name in _SHIFTING if name in states),
    )


def _state(name: str, ours: str, theirs: str) -> str:
    if ours == theirs:
        return EQUAL
    return MISTYPED if name in _SETTLING and OSA.distance(ours, theirs) == 1 else DIFFERS


def _settled(states: set[str], same_name: bool) -> str:
    if EQUAL in states:
        return "conflict" if DIFFERS in states else EQUAL
    if DIFFERS in states:
        return DIFFERS
    if MISTYPED in states:
        return MISTYPED if same_name else DIFFERS
    return ""


def _shift(name: str, state: str, same_name: bool, limits: Thresholds) -> float:
    called = "namesake" if same_name else "other"
    shift: float = getattr(limits, f"{name}_{state}_{called}")
    return shift
