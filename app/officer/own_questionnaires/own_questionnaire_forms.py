"""Forms of the editor of a council's own questionnaires. They read and write questions as files have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.forms import Form
from app.officer.deciding.decision_forms import _filled
from questionnaires import UNKNOWN, Setting

Written = dict[str, Any]

NONE: Final = "none"
DONT_KNOW: Final = {"en": "I do not know", "cy": "Nid wyf yn gwybod"}
NONE_OF_THESE: Final = {"en": "None of these", "cy": "Dim un o\u2019r rhain"}
YES_NO: Final = (
    ("yes", {"en": "Yes", "cy": "Ydy neu oes"}),
    ("no", {"en": "No", "cy": "Nac ydy neu nac oes"}),
)
WITH_OPTIONS: Final = frozenset({"radio", "checkboxes"})
_SHORT: Final = 500
_TEXTS: Final = ("text", "hint", "why", "example")


def _words(label: Any, wanted: Any = None, longest: int = _SHORT) -> TextAreaField:
    checks = [_filled(wanted)] if wanted is not None else []
    short = Length(max=longest, message=_l("Shorten this to %(max)d characters or fewer"))
    return TextAreaField(label, [*checks, short])


def text_of(en: str | None, cy: str | None) -> Written:
    """A text as it is written: without Welsh where none was given."""
    welsh = (cy or "").strip()
    return {"en": (en or "").strip(), **({"cy": welsh} if welsh else {})}


class Revised(Form):
    """A form that changes a draft: it knows which revision the person had before them."""

    revision = HiddenField()

    @property
    def based_on(self) -> int:
        """The revision of the draft that was shown; 0, which none is, for nonsense."""
        data = str(self.revision.data or "")
        return int(data) if data.isdecimal() and len(data) < 12 else 0


class TitleForm(Form):
    """The name of a questionnaire, as suppliers read it."""

    title_en = StringField(_l("Name in English"), [_filled(_l("Enter a name")), Length(max=120)])
    title_cy = StringField(_l("Name in Welsh"), [Length(max=120)])


class SectionForm(Revised):
    """A section: what it asks for, and who can usually answer."""

    title_en = StringField(
        _l("Title in English"),
        [_filled(_l("Enter a title, such as “Tell us about local jobs”")), Length(max=120)],
    )
    title_cy = StringField(_l("Title in Welsh"), [Length(max=120)])
    who_en = StringField(_l("Who can usually answer (optional)"), [Length(max=120)])
    who_cy = StringField(_l("Who can usually answer, in Welsh"), [Length(max=120)])

    def written(self, section_id: str) -> Written:
        """The section as it is kept."""
        section: Written = {"id": section_id, "title": text_of(self.title_en.data, self.title_cy.data)}
        if (self.who_en.data or "").strip():
            section["who"] = text_of(self.who_en.data, self.who_cy.data)
        return section

    @staticmethod
    def entries(section: Mapping[str, Any]) -> dict[str, str]:
        """What the form shows for a section."""
        return {
            f"{part}_{language}": (section.get(part) or {}).get(language, "")
            for part in ("title", "who")
            for language in ("en", "cy")
        }


class StandardForm(Revised):
    """What a council does about a standard question."""

    note_en = _words(_l("Your note below the question (optional)"))
    note_cy = _words(_l("Your note in Welsh"))
    asked = RadioField(_l("Ask this question?"), default="yes")

    def __init__(self, may_switch_off: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if may_switch_off:
            self.asked.choices = [("yes", _("Yes")), ("no", _("No"))]
        else:
            del self.asked

    def validate_note_cy(self, field: Field) -> None:
        """Welsh alone is no note."""
        if (field.data or "").strip() and not (self.note_en.data or "").strip():
            raise ValidationError(_("Enter the note in English as well"))

    @property
    def is_asked(self) -> bool:
        """Whether the question stays; always, where it cannot be left out."""
        return not self.asked or self.asked.data != "no"

    def note(self) -> Written | None:
        """The note as it is kept."""
        return text_of(self.note_en.data, self.note_cy.data) if (self.note_en.data or "").strip() else None


class UploadForm(Revised):
    """A file that takes the place of a draft."""

    file = FileField(_l("File"), [FileRequired(_l("Choose the file"))])


class PublishForm(Revised):
    """Why a questionnaire is published or retired."""

    reason = TextAreaField(
        _l("Reason"),
        [_filled(_l("Enter a reason")), Length(max=1000, message=_l("Enter 1,000 characters or fewer"))],
    )


class QuestionForm(Revised):
    """One own question. Options are lines; their ids stay as they are while their English does."""

    text_en = _words(_l("Question in English"), _l("Enter the question"))
    text_cy = _words(_l("Question in Welsh"))
    hint_en = _words(_l("Hint (optional)"))
    hint_cy = _words(_l("Hint in Welsh"))
    why_en = _words(_l("Why you ask"), _l("Say in a sentence why you ask: suppliers read it"))
    why_cy = _words(_l("Why you ask, in Welsh"))
    example_en = _words(_l("Example of a good answer"), _l("Enter an example of a good answer"))
    example_cy = _words(_l("Example in Welsh"))
    type = RadioField(_l("Kind of answer"), [InputRequired(_l("Choose a kind of answer"))])
    options_en = _words(_l("Options, one on each line"), longest=2000)
    options_cy = _words(_l("Options in Welsh, in the same order"), longest=2000)
    offer_none = BooleanField(_l("Offer “None of these” (only where several may be chosen)"))
    offer_unknown = BooleanField(_l("Offer “I do not know”"), default=True)
    required = BooleanField(_l("It must be answered"), default=True)
    in_future = BooleanField(_l("The date is still to come (only for dates)"))
    minimum = IntegerField(
        _l("Lowest number (only for numbers)"),
        [Optional()],
        invalid_value_message=_l("Enter a whole number"),  # type: ignore[call-arg]  # stubs are older
    )
    maximum = IntegerField(
        _l("Highest number (only for numbers)"),
        [Optional()],
        invalid_value_message=_l("Enter a whole number"),  # type: ignore[call-arg]
    )
    settings = SelectMultipleField(_l("When it may be asked"), default=[Setting.POST_AWARD.value])
    evidence_en = _words(_l("What counts as evidence (empty: none is asked for)"))
    evidence_cy = _words(_l("Evidence in Welsh"))
    evidence_months = IntegerField(
        _l("Months for which it counts"),
        [Optional()],
        default=12,
        invalid_value_message=_l("Enter a number of months from 1 to 60"),  # type: ignore[call-arg]
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.type.choices = type_options()
        self.settings.choices = [
            (Setting.POST_AWARD.value, _("While a contract is managed")),
            (Setting.AT_EVALUATION.value, _("With a tender")),
            (Setting.PRE_QUALIFICATION.value, _("In a stage before the tenders")),
        ]

    def validate_options_en(self, field: Field) -> None:
        """A choice needs two options or more, each different."""
        options = _lines(field.data)
        if self.type.data not in WITH_OPTIONS:
            return
        if len(options) < 2:
            raise ValidationError(_("Enter two options or more, one on each line"))
        if len({one.casefold() for one in options}) < len(options):
            raise ValidationError(_("Each option must be different from the others"))

    def validate_options_cy(self, field: Field) -> None:
        """As many lines in Welsh as in English, or none."""
        welsh = _lines(field.data)
        if self.type.data in WITH_OPTIONS and welsh and len(welsh) != len(_lines(self.options_en.data)):
            raise ValidationError(_("Enter as many options in Welsh as in English, in the same order"))

    def validate_settings(self, field: Field) -> None:
        """It is asked at some stage."""
        if not field.data:
            raise ValidationError(_("Choose when it may be asked"))

    def validate_maximum(self, field: Field) -> None:
        """Some number lies between the limits."""
        lowest = self.minimum.data
        if field.data is not None and lowest is not None and field.data < lowest:
            raise ValidationError(_("Enter a number that is not below the lowest"))

    def validate_evidence_months(self, field: Field) -> None:
        """Evidence counts for some time."""
        if (self.evidence_en.data or "").strip() and not 1 <= (field.data or 0) <= 60:
            raise ValidationError(_("Enter a number of months from 1 to 60"))

    def _welsh_without_english(self, name: str) -> bool:
        return bool((self[f"{name}_cy"].data or "").strip()) and not (self[f"{name}_en"].data or "").strip()

    def validate_hint_cy(self, field: Field) -> None:
        """Welsh alone is no hint."""
        if self._welsh_without_english("hint"):
            raise ValidationError(_("Enter the English as well"))

    def validate_evidence_cy(self, field: Field) -> None:
        """Welsh alone says no evidence."""
        if self._welsh_without_english("evidence"):
            raise ValidationError(_("Enter the English as well"))

    def written(self, question_id: str, before: Mapping[str, Any]) -> Written:
        """The question as it is kept. What the form does not show (a condition, messages) stays."""
        kept = {key: before[key] for key in ("show_if", "required_if", "messages", "plain") if key in before}
        question: Written = {"id": question_id, "type": self.type.data, **kept}
        for name in _TEXTS:
            if (self[f"{name}_en"].data or "").strip():
                question[name] = text_of(self[f"{name}_en"].data, self[f"{name}_cy"].data)
        options = self._options(before)
        if options:
            question["options"] = options
        question["settings"] = list(self.settings.data or [])
        question["required"] = bool(self.required.data) and "required_if" not in kept
        if self.type.data == "text":
            question["max_length"] = before.get("max_length", 1000)
        if self.type.data == "date" and self.in_future.data:
            question["in_future"] = True
        if self.type.data == "whole_number":
            limits = {"minimum": self.minimum.data, "maximum": self.maximum.data}
            question |= {name: limit for name, limit in limits.items() if limit is not None}
        if (self.evidence_en.data or "").strip():
            what = text_of(self.evidence_en.data, self.evidence_cy.data)
            question["evidence"] = {"what": what, "valid_for_months": self.evidence_months.data}
        return question

    def _options(self, before: Mapping[str, Any]) -> list[Written]:
        """The options, fixed ones in the words that they had (a file may have given others)."""
        kept = {one["value"]: one for one in before.get("options") or []}
        options: list[Written] = []
        several = self.type.data == "checkboxes"
        if self.type.data == "yes_no":
            options = [kept.get(value) or {"value": value, "label": dict(label)} for value, label in YES_NO]
        elif self.type.data in WITH_OPTIONS:
            options = self._own_options(before)
        if several and self.offer_none.data:
            label = kept.get(NONE, {}).get("label") or dict(NONE_OF_THESE)
            options.append({"value": NONE, "label": label, "exclusive": True})
        if self.offer_unknown.data:
            unknown: Written = {
                "value": UNKNOWN,
                "label": kept.get(UNKNOWN, {}).get("label") or dict(DONT_KNOW),
            }
            options.append(unknown | ({"exclusive": True} if several else {}))
        return options

    def _own_options(self, before: Mapping[str, Any]) -> list[Written]:
        """Each line with its Welsh, and with the value it had: answers and conditions name options by it."""
        known = {one["label"]["en"]: one for one in before.get("options") or []}
        welsh = _lines(self.options_cy.data)
        options: list[Written] = []
        lines = _lines(self.options_en.data)
        taken = {known[line]["value"] for line in lines if line in known} | {NONE, UNKNOWN}
        for number, line in enumerate(lines):
            if line in known:
                option = {**known[line]}
            else:
                free = (f"option_{n}" for n in range(1, len(lines) + len(taken) + 2))
                option = {"value": next(name for name in free if name not in taken)}
                taken.add(option["value"])
            option["label"] = text_of(line, welsh[number] if welsh else "")
            options.append(option)
        return options

    @staticmethod
    def entries(question: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows for a question."""
        shown: dict[str, Any] = {"type": question["type"]}
        for name in _TEXTS:
            for language in ("en", "cy"):
                shown[f"{name}_{language}"] = (question.get(name) or {}).get(language, "")
        options = question.get("options") or []
        values = {one["value"] for one in options}
        own = [one["label"] for one in options if one["value"] not in (NONE, UNKNOWN)]
        if question["type"] in WITH_OPTIONS:
            shown["options_en"] = "\n".join(label["en"] for label in own)
            shown["options_cy"] = "\n".join(filter(None, (label.get("cy", "") for label in own)))
        evidence = question.get("evidence") or {}
        what = evidence.get("what") or {}
        return {
            **shown,
            "offer_none": NONE in values,
            "offer_unknown": UNKNOWN in values,
            "required": question.get("required", True),
            "in_future": question.get("in_future", False),
            "minimum": question.get("minimum"),
            "maximum": question.get("maximum"),
            "settings": question.get("settings", [Setting.POST_AWARD.value]),
            "evidence_en": what.get("en", ""),
            "evidence_cy": what.get("cy", ""),
            "evidence_months": evidence.get("valid_for_months", 12),
        }


def _lines(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


def type_options() -> list[tuple[str, str]]:
    """The kinds of answer, in plain words."""
    return [
        ("yes_no", _("Yes or no")),
        ("radio", _("One of several options")),
        ("checkboxes", _("Any of several options")),
        ("text", _("A few sentences")),
        ("whole_number", _("A whole number")),
        ("date", _("A date")),
        ("country_list", _("Countries")),
        ("url", _("A web address")),
    ]


def type_examples() -> dict[str, str]:
    """For each kind of answer what it is good for."""
    return {
        "yes_no": _("Quickest to answer, and to compare."),
        "radio": _("For example: none, some, most."),
        "checkboxes": _("For example: which of these do you offer?"),
        "text": _("Slow to answer and to read, and cannot be compared. Better use one of the others."),
        "whole_number": _("For example: how many apprentices?"),
        "date": _("For example: by when?"),
        "country_list": _("One or more, from the government's list of countries."),
        "url": _("A link to a page that anybody can read."),
    }
