"""Names for people: channels, factors, events. The judgement's own names are stable ids."""

from __future__ import annotations

from flask_babel import gettext as _


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
    }
    return words.get(factor) or factor.replace("_", " ").replace(".", ": ").capitalize()


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
    }
    return words.get(action, action)
