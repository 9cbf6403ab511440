"""Which company a supplier is, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.organisations import which_company
from app.services.organisations.which_company import Candidate, Impossible, Trouble
from models import Person, Supplier

_REGISTER = "https://find-and-update.company-information.service.gov.uk/company/"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A number that an officer is about to enter; `candidate` is None where the tables do not know it."""

    number: str
    candidate: Candidate | None


def chosen(session: Session, supplier: Supplier, typed: str) -> Chosen | None:
    """What is known of the number that the address gives; None for none, or one that cannot be."""
    try:
        number = which_company.read_number(typed)
    except Impossible:
        return None
    return Chosen(number, which_company.known(session, supplier, number))


def register_address(number: str) -> str:
    """The page of a company in the public register, for the officer to look at."""
    return f"{_REGISTER}{number}"


def called(person: Person) -> str:
    """A person of the council as history names them."""
    return person.name or person.email


def trouble_words(trouble: Trouble) -> str:
    """Why a number cannot be one, and how to mend it."""
    return {
        Trouble.EMPTY: _("Enter a company number, for example 01234567"),
        Trouble.VAT_NUMBER: _(
            "This is a VAT number. Enter the company number, which is in the company's letters, on its "
            "website or at Companies House"
        ),
        Trouble.TOO_LONG: _("A company number has 8 characters. Look for one too many"),
        Trouble.TOO_HIGH: _("Companies House has given no number as high as this. Look for a mistyped digit"),
        Trouble.PREFIX: _(
            "No company number begins with these letters. Begin with digits, or with letters such as SC, NI "
            "or OC"
        ),
        Trouble.OTHER: _(
            "Enter a company number of 8 characters, for example 01234567 or SC123456. A charity's number is "
            "another one"
        ),
    }[trouble]
