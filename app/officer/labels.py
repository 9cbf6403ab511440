"""Names for people: channels, factors, events. The judgement's own names are stable ids."""

from __future__ import annotations

from flask_babel import gettext as _

from questionnaires import Setting


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


def setting_options() -> list[tuple[str, str]]:
    """The stages of a procurement at which questions are asked, in words; the usual one first."""
    return [
        (Setting.POST_AWARD.value, _("A contract that is in place")),
        (Setting.AT_EVALUATION.value, _("A tender that is being evaluated")),
        (Setting.PRE_QUALIFICATION.value, _("A stage before the tenders that narrows the field")),
    ]


def setting_hint(setting: Setting, minutes: int) -> str:
    """What is asked at this stage, and about how long it takes."""
    return {
        Setting.POST_AWARD: _(
            "All questions that fit the supplier and its contracts: about %(minutes)s minutes.",
            minutes=minutes,
        ),
        Setting.AT_EVALUATION: _(
            "Only what may count when tenders are compared, so nothing of workers' terms or of places (Local "
            "Government Act 1988 s.17): about %(minutes)s minutes.",
            minutes=minutes,
        ),
        Setting.PRE_QUALIFICATION: _(
            "The same few questions: about %(minutes)s minutes. Below the threshold the Procurement Act 2023 "
            "s.85 does not allow such a stage, unless an exception applies.",
            minutes=minutes,
        ),
    }[setting]


def event_words(action: str) -> str:
    """An audit event in words."""
    words = {
        "invitation.sent": _("Asked to answer the questionnaire"),
        "invitation.opened": _("The contact opened the questionnaire"),
        "response.submitted": _("The supplier submitted its answers"),
        "match.decided": _("An officer decided on the statement match"),
        "name.confirmed": _("The supplier's name became a known name of the organisation"),
        "name.withdrawn": _("The supplier's name is no longer a known name of the organisation"),
        "supplier.added": _("The supplier was added"),
        "band.confirmed": _("An officer confirmed the band"),
        "band.changed": _("An officer changed the band"),
        "band.withdrawn": _("An officer's decision on the band was taken back"),
        "exclusion.added": _("An exclusion ground that may apply was entered"),
        "exclusion.asked": _("The supplier was asked to explain an exclusion ground"),
        "exclusion.explained": _("The supplier's explanation of an exclusion ground was recorded"),
        "exclusion.self_cleaning": _("Self-cleaning was considered"),
        "exclusion.decided": _("An officer decided on an exclusion ground"),
        "exclusion.ended": _("An entry of an exclusion ground was ended"),
        "contract.facts_stated": _("An officer said what is known of a contract"),
        "contract.facts_taken_back": _("What an officer had said of a contract was taken back"),
    }
    return words.get(action, action)


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
