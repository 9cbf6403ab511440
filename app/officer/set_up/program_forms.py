"""Forms by which a lead lets the council's own programs in: tokens and webhooks."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.forms import Form
from app.services.outside.webhook_sending import LONGEST_URL, Refused, checked
from models import Scope, WebhookEvent

#: For how many days a token may be made to last.
LIFETIMES: Final = (30, 90, 180, 365)


def scope_words(scope: Scope) -> str:
    """What a scope lets a program do."""
    return {
        Scope.SUPPLIERS_READ: _("Read suppliers and contracts"),
        Scope.REPORTS_READ: _("Read explained results and screening runs"),
        Scope.RESPONSES_READ: _("Read answers that suppliers share with the council"),
        Scope.STATEMENTS_READ: _("Read what was found in the statement registry"),
        Scope.CONTRACTS_WRITE: _("Add and change contracts and their suppliers"),
        Scope.RUNS_WRITE: _("Ask for screenings"),
        Scope.WEBHOOKS_WRITE: _("Make, change and remove webhooks"),
    }[scope]


def event_words(event: WebhookEvent) -> str:
    """What a webhook is told of."""
    return {
        WebhookEvent.BANDS_CHANGED: _("A screening changed the band of suppliers"),
        WebhookEvent.RESPONSE_SHARED: _("The council may read answers of a supplier"),
        WebhookEvent.CORRECTION_OPENED: _("A supplier says that something in its report is wrong"),
        WebhookEvent.SUPPLIER_MERGED: _("Two suppliers that are one organisation were merged"),
        WebhookEvent.SUPPLIER_UNMERGED: _("A merge of two suppliers was undone"),
    }[event]


class TokenForm(Form):
    """A new token: what it is for, what it may do, for how long."""

    name = StringField(
        _l("Which program is it for?"),
        [
            InputRequired(_l("Enter the name of the program")),
            Length(max=80, message=_l("Enter 80 characters or fewer")),
        ],
    )
    scopes = SelectMultipleField(_l("What may it do?"), [InputRequired(_l("Choose what it may do"))])
    days = RadioField(_l("How long does it last?"), [InputRequired(_l("Choose how long it lasts"))])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scopes.choices = [(scope.value, scope_words(scope)) for scope in Scope]
        self.days.choices = [(str(days), _("%(days)s days", days=days)) for days in LIFETIMES]

    def validate_name(self, field: StringField) -> None:
        """Not of blanks alone."""
        if not (field.data or "").strip():
            raise ValidationError(str(_l("Enter the name of the program")))


class WebhookForm(Form):
    """A new webhook: where to, and what of."""

    url = StringField(
        _l("Address that is told"),
        [
            InputRequired(_l("Enter an address that begins with https://")),
            Length(max=LONGEST_URL, message=_l("Enter a shorter address")),
        ],
    )
    events = SelectMultipleField(_l("What is it told of?"), [InputRequired(_l("Choose what it is told of"))])

    def __init__(self, to_loopback: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._to_loopback = to_loopback
        self.events.choices = [(event.value, event_words(event)) for event in WebhookEvent]

    def validate_url(self, field: StringField) -> None:
        """It leads to a public address, by https."""
        try:
            checked((field.data or "").strip(), self._to_loopback)
        except Refused as error:
            raise ValidationError(
                str(_l("Enter an address that begins with https:// and is no address inside a network"))
            ) from error
