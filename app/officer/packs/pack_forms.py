"""Forms of packs of clauses: what the contract is, what a clause says, why one is dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from app.forms import Form
from app.officer.deciding.decision_forms import _filled
from app.officer.packs import pack_labels
from app.services.packs.packs import Details
from models import ClausePack, PackStage, WordKind
from screening.clauses.types import FillIn

MOST_POUNDS = Decimal(10) ** 11
_CPV = re.compile(r"^(\d{8})(?:-\d)?$")
_KNOWN = {"yes": True, "no": False}


class Revised(Form):
    """A form that changes what others may change: it knows which revision the person had before them."""

    revision = HiddenField()

    @property
    def based_on(self) -> int:
        """The revision that was shown; 0, which none is, for nonsense."""
        data = str(self.revision.data or "")
        return int(data) if data.isdecimal() and len(data) < 12 else 0


class DetailsForm(Revised):
    """What is bought, at which stage, from whom it is likely to come. Places are not asked for."""

    title = StringField(
        _l("Name of the contract or tender"),
        [
            _filled(_l("Enter a name, such as “Office cleaning 2027”")),
            Length(max=200, message=_l("Shorten this to %(max)d characters or fewer")),
        ],
    )
    stage = RadioField(_l("Where is the procurement?"), [InputRequired(_l("Choose a stage"))])
    contract_type = RadioField(_l("What is bought?"), [InputRequired(_l("Choose what is bought"))])
    bought = TextAreaField(
        _l("In a few words"), [Length(max=400, message=_l("Shorten this to %(max)d characters or fewer"))]
    )
    cpv = StringField(_l("CPV codes"))
    size = RadioField(_l("How large are the likely suppliers?"), [InputRequired(_l("Choose a size"))])
    value = StringField(_l("Estimated value in pounds, without VAT"))
    above_threshold = RadioField(_l("Is it above the threshold of the Procurement Act 2023?"))
    light_touch = RadioField(_l("Is it a light touch contract?"))
    health_service_england = RadioField(_l("Is it for the health service in England?"))
    language = RadioField(_l("Languages of the documents"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stage.choices = pack_labels.stage_options()
        self.contract_type.choices = pack_labels.type_options()
        self.size.choices = pack_labels.size_options()
        self.language.choices = pack_labels.language_options()
        for field in (self.above_threshold, self.light_touch, self.health_service_england):
            field.choices = pack_labels.known_options()
            field.data = field.data or ""
        self.language.data = self.language.data or "en"

    def validate_cpv(self, field: Field) -> None:
        """Codes of eight digits."""
        if any(not _CPV.match(code) for code in _codes(field.data)):
            raise ValidationError(_("Enter codes of eight digits, such as 90919200"))

    def validate_value(self, field: Field) -> None:
        """Pounds, or nothing."""
        try:
            amount = _pounds(field.data)
        except InvalidOperation:
            raise ValidationError(_("Enter pounds in figures, such as 250,000")) from None
        if amount is not None and not (amount.is_finite() and 0 <= amount < MOST_POUNDS):
            raise ValidationError(_("Enter an amount from 0 to 100,000,000,000"))

    def details(self) -> Details:
        """What was said; only for a form that was found in order."""
        return Details(
            title=" ".join((self.title.data or "").split()),
            stage=PackStage(self.stage.data),
            contract_type=self.contract_type.data,
            size=self.size.data,
            bought=" ".join((self.bought.data or "").split()),
            cpv=tuple(match[1] for code in _codes(self.cpv.data) if (match := _CPV.match(code))),
            value=_pounds(self.value.data),
            above_threshold=_KNOWN.get(self.above_threshold.data),
            light_touch=_KNOWN.get(self.light_touch.data),
            health_service_england=_KNOWN.get(self.health_service_england.data),
            language=self.language.data,
        )

    @staticmethod
    def entries(given: Details) -> dict[str, Any]:
        """What the form shows for what was said before."""
        return {
            "title": given.title,
            "stage": given.stage.value,
            "contract_type": given.contract_type,
            "size": given.size,
            "bought": given.bought,
            "cpv": ", ".join(given.cpv),
            "value": "" if given.value is None else f"{given.value.quantize(Decimal(1)):,}",
            "above_threshold": _entry(given.above_threshold),
            "light_touch": _entry(given.light_touch),
            "health_service_england": _entry(given.health_service_england),
            "language": given.language,
        }


def _codes(text: str | None) -> list[str]:
    return [one for one in re.split(r"[\s,;]+", text or "") if one]


def _pounds(text: str | None) -> Decimal | None:
    plain = re.sub(r"[\s,£]", "", text or "")
    return Decimal(plain) if plain else None


def _entry(value: bool | None) -> str:
    return "" if value is None else ("yes" if value else "no")


class ClauseForm(Revised):
    """A clause's title and text in English and, where it is wanted, in Welsh. Fill-ins are added to it."""

    title_en = StringField(_l("Title"), [_filled(_l("Enter a title")), Length(max=200)])
    text_en = TextAreaField(_l("Text"), [_filled(_l("Enter the text"))])
    title_cy = StringField(_l("Title in Welsh"), [Length(max=200)])
    text_cy = TextAreaField(_l("Text in Welsh"))
    welsh_agrees = BooleanField(_l("The Welsh text says the same as the English one"))


FILL_IN = "fill_in_"


def clause_form(fill_ins: Mapping[str, FillIn], data: dict[str, Any] | None) -> ClauseForm:
    """The form of a clause with a field for each of its fill-ins."""
    fields: dict[str, Any] = {}
    for name, one in fill_ins.items():
        wanted = _(
            "Enter a whole number from %(lowest)s to %(highest)s",
            lowest=one.lowest,
            highest=one.highest,
        )
        fields[FILL_IN + name] = IntegerField(
            name,
            [InputRequired(wanted), NumberRange(one.lowest, one.highest, message=wanted)],
            invalid_value_message=wanted,  # type: ignore[call-arg]  # stubs are older
        )
    made: ClauseForm = type("ClauseForm", (ClauseForm,), fields)(data=data)
    return made


def fill_in_values(form: ClauseForm, fill_ins: Mapping[str, FillIn]) -> dict[str, int]:
    """The numbers of the fill-ins; only for a form that was found in order."""
    return {name: int(form[FILL_IN + name].data) for name in fill_ins}


class ReasonForm(Form):
    """Why a clause is added or dropped."""

    reason = TextAreaField(
        _l("Reason"),
        [_filled(_l("Enter a reason")), Length(max=1000, message=_l("Enter 1,000 characters or fewer"))],
    )


class CopyForm(Form):
    """The name of the copy."""

    title = StringField(_l("Name of the copy"), [_filled(_l("Enter a name")), Length(max=200)])


class TemplateForm(Form):
    """A council's own Word template."""

    kind = RadioField(_l("Which document is it for?"), [InputRequired(_l("Choose a document"))])
    file = FileField(_l("File"), [FileRequired(_l("Choose the file"))])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [(one.value, pack_labels.kind_label(one.value)) for one in WordKind]


def entries_of(pack: ClausePack) -> dict[str, Any]:
    """What the form of details shows for a pack."""
    return {**DetailsForm.entries(Details.of(pack)), "revision": str(pack.revision)}
