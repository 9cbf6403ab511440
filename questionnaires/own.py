"""A council's own questionnaire: a published version of the standard one, and what the council adds to it.

What may be added is little on purpose. Answers to standard questions are shared and compared between
councils and judged, so their words, options and order never change: a council may put a note below one, and
switch off the few that nothing depends on. Its own questions stand in sections of its own after all others
and give no signal: they can enter no score, and nothing else depends on them.

The additions are written as in a questionnaire file (see `Additions`) and pass the same schema and checks.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from questionnaires import checks, loader, source
from questionnaires.burden import SECONDS_TO_ANSWER, WORDS_A_MINUTE
from questionnaires.cleaning import clean
from questionnaires.context import Setting
from questionnaires.messages import defaults
from questionnaires.mistakes import Mistake, Place, QuestionnaireError, did_you_mean, say
from questionnaires.rules import questions_read
from questionnaires.schema import Frozen, Question, Questionnaire, Section, Slug, Text, Words
from questionnaires.values import Answer

PREFIX: Final = "own_"
"""How the ids of a council's own sections and questions begin, so that they never meet a standard one."""
MOST_QUESTIONS: Final = 40
MOST_SECTIONS: Final = 10

WHO: Final = {"en": "Whoever knows this best", "cy": "Pwy bynnag sy\u2019n gwybod hyn orau"}
_YES_NO: Final = (("yes", "Yes", "Ydy neu oes"), ("no", "No", "Nac ydy neu nac oes"))
_ADDS: Final = Text(en="The council adds:", cy="Mae\u2019r cyngor yn ychwanegu:")
_NO_PERSON: Final = {
    "en": "Do not name or describe any person.",
    "cy": "Peidiwch ag enwi na disgrifio unrhyw berson.",
}
_ENGLISH_ONLY: Final = "(Mae\u2019r testun hwn, neu ran ohono, yn Saesneg yn unig.)"
_NOT_OWN: Final = ("signal", "signal_if_not_asked", "tells", "registry")
_FLAGS: Final = frozenset({"required", "exclusive", "cy_checked", "in_future"})
_NUMBERS: Final = frozenset({"max_length", "minimum", "maximum", "valid_for_months", "extends_version"})

Finding = checks.Finding


class OwnText(Frozen):
    """Words of a council. Without Welsh the English is shown to everybody, and a reader of Welsh is told."""

    en: Words
    cy: Words | None = None
    cy_checked: bool = False


class Note(OwnText):
    """Help below a standard question: short, because it adds to words that are there already."""

    en: Annotated[Words, Field(max_length=500)]
    cy: Annotated[Words, Field(max_length=500)] | None = None


class Additions(Frozen):
    """What a council adds: the outer shape. `sections` are written as in a questionnaire file and checked
    with the whole; their ids and those of their questions begin with `own_`.
    """

    extends: Slug
    extends_version: Annotated[int, Field(ge=1)]
    title: OwnText
    switched_off: tuple[Slug, ...] = ()
    help: dict[Slug, Note] = Field(default_factory=dict)
    sections: Annotated[tuple[dict[str, Any], ...], Field(max_length=MOST_SECTIONS)] = ()


def is_own(question_id: str) -> bool:
    """Whether a question, or a section, is a council's own, by its id."""
    return question_id.startswith(PREFIX)


def without_own(questionnaire: Questionnaire) -> Questionnaire:
    """The standard part alone, asked in the same context: what another council may be shown."""
    sections = tuple(section for section in questionnaire.sections if not is_own(section.id))
    return questionnaire.model_copy(update={"sections": sections}).asked_in(questionnaire.context)


