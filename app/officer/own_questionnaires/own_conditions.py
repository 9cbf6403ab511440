"""When an own question is asked, as a form can say it: one comparison, or two joined by "and" or "or".

Rules that say more come from files. They are shown in words and can be taken away, not changed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, ValidationError

from app.officer.own_questionnaires.own_questionnaire_forms import Revised
from questionnaires import UNKNOWN, Question, Questionnaire, QuestionType, countries
from questionnaires.rules import Operator, Rule

Written = dict[str, Any]

MOST: Final = 2
_CHOICE: Final = ("in", "not_in")
_CHOICES: Final = ("contains_any", "contains_none")
_ABROAD: Final = "abroad"
_ANSWERED: Final = "answered"


class ConditionForm(Revised):
    """One comparison with an earlier question, and how it joins the one that is there."""

    relation = RadioField(_l("Asked if the answer"), [InputRequired(_l("Choose what the answer has to be"))])
    answers = SelectMultipleField(_l("Of these"))
    join = RadioField(_l("Together with the condition that is there"), default="all")

    def __init__(self, about: Question, language: str, joins: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._about = about
        self.relation.choices = relations(about)
        self.answers.choices = [(one.value, one.label.in_language(language)) for one in _options(about)]
        self.join.choices = [("all", _("Both must be so")), ("any", _("One of the two is enough"))]
        self._joins = joins

    def validate_answers(self, field: SelectMultipleField) -> None:
        """A comparison with options names one or more."""
        if self.relation.data in (*_CHOICE, *_CHOICES) and not field.data:
            raise ValidationError(_("Choose one answer or more"))

    def rule(self) -> Written:
        """The comparison as it is kept."""
        name, relation, values = self._about.id, self.relation.data, list(self.answers.data or [])
        if relation == _ANSWERED:
            return {"question": name, "answered": True}
        if relation == _ABROAD:
            return {"question": name, "contains_other": ["GB", UNKNOWN]}
        if relation == "contains_none":
            return {
                "all": [
                    {"question": name, "answered": True},
                    {"not": {"question": name, "contains_any": values}},
                ]
            }
        return {"question": name, relation: values}


def _options(question: Question) -> tuple[Any, ...]:
    fixed = (QuestionType.YES_NO, QuestionType.RADIO, QuestionType.CHECKBOXES)
    return question.options if question.type in fixed else ()


def relations(question: Question) -> list[tuple[str, str]]:
    """What can be said of the answer to a question, by its kind."""
    answered = (_ANSWERED, _("is there, whatever it is"))
    if question.type.is_single_choice:
        return [("in", _("is one of these")), ("not_in", _("is none of these")), answered]
    if question.type is QuestionType.CHECKBOXES:
        return [("contains_any", _("has any of these")), ("contains_none", _("has none of these")), answered]
    if question.type is QuestionType.COUNTRY_LIST:
        return [(_ABROAD, _("has a country outside the United Kingdom")), answered]
    return [answered]


def joined(before: Mapping[str, Any] | None, added: Written, join: str) -> Written:
    """The condition that is there and another one. Both have to hold, or one ("any")."""
    return {("any" if join == "any" else "all"): [dict(before), added]} if before else added


def has_room(rule: Mapping[str, Any] | None) -> bool:
    """Whether the form can add a condition: there is none, or a single one."""
    return rule is None or (not ({"any", "not"} & set(rule)) and not _is_two(rule))


def _is_two(rule: Mapping[str, Any]) -> bool:
    inner = rule.get("all")
    return isinstance(inner, list) and not (
        len(inner) == MOST and "answered" in inner[0] and "not" in inner[1]
    )


def earlier(questionnaire: Questionnaire, question_id: str | None) -> list[Question]:
    """The questions that a rule of this one may look at: those before it, all for one that is not there."""
    found: list[Question] = []
    for question in questionnaire.questions:
        if question.id == question_id:
            break
        found.append(question)
    return found


def in_words(questionnaire: Questionnaire, rule: Rule, language: str) -> str:
    """A rule as a sentence part: "“Do you …?” is Yes or I do not know"."""
    if rule.operator in (Operator.ALL, Operator.ANY):
        parts = [in_words(questionnaire, inner, language) for inner in rule.rules]
        return (_(" and ") if rule.operator is Operator.ALL else _(" or ")).join(parts)
    if rule.operator is Operator.NOT:
        return _("not (%(rule)s)", rule=in_words(questionnaire, rule.rules[0], language))
    if rule.context:
        return _(
            "what is known of the contract (%(fact)s) fits: %(values)s",
            fact=rule.context,
            values=", ".join(rule.operand),
        )
    question = questionnaire.question(rule.question)
    said = _(" or ").join(_value(question, value, language) for value in rule.operand)
    text = question.text.in_language(language)
    templates = {
        Operator.EQUALS: _("“%(question)s” is %(answers)s", question=text, answers=said),
        Operator.IN: _("“%(question)s” is %(answers)s", question=text, answers=said),
        Operator.NOT_EQUALS: _("“%(question)s” is not %(answers)s", question=text, answers=said),
        Operator.NOT_IN: _("“%(question)s” is not %(answers)s", question=text, answers=said),
        Operator.CONTAINS: _("“%(question)s” has %(answers)s", question=text, answers=said),
        Operator.CONTAINS_ANY: _("“%(question)s” has %(answers)s", question=text, answers=said),
        Operator.CONTAINS_OTHER: _(
            "“%(question)s” has another than %(answers)s", question=text, answers=said
        ),
        Operator.ANSWERED: _("“%(question)s” is answered", question=text),
        Operator.NOT_ANSWERED: _("“%(question)s” is not answered", question=text),
        Operator.UNKNOWN: _("“%(question)s” is “I do not know”", question=text),
    }
    return templates[rule.operator]


def _value(question: Question, value: str, language: str) -> str:
    option = question.option(value)
    if option is not None:
        return option.label.in_language(language)
    return countries.name(value, language) if question.type is QuestionType.COUNTRY_LIST else value
