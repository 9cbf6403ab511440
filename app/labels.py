"""Names for people of what both officers and suppliers read. The judgement's own names are stable ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.services.judgement import contract_facts
from app.services.judgement.contract_facts import Facts
from models import Correction, NoNumber, Supplier
from screening.reference import Source


def no_number_label(kind: str) -> str:
    """What a supplier is that has no company number, as a choice."""
    return {
        NoNumber.SOLE_TRADER.value: _("A sole trader"),
        NoNumber.PARTNERSHIP.value: _("A partnership"),
        NoNumber.CHARITY.value: _("A charity, church or club that is not a company"),
        NoNumber.PUBLIC_BODY.value: _("A public body"),
        NoNumber.OVERSEAS.value: _("An organisation of another country"),
        NoNumber.OTHER.value: _("Something else without a company number"),
    }.get(kind, kind)


def period_label(months: int) -> str:
    """A period: whole years as years."""
    if months % 12 == 0:
        return ngettext("%(num)s year", "%(num)s years", months // 12)
    return ngettext("%(num)s month", "%(num)s months", months)


def company_number_words(supplier: Supplier) -> str:
    """The company number of a supplier, or that it has none, or that nobody knows."""
    if supplier.no_number and not supplier.company_number:
        return _("None. %(kind)s", kind=no_number_label(supplier.no_number))
    return supplier.company_number or _("Not known")


def channel_label(channel: str) -> str:
    """The channel of exploitation in words."""
    return {
        "own_workforce": _("the supplier's own workers"),
        "labour_providers": _("agencies and labour providers"),
        "goods": _("goods and materials"),
        "subcontracting": _("sub-contracting"),
        "place": _("place"),
    }[channel]


def factor_label(factor: str) -> str:
    """A factor's name in words."""
    words = {
        "sector": _("Sector"),
        "agency": _("Agency workers"),
        "migrant": _("Workers recruited from abroad"),
        "skill": _("Skill of the work"),
        "low_paid": _("Low pay"),
        "accommodation": _("Housing tied to the job"),
        "tiers": _("Tiers of sub-contractors"),
        "scale": _("Scale of the work"),
        "duration": _("Length of the contract"),
        "delivery": _("Where the work is done"),
        "sourcing": _("Where goods come from"),
        "listed_goods": _("Goods listed for forced or child labour"),
        "statement": _("Transparency statement"),
        "controls_not_answered": _("Controls nobody has told of"),
        "policy.published": _("Policy"),
        "recruitment.no_fees": _("No recruitment fees"),
        "documents.kept_by_workers": _("Workers keep their documents"),
        "providers.licence_checks": _("Checks of labour providers"),
        "voice.grievance": _("A safe way to complain"),
        "chain.mapped": _("Map of the supply chain"),
        "subcontractors.flow_down": _("Terms passed on"),
        "audit.worker_interviews": _("Audits with interviews"),
        "training.given": _("Training"),
        "remedy.process": _("Remedy"),
        "policy.provisions": _("What the policy says"),
        "covers.structure": _("Covers structure"),
        "covers.policies": _("Covers policies"),
        "covers.due_diligence": _("Covers due diligence"),
        "covers.risk_assessment": _("Covers risk assessment"),
        "covers.goals": _("Covers indicators"),
        "covers.training": _("Covers training"),
        "providers.all_known": _("Labour providers all known"),
        "providers.pay_checked": _("Pay of agency workers"),
        "placements.checked": _("Look at places before placing"),
        "leaving.free": _("Freedom to leave"),
        "fees.repaid": _("Job fees paid back"),
        "contracts.understood": _("Contracts understood"),
        "housing.free": _("Free choice of housing"),
        "wages.in_full": _("Wages paid in full"),
        "deposits.none": _("No deposits"),
        "hours.free": _("Overtime free to refuse"),
        "union.free": _("Freedom to join a union"),
        "audit.kinds": _("Kinds of audits"),
        "indicators.watched": _("Signs looked for"),
        "remedy.actions": _("Acting on signs"),
        "partners.engaged": _("Working with others"),
        "site.identity": _("Everybody on site known"),
        "labour_only.checked": _("Labour-only subcontractors checked"),
        "sites.visited": _("Visits at night"),
        "pay.own_account": _("Shared accounts looked for"),
        "hours.promised": _("Promised hours given"),
        "travel.paid": _("Working time paid"),
        "season.recruiters": _("Recruiters of seasonal workers"),
        "deductions.limited": _("Charges limited"),
        "cotton.traced": _("Cotton traced"),
        "homework.known": _("Work passed on known"),
        "minerals.traced": _("Minerals traced"),
        "factories.monitored": _("Factories monitored"),
        "lines.checked": _("Picking lines checked"),
        "exports.known": _("Way of the material known"),
        "drivers.status": _("Drivers' terms checked"),
        "peaks.planned": _("Busy seasons planned"),
        "factories.listed": _("Factories abroad listed"),
        "factories.visited": _("Factories abroad visited"),
        "factory.fees": _("No job fees in factories abroad"),
        "buying.fair": _("Fair buying"),
    }
    return words.get(factor) or factor.replace("_", " ").replace(".", ": ").capitalize()