def base_part(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers to standard questions alone, which mean the same to every council."""
    standard = {question.id for question in without_own(questionnaire).questions}
    return {name: answer for name, answer in answers.items() if name in standard}


@lru_cache(maxsize=32)
def may_switch_off(base: Questionnaire) -> frozenset[str]:
    """The questions of a standard version that a council may leave out.

    Not one that gives a signal: its answer is expected by the judgement, and leaving it out would count
    against every supplier as not known. Not one that tells a fact or that a rule reads: others depend on it.
    And not the last one of its section.
    """
    rules = [rule for section in base.sections for rule in _rules_of(section) if rule is not None]
    read = {name for rule in rules for name in questions_read(rule)}
    return frozenset(
        question.id
        for section in base.sections
        for question in section.questions
        if not (question.signal or question.tells or question.id in read) and len(section.questions) > 1
    )


def _rules_of(section: Section) -> Iterator[Any]:
    yield section.show_if
    for question in section.questions:
        yield from (question.show_if, question.required_if)


def normal(data: Any, key: str = "") -> Any:
    """Additions as they are kept: texts cleaned, truth values and numbers as such where a file had words."""
    if isinstance(data, Mapping):
        return {str(name): normal(value, str(name)) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [normal(value) for value in data]
    if not isinstance(data, str):
        return data
    text = clean(data)
    if key in _FLAGS and text in ("true", "false"):
        return text == "true"
    if key in _NUMBERS and text.removeprefix("-").isdecimal() and len(text) < 16:
        return int(text)
    return text


def extended(
    base: Questionnaire,
    additions: Mapping[str, Any],
    questionnaire_id: str = "council_draft",
    version: int = 1,
    read: loader.Read | None = None,
) -> Questionnaire:
    """The questionnaire that the additions to `base` make, under an id and version of its own.

    Raises `QuestionnaireError` with every mistake, each with its place in `read` and how to mend it.
    """
    data = normal(additions)
    seen = source.Unfiled(data) if read is None else read
    try:
        added = Additions.model_validate(data)
    except ValidationError as error:
        raise QuestionnaireError(loader.explained(seen, detail) for detail in error.errors()) from None
    _refuse(seen, [*_wrong_base(base, added), *_wrong_sections(added)])
    own = _own_sections(added, seen)
    standard = [_with_council(section, added) for section in base.sections]
    whole = Questionnaire(
        id=questionnaire_id,
        version=version,
        title=_full(added.title),
        introduction=base.introduction,
        minutes=min(120, base.minutes + minutes_of(own)),
        sections=(*standard, *own),
    )
    _refuse(seen, _in_additions(checks.findings(whole), len(standard)))
    return whole


def _refuse(read: loader.Read, found: Iterable[Finding]) -> None:
    mistakes = [Mistake(loader.spot(read, place), what, how) for place, what, how in found]
    if mistakes:
        raise QuestionnaireError(mistakes)


def _in_additions(found: Iterable[Finding], standard: int) -> Iterator[Finding]:
    """Findings about the whole, placed where the council wrote what they are about."""
    for (top, number, *rest), what, how in found:
        if top == "sections" and isinstance(number, int) and number >= standard:
            yield (top, number - standard, *rest), what, how
        else:
            yield ("switched_off",), what, how


def _wrong_base(base: Questionnaire, added: Additions) -> Iterator[Finding]:
    if (added.extends, added.extends_version) != (base.id, base.version):
        what = say(
            "These questions belong to {extends} {extends_version}.",
            extends=added.extends,
            extends_version=added.extends_version,
        )
        yield (
            ("extends",),
            what,
            say(
                "Write {id} and version {version}, and check every question.",
                id=base.id,
                version=base.version,
            ),
        )
    known = [question.id for question in base.questions]
    free = may_switch_off(base)
    for place, name in enumerate(added.switched_off):
        if name not in known:
            yield (
                ("switched_off", place),
                say("There is no question '{name}'.", name=name),
                did_you_mean(name, known),
            )
        elif name not in free:
            what = say(
                "The question '{name}' cannot be switched off: the judgement or other questions need it.",
                name=name,
            )
            yield ("switched_off", place), what, say("Take it off this list.")
    for name in added.help:
        if name not in known:
            yield ("help", name), say("There is no question '{name}'.", name=name), did_you_mean(name, known)
        elif name in added.switched_off:
            yield (
                ("help", name),
                say("The question '{name}' is switched off.", name=name),
                say("Remove its note."),
            )


def _wrong_sections(added: Additions) -> Iterator[Finding]:
    """What a section of a council's own may not be, before it is looked at as any other."""
    total = 0
    for number, section in enumerate(added.sections):
        place: Place = ("sections", number)
        yield from _wrong_id(place, section)
        questions = section.get("questions", [])
        if questions == []:
            yield (
                place,
                say("The section has no question."),
                say("Add a question to it, or remove the section."),
            )
        for position, question in enumerate(questions if isinstance(questions, list) else ()):
            total += 1
            if isinstance(question, Mapping):
                yield from _wrong_question((*place, "questions", position), question)
    if total > MOST_QUESTIONS:
        what = say(
            "There are {total} own questions, and {most_questions} at most can be asked.",
            total=total,
            most_questions=MOST_QUESTIONS,
        )
        yield ("sections",), what, say("Remove some: suppliers stop answering long before.")


def _wrong_id(place: Place, part: Mapping[str, Any]) -> Iterator[Finding]:
    name = part.get("id")
    if isinstance(name, str) and not is_own(name):
        yield (
            (*place, "id"),
            say("The id '{name}' is not a council's own.", name=name),
            say("Write '{prefix}{name}'.", prefix=PREFIX, name=name),
        )


def _wrong_question(place: Place, question: Mapping[str, Any]) -> Iterator[Finding]:
    yield from _wrong_id(place, question)
    for key in _NOT_OWN:
        if key in question:
            what = say("A council's own question has no '{key}': its answer enters no score.", key=key)
            yield (*place, key), what, say("Remove it.")


# --- Building ---------------------------------------------------------------------------------------------


def _with_council(section: Section, added: Additions) -> Section:
    """A standard section without what is switched off, and with the council's notes."""
    questions = tuple(
        _noted(question, added.help.get(question.id))
        for question in section.questions
        if question.id not in added.switched_off
    )
    return section.model_copy(update={"questions": questions})


def _noted(question: Question, note: Note | None) -> Question:
    if note is None:
        return question
    added = _full(note)

    def below(hint: Text | None) -> Text:
        parts = [text for text in (hint, _ADDS, added) if text is not None]
        return Text(en=" ".join(one.en for one in parts), cy=" ".join(one.cy for one in parts))

    plain = question.plain
    if plain is not None and plain.hint is not None:
        plain = plain.model_copy(update={"hint": below(plain.hint)})
    return question.model_copy(update={"hint": below(question.hint), "plain": plain})


def _full(text: OwnText) -> Text:
    """In both languages: English stands in for Welsh that was not given, and says so to a reader of Welsh."""
    cy = text.cy or f"{text.en} {_ENGLISH_ONLY}"
    return Text(en=text.en, cy=cy, cy_checked=bool(text.cy) and text.cy_checked)


def _own_sections(added: Additions, read: loader.Read) -> tuple[Section, ...]:
    sections: list[Section] = []
    mistakes: list[Mistake] = []
    for number, written in enumerate(added.sections):
        try:
            sections.append(Section.model_validate(_completed(written)))
        except ValidationError as error:
            for detail in loader.causes(error.errors()):
                place = ("sections", number, *detail["loc"])
                mistakes.append(loader.explained(read, {**detail, "loc": place}))
    if mistakes:
        raise QuestionnaireError(mistakes)
    return tuple(sections)


def _completed(written: Mapping[str, Any]) -> dict[str, Any]:
    """A section with what a council need not write itself. Nothing that it wrote is changed."""
    section = {"who": dict(WHO), **copy.deepcopy(dict(written))}
    questions = section.get("questions")
    if not isinstance(questions, list):
        return dict(_in_both(section))
    section["questions"] = [_question(one) if isinstance(one, dict) else one for one in questions]
    conditional = [isinstance(one, dict) and "show_if" in one for one in questions]
    if questions and all(conditional) and "show_if" not in section:
        # A section of which nothing may be asked has to say so; this rule holds at every stage.
        section["show_if"] = {"context": "setting", "in": [setting.value for setting in Setting]}
    for key in ("title", "who"):
        section[key] = _in_both(section.get(key))
    return {key: value for key, value in section.items() if value is not None}


def _question(written: dict[str, Any]) -> dict[str, Any]:
    question = {"settings": [Setting.POST_AWARD.value], **written}
    if question.get("type") == "yes_no" and "options" not in question:
        question["options"] = [{"value": v, "label": {"en": en, "cy": cy}} for v, en, cy in _YES_NO]
    if question.get("type") == "text":
        question.setdefault("max_length", 1000)
    messages = question.get("messages")
    given = messages if isinstance(messages, dict) else {}
    if question.get("required", True) and "missing" not in given and messages in (None, given):
        missing = defaults().missing
        assert missing is not None
        question["messages"] = {**given, "missing": missing.model_dump()}
    question.setdefault("messages", {})
    complete = _in_both(question)
    why = complete.get("why")
    if untranslated(question) and isinstance(why, dict) and isinstance(why.get("cy"), str):
        complete["why"] = {**why, "cy": f"{why['cy']} {_ENGLISH_ONLY}"}
    if question.get("type") == "text":
        complete["hint"] = _cautioned(complete.get("hint"))
    return dict(complete)


def _cautioned(hint: Any) -> Any:
    """A hint that asks nobody for details of a person: whoever writes freely is told so each time."""
    if hint is None:
        return _NO_PERSON
    if not isinstance(hint, dict) or not all(isinstance(hint.get(key), str) for key in _NO_PERSON):
        return hint  # a mistake, told of by the check of the shape
    return {**hint, **{key: f"{hint[key]} {words}" for key, words in _NO_PERSON.items()}}


def _in_both(value: Any) -> Any:
    """With the English in the place of every Welsh text that is not there."""
    if isinstance(value, dict):
        if "en" in value and "cy" not in value:
            return {**value, "cy": value["en"]}
        return {key: _in_both(inner) for key, inner in value.items()}
    return [_in_both(inner) for inner in value] if isinstance(value, list) else value


def untranslated(value: Any, place: Place = ()) -> tuple[Place, ...]:
    """The places of the texts without Welsh, in additions or in a part of them."""
    if isinstance(value, Mapping):
        if "en" in value:
            return () if value.get("cy") else (place,)
        return tuple(each for key, inner in value.items() for each in untranslated(inner, (*place, str(key))))
    if isinstance(value, list | tuple):
        return tuple(each for n, inner in enumerate(value) for each in untranslated(inner, (*place, n)))
    return ()


def minutes_of(sections: Iterable[Section]) -> int:
    """About how long the questions of some sections take, if all are asked. Rounded up."""
    questions = [question for section in sections for question in section.questions]
    texts = [text for one in questions for text in (one.text, one.why, one.hint) if text is not None]
    words = sum(len(text.en.split()) for text in texts)
    return math.ceil(words / WORDS_A_MINUTE + len(questions) * SECONDS_TO_ANSWER / 60)
