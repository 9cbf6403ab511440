"""What a result may be used for, what was left out of it and why, and its contracts one by one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.council_view import source_title
from app.labels import channel_label, factor_label, use_label
from app.sentences import sentence
from models import StoredReport
from screening import codec, reference, screen
from screening.types import Case, ContractResult, LeftOut, Report, Use
from screening.uses import factor_rows, use_rows
from screening.weights import Weights

FIRST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class LeftOutShown:
    """What the law kept out of a result for one reason."""

    factors: tuple[str, ...]
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class ContractShown:
    """A contract judged by itself, as the table shows it."""

    result: ContractResult
    sector: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a result may be used for, and how its contracts make it up.

    `contracts` are the riskiest, `more_contracts` the others; both are empty where there is but one.
    `second` and `third` are the parts in which a second and a third kind of work count.
    """

    uses: tuple[str, ...]
    limit: str
    left_out: tuple[LeftOutShown, ...]
    notes: tuple[str, ...]
    contracts: tuple[ContractShown, ...]
    more_contracts: tuple[ContractShown, ...]
    kinds: int
    second: str
    third: str


def as_used(stored: StoredReport, use: Use) -> tuple[Case, Report]:
    """The stored case, and its result for a use: judged anew, so that nothing of another use is in it."""
    case = codec.load_case(stored.text.case_json)
    return case, screen(case, use, Weights(codec.load_report(stored.text.report_json).weights))


def seen(report: Report) -> Seen:
    """What the page of a result tells of its use and of its contracts."""
    labels = reference.sectors()
    contracts = [
        ContractShown(one, _(labels[one.sector].label) if one.sector in labels else one.sector)
        for one in report.contracts
    ]
    shown = contracts if len(contracts) > 1 else []
    carry = Weights(report.weights).value("scale.carry")
    return Seen(
        uses=tuple(use_label(use) for use in report.permitted_use),
        limit=sentence(use_rows()[report.use].limit),
        left_out=left_out(report),
        notes=tuple(sentence(note) for note in report.notes),
        contracts=tuple(shown[:FIRST_SHOWN]),
        more_contracts=tuple(shown[FIRST_SHOWN:]),
        kinds=len({one.sector for one in report.contracts}),
        second=f"{carry:.2g}",
        third=f"{carry**2:.2g}",
    )


def left_out(report: Report) -> tuple[LeftOutShown, ...]:
    """The factors that the law kept out, together by the legal reason."""
    together: dict[tuple[str, str], dict[str, None]] = {}
    for out in report.left_out:
        reason = (sentence(out.reason), source_title(out.source))
        together.setdefault(reason, {})[_left_out_label(out, report.use)] = None
    return tuple(
        LeftOutShown(tuple(sorted(names)), reason, source) for (reason, source), names in together.items()
    )


def _left_out_label(out: LeftOut, use: Use) -> str:
    """A factor that still speaks in other channels is told with the channel in which it may not."""
    if use not in factor_rows()[out.factor].uses:
        return factor_label(out.factor)
    return _("%(factor)s in %(channel)s", factor=factor_label(out.factor), channel=channel_label(out.channel))
