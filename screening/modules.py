"""The controls of modules: asked only where the kind of work or an answer calls for them.

Where a module applies, a missing answer widens the range like that of any control: the supplier could show
it. Where it does not apply, nobody asks, and the absence says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from screening.controls import answer, effects_of_answer
from screening.effects import Effect
from screening.sectors import Work
from screening.types import Case
from screening.weights import Control, controls

# The controls of controls.yaml with a module, as the tests hold against this list: known without a file.
_NAMES = (
    "policy.provisions",
    "covers.structure",
    "covers.policies",
    "covers.due_diligence",
    "covers.risk_assessment",
    "covers.goals",
    "covers.training",
    "providers.all_known",
    "providers.pay_checked",
    "placements.checked",
    "leaving.free",
    "fees.repaid",
    "contracts.understood",
    "housing.free",
    "wages.in_full",
    "deposits.none",
    "hours.free",
    "union.free",
    "audit.kinds",
    "indicators.watched",
    "remedy.actions",
    "partners.engaged",
    "site.identity",
    "labour_only.checked",
    "sites.visited",
    "pay.own_account",
    "hours.promised",
    "travel.paid",
    "season.recruiters",
    "deductions.limited",
    "cotton.traced",
    "homework.known",
    "minerals.traced",
    "factories.monitored",
    "lines.checked",
    "exports.known",
    "drivers.status",
    "peaks.planned",
    "factories.listed",
    "factories.visited",
    "factory.fees",
    "buying.fair",
)


@cache
def _rows() -> tuple[Control, ...]:
    return tuple(controls()[name] for name in _NAMES)


def applies(control: Control, case: Case, sector: str) -> bool:
    """Whether a module's control is to be expected of a kind of work: by its sector or by an answer."""
    module = control.module
    if module is None or sector in module.sectors:
        return True
    return any(answer(case, signal) in values for signal, values in module.answers.items())


def modules(work: Work) -> Iterable[Effect]:
    """Every control of a module that was answered, or that applies to this kind of work and was not."""
    case = work.case
    rows = _rows() if case.signals else _expected(work.sector.id)
    for control in rows:
        if not case.signals or control.signal in case.signals or applies(control, case, work.sector.id):
            yield from effects_of_answer(control.signal, work)


@cache
def _expected(sector: str) -> tuple[Control, ...]:
    """The controls that apply to a kind of work whatever was answered."""
    silent = Case("", "", date.min)
    return tuple(control for control in _rows() if applies(control, silent, sector))


SIGNALS_READ: frozenset[str] = frozenset(_NAMES)
