"""The officer's forms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from app.forms import Form, check_due_day, is_email
from app.labels import fact_label, fact_options
from app.officer.labels import setting_options
from app.services.judgement.contract_facts import NAMES, Facts
from questionnaires import Setting
from screening.workforce import CONTRACT_FACTS

DATE_FORMATS = ["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]

#: How long suppliers are given to answer unless the officer says otherwise.
USUAL_DAYS_TO_ANSWER = 21


class AskForm(Form):
    """Whom to ask, by when the answer is wanted, and at which stage of a procurement it is asked for.

    `questionnaires` are those that the council may send, as (id, name); without a choice there is no field.
    """

    email = StringField(_l("E-mail address of the supplier's contact"), [is_email])
    contact_name = StringField(
        _l("Contact's name (optional)"),
        [Length(max=160, message=_l("Enter a name of 160 characters or fewer"))],
    )
    due_on = DateField(
        _l("Answer wanted by"),
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )

    questionnaire = RadioField(_l("Which questions?"))
    setting = RadioField(_l("What do you ask for?"), default=Setting.POST_AWARD.value)
    above_threshold = RadioField(_l("Is the procurement above the threshold?"), validate_choice=False)
    exception = TextAreaField(
        _l("Exception that the council relies on (only below the threshold)"),
        [Length(max=1000, message=_l("Enter a reason of 1,000 characters or fewer"))],
    )

    def __init__(self, today: date, questionnaires: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today
        if len(questionnaires) > 1:
            self.questionnaire.choices = list(questionnaires)
            if self.questionnaire.data is None:
                self.questionnaire.data = questionnaires[0][0]
        else:
            del self.questionnaire
        self.setting.choices = setting_options()
        self.above_threshold.choices = [("yes", _("Yes")), ("no", _("No"))]

    def validate_due_on(self, field: DateField) -> None:
        """The day must be yet to come, and within reach."""
        check_due_day(field.data, self._today)

    def validate_above_threshold(self, field: RadioField) -> None:
        """Before the tenders it must be known: the law allows such a stage above the threshold only."""
        if self.setting.data == Setting.PRE_QUALIFICATION and self.is_above_threshold is None:
            raise ValidationError(_l("Select whether the procurement is above the threshold"))

    @property
    def is_above_threshold(self) -> bool | None:
        """What was said of the threshold; None if nothing."""
        return {"yes": True, "no": False}.get(self.above_threshold.data or "")


class FactsForm(Form):
    """What an officer knows of a contract. "Not known" is an answer, and widens the interval."""

    agency_labour = RadioField()
    migrant_workers = RadioField()
    subcontracting_tiers = RadioField()
    workforce_skill = RadioField()
    health_service_england = RadioField()
    notice = DateField(
        format=DATE_FORMATS,
        validators=[Optional()],
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in self:
            if isinstance(field, RadioField):
                field.choices = fact_options(field.name)
                field.validate_choice = True
            if field.name in NAMES:
                field.label.text = fact_label(field.name)

    @staticmethod
    def entries(facts: Facts) -> dict[str, Any]:
        """What the form shows for these facts."""
        health = {True: "yes", False: "no", None: ""}[facts.health_service_england]
        words = {name: getattr(facts, name) for name in CONTRACT_FACTS}
        return {**words, "health_service_england": health, "notice": facts.notice}

    def facts(self) -> Facts:
        """What was entered, once it is valid."""
        return Facts(
            agency_labour=self.agency_labour.data,
            migrant_workers=self.migrant_workers.data,
            subcontracting_tiers=self.subcontracting_tiers.data,
            workforce_skill=self.workforce_skill.data,
            health_service_england={"yes": True, "no": False, "": None}[self.health_service_england.data],
            notice=self.notice.data,
        )
