"""Why a report changed: factor by factor, the largest change first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from screening.types import Contribution, Report, Sentence, say

FACTOR_NAMES: Mapping[str, str] = {
    "sector": "Sector",
    "agency": "Agency workers",
    "migrant": "Workers from abroad",
    "skill": "Skill of the work",
    "low_paid": "Low pay",
    "accommodation": "Housing tied to the job",
    "tiers": "Tiers of sub-contractors",
    "scale": "Money paid",
    "duration": "Length of the contract",
    "delivery": "Where the work is done",
    "sourcing": "Where goods come from",
    "listed_goods": "Listed goods",
    "statement": "Transparency statement",
    "controls_not_answered": "Controls not answered",
    "policy.published": "Policy",
    "recruitment.no_fees": "No recruitment fees",
    "documents.kept_by_workers": "Workers keep their documents",
    "providers.licence_checks": "Licence checks of labour providers",
    "voice.grievance": "Safe way to complain",
    "chain.mapped": "Map of the supply chain",
    "subcontractors.flow_down": "Terms for sub-contractors",
    "audit.worker_interviews": "Audits with worker interviews",
    "training.given": "Training",
    "remedy.process": "Remedy",
    "policy.provisions": "What the policy says",
    "covers.structure": "Covers structure",
    "covers.policies": "Covers policies",
    "covers.due_diligence": "Covers due diligence",
    "covers.risk_assessment": "Covers risk assessment",
    "covers.goals": "Covers indicators",
    "covers.training": "Covers training",
    "providers.all_known": "Labour providers all known",
    "providers.pay_checked": "Pay of agency workers",
    "placements.checked": "Look at places before placing",
    "leaving.free": "Freedom to leave",
    "fees.repaid": "Job fees paid back",
    "contracts.understood": "Contracts understood",
    "housing.free": "Free choice of housing",
    "wages.in_full": "Wages paid in full",
    "deposits.none": "No deposits",
    "hours.free": "Overtime free to refuse",
    "union.free": "Freedom to join a union",
    "audit.kinds": "Kinds of audits",
    "indicators.watched": "Signs looked for",
    "remedy.actions": "Acting on signs",
    "partners.engaged": "Working with others",
    "site.identity": "Everybody on site known",
    "labour_only.checked": "Labour-only subcontractors checked",
    "sites.visited": "Visits at night",
    "pay.own_account": "Shared accounts looked for",
    "hours.promised": "Promised hours given",
    "travel.paid": "Working time paid",
    "season.recruiters": "Recruiters of seasonal workers",
    "deductions.limited": "Charges limited",
    "cotton.traced": "Cotton traced",
    "homework.known": "Work passed on known",
    "minerals.traced": "Minerals traced",
    "factories.monitored": "Factories monitored",
    "lines.checked": "Picking lines checked",
    "exports.known": "Way of the material known",
    "drivers.status": "Drivers' terms checked",
    "peaks.planned": "Busy seasons planned",
    "factories.listed": "Factories abroad listed",
    "factories.visited": "Factories abroad visited",
    "factory.fees": "No job fees in factories abroad",
    "buying.fair": "Fair buying",
}
"""What each factor is called on every screen and in every file."""


def factor_points(contributions: Iterable[Contribution]) -> dict[str, int]:
    """Tenths of a point by factor, over all channels."""
    totals: dict[str, int] = {}
    for line in contributions:
        totals[line.factor] = totals.get(line.factor, 0) + line.points
    return totals


def _largest(contributions: Iterable[Contribution], factor: str) -> Contribution | None:
    lines = [line for line in contributions if line.factor == factor]
    return max(lines, key=lambda line: (abs(line.points), line.channel.value), default=None)


def explain_change(before: Report, after: Report) -> tuple[Sentence, ...]:
    """The factors whose points differ, the largest difference first; together they are the change of the
    residual.

    A factor that is gone is explained by its old reason, any other by its new one. Empty if no points moved.
    """
    old, new = factor_points(before.contributions), factor_points(after.contributions)
    moved = {name: new.get(name, 0) - old.get(name, 0) for name in old.keys() | new.keys()}
    sentences = []
    for name in sorted((name for name in moved if moved[name]), key=lambda each: (-abs(moved[each]), each)):
        line = _largest(after.contributions, name) or _largest(before.contributions, name)
        text = (
            "{factor}: {points} points. {reason}"
            if _largest(after.contributions, name)
            else "{factor}: {points} points. No longer: {reason}"
        )
        sentences.append(
            say(
                text,
                factor=FACTOR_NAMES.get(name, name),
                points=f"{moved[name] / 10:+.1f}",
                reason=line.reason if line else "",
            )
        )
    return tuple(sentences)
