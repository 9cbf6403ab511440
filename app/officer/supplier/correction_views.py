"""Corrections as the officer's pages show them. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.council_view import contract_line_key
from models import Correction, CorrectionAbout


@dataclass(frozen=True, slots=True)
class Mending:
    """Where the fact that a supplier disputes is mended: what to do there, and its address."""

    words: str
    label: str
    href: str


def outcomes() -> dict[str, str]:
    """Every state of a correction in words for officers."""
    return {
        "open": _("Waits for your reply"),
        "accepted": _("Accepted"),
        "partly": _("Accepted in part"),
        "declined": _("Declined"),
        "withdrawn": _("Taken back by the supplier"),
    }


def mending(correction: Correction) -> Mending:
    """Where the fact is kept. Mending it there screens the supplier again; a reply alone changes nothing."""
    supplier = correction.supplier_id

    def page(part: str) -> str:
        return url_for(f"officer.supplier_{part}", supplier_id=supplier)

    match CorrectionAbout(correction.about):
        case CorrectionAbout.STATEMENT_MATCH:
            return Mending(
                _("Confirm or reject the match, or take an earlier decision back."),
                _("The transparency statement of this supplier"),
                page("statement"),
            )
        case CorrectionAbout.CONTRACT:
            return Mending(
                _(
                    "Say what is known of the contract. What the register itself says is mended in the "
                    "register."
                ),
                _("The facts of the contract"),
                _contract_page(correction) or page("contracts"),
            )
        case CorrectionAbout.COUNTRY | CorrectionAbout.SECTOR:
            return Mending(
                _("Codes and countries come from the register: mend them there and load it again."),
                _("The contracts of this supplier"),
                page("contracts"),
            )
        case CorrectionAbout.COMPANY:
            return Mending(
                _(
                    "Say which company the supplier is; no file overwrites that. Its name, charity number "
                    "and postcode come from the register: mend them there and load it again."
                ),
                _("Which company this supplier is"),
                page("company"),
            )
        case CorrectionAbout.ANSWER_READING:
            return Mending(
                _(
                    "Read the answer and its evidence. If the supplier wants to answer otherwise, ask it "
                    "again."
                ),
                _("The answers of this supplier"),
                page("answers"),
            )
        case CorrectionAbout.WEIGHT_OF_FACTOR:
            return Mending(
                _("A lead of the council may change a weight, for all suppliers alike."),
                _("The weights of the council"),
                url_for("officer.weights"),
            )
        case CorrectionAbout.BAND:
            return Mending(
                _("Confirm or change the band, with a reason."),
                _("The band of this supplier"),
                url_for("officer.band", supplier_id=supplier),
            )
        case CorrectionAbout.OTHER:
            return Mending(
                _("Look at the supplier's page."),
                _("This supplier"),
                url_for("officer.supplier", supplier_id=supplier),
            )


def _contract_page(correction: Correction) -> str:
    """The page of the disputed contract, "" where the line is about none or the contract is gone."""
    for contract in correction.supplier.contracts:
        if contract_line_key(contract) == correction.key:
            return url_for("officer.contract", supplier_id=correction.supplier_id, contract_id=contract.id)
    return ""
