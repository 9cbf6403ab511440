"""Entries for the registry: a whole one to change, and a strategy for all that its form lets through."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from questionnaires import cleaning, countries
from screening.registry_form import Entry, Field, Kind, Value, fields, length
from support.naughty import NAUGHTY

TODAY = date(2026, 11, 20)

WHOLE = Entry(
    {
        "organisation_name": ("Anytown Council",),
        "address": ("Town Hall", "1 High Street, Anytown", "AY1 1AA"),
        "sector_type": ("Public",),
        "statement_year": ("2026",),
        "group": ("Group",),
        "members": ("Anytown Homes Ltd", "Anytown Leisure CIC"),
        "statement_url": ("https://www.anytown.example/modern-slavery",),
        "period_start": ("2025-04-01",),
        "period_end": ("2026-03-31",),
        "first_name": ("Sam",),
        "last_name": ("Sample",),
        "job_title": ("Leader of the Council",),
        "approved_on": ("2026-06-09",),
        "structure": ("Yes",),
        "policies_covered": ("Yes",),
        "risk_assessment": ("Yes",),
        "due_diligence": ("Yes",),
        "training_covered": ("Yes",),
        "goals": ("No",),
        "no_goals": ("Indicators are chosen next year.",),
        "sectors": ("Public sector", "Other"),
        "other_sector": ("Crematoria",),
        "turnover": ("Over500Million",),
        "years": ("Years1To5",),
        "policies": ("FreedomOfAssociation", "Other"),
        "other_policies": ("A living wage",),
        "training": ("OwnProcurers",),
        "engagement": ("OwnSuppliers", "TradeUnions"),
        "social_audits": ("None",),
        "grievance": ("WhistleblowingServices",),
        "other_monitoring": ("- Visits with the union\n- Payslips",),
        "risk1": ("Cleaners who are sub-contracted",),
        "risk1_area": ("SupplyChains",),
        "risk1_tiers": ("Tier1", "Tier2"),
        "risk1_affected": ("Women", "Other"),
        "risk1_other_affected": ("People who work at night",),
        "risk1_countries": ("United Kingdom", "Vietnam"),
        "risk1_actions": ("We read payslips.\n2022, 2023: twice a year.",),
        "risk2": ("Cotton",),
        "risk2_area": ("Other",),
        "risk2_other_area": ("Fields and gins that nobody can name",),
        "indicators": ("DebtBondage",),
        "remediation": ("FeeRepayment", "Other"),
        "other_remediation": ("Moved the work in house",),
        "progress": ("More suppliers answered.",),
    }
)

_PLAIN = st.text(st.characters(codec="utf-8"), min_size=1, max_size=120)
_ODD = st.one_of(_PLAIN, st.sampled_from(sorted(NAUGHTY.values())), st.just("=1+1"), st.just("2022,x"))
_COUNTRIES = sorted(name for _code, name in countries.choices("en"))


def _cut(text: str, longest: int) -> str:
    while length(text) > longest:
        text = text[:-1]
    return text.strip()


def _texts(field: Field) -> st.SearchStrategy[str]:
    """Texts as the pages let them through."""
    clean = cleaning.clean if field.kind == Kind.LONG_TEXT else cleaning.one_line
    made = _ODD.map(lambda text: _cut(clean(text), field.longest))
    if field.id in ("first_name", "last_name"):
        made = made.map(lambda text: text.replace("(", "").replace(")", "").strip())
    if field.id in ("organisation_name", "members"):
        # The reader of the registry takes quotation marks around a name for a fault of the registry's writer.
        made = made.map(lambda text: " ".join(text.replace('"', "").split()))
    if field.id == "job_title":
        # It also takes a bracket at the beginning, and a full stop at the end, for slips of the pen.
        made = made.map(lambda text: text.lstrip("( .").rstrip(" ."))
    return made.filter(bool)


def _value(field: Field) -> st.SearchStrategy[Value]:
    if field.options:
        free = [key for key in field.options if key != field.none]
        if not field.takes_several:
            return st.sampled_from(free).map(lambda key: (key,))
        several = st.sets(st.sampled_from(free), min_size=1).map(
            lambda chosen: tuple(key for key in free if key in chosen)
        )
        return st.one_of(several, st.just((field.none,))) if field.none else several
    if field.kind == Kind.COUNTRIES:
        return st.lists(st.sampled_from(_COUNTRIES), min_size=1, max_size=4, unique=True).map(tuple)
    if field.kind == Kind.LINES:
        return st.lists(_texts(field), min_size=1, max_size=4, unique=True).map(tuple)
    return _texts(field).map(lambda text: (text,))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Whole entries that the registry would take, with any option and any text."""
    start = draw(st.dates(date(2024, 1, 1), date(2025, 3, 31)))
    end = start + timedelta(days=draw(st.integers(365, 540)))
    approved = draw(st.dates(end, TODAY - timedelta(days=1)))
    year = draw(
        st.sampled_from([one for one in (2025, 2026) if one - 1 <= end.year <= one and start.year <= one])
    )
    has_site, no_risks = draw(st.booleans()), draw(st.booleans())
    fixed: dict[str, Value] = {
        "statement_year": (str(year),),
        "statement_url": ("https://www.anytown.example/a?b=1&c='x'",) if has_site else (),
        "email": () if has_site else ("slavery@anytown.example",),
        "period_start": (start.isoformat(),),
        "period_end": (end.isoformat(),),
        "approved_on": (approved.isoformat(),),
        "company_number": draw(st.sampled_from([(), ("29900001",), ("SC299001",)])),
        "no_risks": ("Yes",) if no_risks else (),
    }
    entry = Entry({})
    for field in fields().values():
        if not entry.asks(field) or (field.risk and no_risks):
            continue
        if field.id in fixed:
            value = fixed[field.id]
        elif field.needed or (field.risk and field.id == f"risk{field.risk}") or draw(st.booleans()):
            value = draw(_value(field))
        else:
            value = ()
        entry = entry.with_({field.id: value})
    return entry