def use_label(use: str) -> str:
    """What a result is made for, in words."""
    return {
        "contract_management": _("managing existing contracts"),
        "pre_market": _("preparing a procurement"),
        "annual_statement": _("the council's annual statement"),
        "evaluation": _("reading tenders"),
    }[use]


def fact_label(name: str) -> str:
    """What a fact of a contract is called."""
    return {
        "agency_labour": _("Agency workers"),
        "migrant_workers": _("Workers recruited from abroad or sponsored"),
        "subcontracting_tiers": _("Tiers of sub-contractors"),
        "workforce_skill": _("Skill of the workforce"),
        "health_service_england": _("For the health service in England"),
        "notice": _("Day of the notice that invites suppliers"),
    }[name]


def fact_options(name: str) -> list[tuple[str, str]]:
    """What a fact may say, each with its words; the last is "not known"."""
    how_many = [
        ("none", _("None")),
        ("some", _("Some, less than half")),
        ("most", _("Most")),
        ("yes", _("Yes, not known how many")),
    ]
    told = {
        "agency_labour": how_many,
        "migrant_workers": how_many,
        "subcontracting_tiers": [
            ("none", _("None")),
            ("one", _("One")),
            ("more", _("More than one")),
            ("yes", _("Yes, not known how many")),
        ],
        "workforce_skill": [
            ("skilled", _("Skilled")),
            ("mixed", _("Mixed")),
            ("low", _("Low: anybody can be put to the work")),
        ],
        "health_service_england": [("yes", _("Yes")), ("no", _("No"))],
    }
    return [*told[name], ("", _("Not known"))]


def fact_words(name: str, value: str) -> str:
    """What a fact says, in words; "Not known" for ""."""
    return dict(fact_options(name))[value] if value else _("Not known")


