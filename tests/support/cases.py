"""Cases for the tests of the judgement: fictitious suppliers, and strategies that make many of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from screening.types import Case, Contract, Evidence, Signal, StatementFinding, StatementStatus
from screening.weights import controls

AS_AT = date(2026, 11, 22)
COPY_DATE = date(2022, 2, 16)


def _module_values(answers: Mapping[str, float]) -> tuple[str | tuple[str, ...], ...]:
    """The answers of a module's control, the best first; of a list all that is credited, then "none"."""
    if "none" in answers:
        return tuple(name for name, worth in answers.items() if worth), ("none",)
    return tuple(sorted(answers, key=lambda name: (-answers[name], name == "no")))


#: The answers of each signal from the best to the worst, without "I do not know".
BEST_TO_WORST: Mapping[str, tuple[str | tuple[str, ...], ...]] = {
    "workforce.agency": ("none", "some", "most"),
    "workforce.migrant": ("none", "some", "most"),
    "workforce.low_paid": ("none", "some", "most"),
    "workforce.accommodation": ("no", "yes"),
    "subcontracting.tiers": ("none", "one", "more"),
    "policy.published": ("yes", "no"),
    "recruitment.no_fees": ("checked", "policy", "no"),
    "documents.kept_by_workers": ("yes", "not_applicable", "no"),
    "providers.licence_checks": ("yes", "not_applicable", "no"),
    "voice.grievance": ("independent", "helpline", "representatives", "internal", "no"),
    "chain.mapped": ("beyond_tier_one", "tier_one", "no"),
    "subcontractors.flow_down": ("yes", "not_applicable", "no"),
    "audit.worker_interviews": ("yes", "audit_only", "not_applicable", "no"),
    "training.given": (
        ("all_staff", "managers", "procurement", "suppliers"),
        ("all_staff", "suppliers"),
        ("suppliers",),
        ("none",),
    ),
    "remedy.process": ("yes", "no"),
    **{name: _module_values(row.answers) for name, row in controls().items() if row.module is not None},
}

#: Real words of registers and ledgers: some that tell the work, some that tell nothing.
TITLES = (
    "Cleaning of the town hall",
    "Main / Term Contractor",
    "Care Spot - Private (3rd)",
    "IT Licences",
    "External Agency Staff",
    "Supply of uniforms",
    "Refuse Collection inc Skip Hire",
    "Legal Services",
    "Other Fees & Charges (Expenditure)",
    "Grants & Cont to Vol, comm & soc ent",
    "Catering Services inc Pupil Meals",
    "Equipment",
)
COUNTRIES = ("GB", "FR", "NO", "CN", "IN", "MY", "US", "BD", "XK", "ZZ")


def case(title: str = "", value: int | None = 100_000, **more: Any) -> Case:
    """A supplier with one contract; `more` are fields of the contract, or of the case by their own names."""
    ours = {field.name for field in dataclasses.fields(Contract)}
    fields = {name: more.pop(name) for name in ours & more.keys()}
    contract = Contract(title=title, value=None if value is None else Decimal(value), **fields)
    defaults = {"identity": "1", "name": "Alpha Beta Ltd", "as_at": AS_AT, "contracts": (contract,)}
    return Case(**{**defaults, **more})


def answered(before: Case, **answers: str | tuple[str, ...]) -> Case:
    """The case with answers at the supplier's word; "__" in a name stands for the dot of a signal."""
    signals = {name.replace("__", "."): Signal(value) for name, value in answers.items()}
    return replace(before, signals={**before.signals, **signals})


_codes = st.lists(st.sampled_from(COUNTRIES), max_size=3, unique=True).map(tuple)
_money = st.none() | st.decimals(0, 20_000_000, places=2)
_days = st.none() | st.dates(date(2020, 1, 1), date(2032, 1, 1))

contracts = st.builds(
    Contract,
    title=st.sampled_from(TITLES),
    category=st.sampled_from(("", *TITLES)),
    value=_money,
    start=_days,
    end=_days,
    delivery_countries=_codes,
    sourcing_countries=_codes,
    agency_labour=st.sampled_from(("", "none", "some", "most", "yes")),
    migrant_workers=st.sampled_from(("", "none", "some", "most", "yes")),
    subcontracting_tiers=st.sampled_from(("", "none", "one", "more", "yes")),
    workforce_skill=st.sampled_from(("", "skilled", "mixed", "low")),
    health_service_england=st.sampled_from((None, True, False)),
    notice=_days,
)

signals = st.fixed_dictionaries(
    {},
    optional={
        **{
            name: st.builds(
                Signal,
                st.sampled_from((*values, "unknown")),
                st.sampled_from(Evidence),
                st.none() | st.dates(date(2021, 1, 1), date(2027, 6, 1)),
            )
            for name, values in BEST_TO_WORST.items()
        },
        "statement.in_scope": st.builds(Signal, st.sampled_from(("yes", "no", "unknown"))),
        "statement.published": st.builds(Signal, st.sampled_from(("yes", "no", "unknown"))),
        "delivery.countries": st.builds(Signal, st.just("unknown") | _codes),
        "sourcing.countries": st.builds(Signal, st.just("unknown") | _codes),
    },
)

statements = st.builds(
    StatementFinding,
    status=st.sampled_from(StatementStatus),
    copy_date=st.just(COPY_DATE),
    period_end=st.none() | st.dates(date(2019, 1, 1), date(2026, 11, 1)),
    areas=st.dictionaries(
        st.sampled_from(("structure", "policies", "risk_assessment", "due_diligence", "training", "goals")),
        st.booleans(),
    ),
)

cases = st.builds(
    Case,
    identity=st.text("0123456789", min_size=1, max_size=6),
    name=st.sampled_from(("Alpha Beta Ltd", "Gamma Cleaning Ltd", "Delta Farm", "Epsilon LLP")),
    as_at=st.just(AS_AT),
    contracts=st.lists(contracts, max_size=4).map(tuple),
    spend=_money,
    statement=statements,
    signals=signals,
)
"""Any case, with anything known, not known or not asked."""