def known_facts(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The facts that are known, each with its label, in words."""
    return tuple(row for row, known in _facts(facts) if known)


def all_facts(facts: Facts) -> Sequence[tuple[str, str]]:
    """Every fact with its label, in words; "Not known" where nobody has said."""
    return [row for row, _known in _facts(facts)]


def _facts(facts: Facts) -> list[tuple[tuple[str, str], bool]]:
    rows = []
    for name in contract_facts.NAMES:
        value = getattr(facts, name)
        rows.append(((fact_label(name), _fact_words(name, value)), value not in ("", None)))
    return rows


def _fact_words(name: str, value: str | bool | date | None) -> str:
    if isinstance(value, date):
        return str(format_date(value, "d MMMM y"))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return fact_words(name, value or "")


def weight_label(name: str) -> str:
    """What a weight is called: by its table, and by the factor or the step that it belongs to."""
    table, _dot, key = name.partition(".")
    words = _(key.replace("_", " "))
    if table == "raise":
        return _("How much a factor raises the hazard: %(factor)s", factor=factor_label(key))
    return {
        "ladder": _("Hazard of a sector, step “%(step)s”", step=words),
        "share": _("What an answer stands for: %(answer)s", answer=words),
        "scale": _("How much a second kind of work counts"),
        "country": _("Part of the figure of a country: %(part)s", part=words),
        "outside": _("Part of the figure of a country: %(part)s", part=outside_index(key)),
        "evidence": _("Worth of evidence: %(kind)s", kind=words),
        "bands": _("Lower edge of the band, in tenths of a point: %(band)s", band=words),
    }.get(table, name)


def outside_index(key: str) -> str:
    """The name of an outside country index by the weight that lets it count."""
    return {
        "gsi": _("the council's own copy of the Global Slavery Index"),
        "tip": _("the council's own copy of the tiers of the Trafficking in Persons report"),
    }.get(key, key)


def source_words(source: Source) -> tuple[str, str]:
    """A source's title and publisher: as its publisher wrote them, and our own in the reader's language."""
    if source.id != "judgement":
        return source.title, source.publisher
    return _("Our judgement, reasoned by hand in the golden cases"), _("The Fairhand developers")


def licence_label(licence: str) -> str:
    """A licence by its name, and what is no name in words: whether a text is held here or only cited."""
    return {
        "All rights reserved; cited only": _("All rights reserved; cited only"),
        "All rights reserved; cited for ideas only": _("All rights reserved; cited for ideas only"),
        "Cited only": _("Cited only"),
        "OGL v3; cited only": _("OGL v3; cited only"),
        "Open Parliament Licence v3.0; cited only": _("Open Parliament Licence v3.0; cited only"),
        "Public domain (work of the United States government)": _(
            "Public domain (work of the United States government)"
        ),
    }.get(licence, licence)


_TABLE_VERSION: Final = re.compile(r"as at (\S+), sha256 (\w+)")


def table_version(version: str) -> str:
    """A version of a reference table in words, from the form in which a judgement keeps it."""
    found = _TABLE_VERSION.fullmatch(version)
    return _("as at %(day)s, sha256 %(sum)s", day=found[1], sum=found[2]) if found else version


def number(given: float | None) -> str:
    """A value of a weight, without noughts at its end."""
    return _("the shipped value") if given is None else f"{given:.6g}"


def band_label(band: str) -> str:
    """A band in words."""
    return {
        "high": _("High"),
        "medium": _("Medium"),
        "low": _("Low"),
        "not_enough_known": _("Not enough known"),
    }[band]


def about_label(about: str) -> str:
    """What a supplier says is wrong, in words."""
    return {
        "statement_match": _("The transparency statement"),
        "contract": _("A fact of a contract or of the work"),
        "company": _("The name or the company number"),
        "sector": _("The kind of work"),
        "country": _("A country or place"),
        "answer_reading": _("How an answer was read"),
        "weight_of_factor": _("How much this counts"),
        "band": _("The band or the score"),
        "other": _("Something else"),
    }[about]


def claim_label(claim: str) -> str:
    """What a supplier says of the statement that was found for it, or was not."""
    return {
        "not_ours": _("This is not our statement"),
        "ours": _("We have a statement; here is the link"),
        "parents": _("We are covered by the statement of our parent company or group"),
        "no_duty": _("We need not publish one: our turnover is below £36 million"),
    }[claim]


def correction_labels(correction: Correction, language: str) -> dict[str, str]:
    """The disputed line of a correction, what is said to be wrong with it, and what is claimed, in words."""
    return {
        "line": correction.line_in(language),
        "about": about_label(correction.about),
        "claim": claim_label(correction.claim) if correction.claim else "",
    }
