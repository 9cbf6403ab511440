"""The fill-in sheet: the registry's form in its order, with the options, the limits and the answers.

The registry's form is in English only, so its questions and options are never translated: whoever copies the
answers across has to find the very words again. What Fairhand says around them is in the reader's language.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _

from screening.registry_form import Entry, Field, Kind, fields, length, problems, steps


@dataclass(frozen=True, slots=True)
class Option:
    """One option of the form, and whether it is the council's answer."""

    words: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One question.

    `how` says how it is answered and how long an answer may be; `condition` when it is asked at all.
    `options` are those of the form, `answer` the texts given where it has none; `used` is the length of the
    longest, as the registry counts, `longest` how long it may be (0 without a limit, or with one for each
    entry). `is_open` marks a question that has to be answered and is not yet.
    """

    field: str
    question: str
    question_is_ours: bool
    hint: str
    how: str
    condition: str
    options: tuple[Option, ...]
    answer: tuple[str, ...]
    column: str
    longest: int
    used: int
    is_asked: bool
    is_open: bool

    @property
    def chosen(self) -> tuple[str, ...]:
        """The answer in words: the options ticked, or the texts given."""
        return tuple(one.words for one in self.options if one.ticked) or self.answer


@dataclass(frozen=True, slots=True)
class Part:
    """One step of the form; `needed` says in words whether the registry requires it."""

    title: str
    intro: str
    needed: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet in one language ("en", "cy"). `status` says whether it was entered, and when."""

    title: str
    council: str
    language: str
    status: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    words: Words
    file_stem: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words around the form, in the sheet's language."""

    question: str
    how: str
    options: str
    answer: str
    column: str
    used: str
    longest: str
    ticked: str
    to_answer: str
    no_answer: str
    page: str


def sheet(entry: Entry, council: str, slug: str, year_end: date, status: str, language: str) -> Sheet:
    """The sheet of an entry. `council` and `status` are in the language; a status that is not "" is printed
    above the form."""
    missing = {one.field for one in problems(entry, date.max) if one.is_missing}
    with force_locale(language):
        return Sheet(
            title=_("Sheet for the modern slavery statement registry, %(year)s", year=year_end.year),
            council=council,
            language=language,
            status=status,
            notes=(
                _("The form of the registry is in English only. Its questions and options stand here as they stand there, so that you find them again."),  # noqa: E501
                _("A dagger (†) marks words that are ours, because the registry's own were not to be had. Its pages may since have changed: they are what counts."),  # noqa: E501
                _("The countries of the registry are chosen from its own list, which may spell one differently."),  # noqa: E501
            ),
            parts=tuple(
                Part(
                    one.title,
                    one.intro,
                    _("Required") if one.needed else _("Optional"),
                    tuple(_line(entry, field, missing) for field in one.fields),
                )
                for one in steps()
            ),
            words=_words(),
            file_stem=f"registry-sheet-{slug}-{year_end.year}-{language}",
        )  # fmt: skip


def _line(entry: Entry, field: Field, missing: Set[str]) -> Line:
    given = entry.given(field.id)
    texts = () if field.is_chosen else given
    return Line(
        field=field.id,
        question=field.full_question,
        question_is_ours=field.ours,
        hint=field.hint,
        how=how(field),
        condition=condition(field),
        options=tuple(Option(words, key in given) for key, words in field.options.items()),
        answer=tuple(_day(entry, field) if field.kind == Kind.DATE else text for text in texts),
        column=field.column,
        longest=0 if field.takes_several else field.longest,
        used=max((length(text) for text in texts), default=0),
        is_asked=entry.asks(field),
        is_open=field.id in missing,
    )


def _day(entry: Entry, field: Field) -> str:
    """A day as the registry's form takes it."""
    day = entry.day(field.id)
    return f"{day.day}/{day.month}/{day.year}" if day else entry.text(field.id)


def how(field: Field) -> str:
    """How a question is answered and how long an answer may be, in the language of the locale in force."""
    several = {
        Kind.CHOICES: _("Tick all that apply") if len(field.options) > 1 else _("Tick it if it is so"),
        Kind.CHOICE: _("Choose one"),
        Kind.YES_NO: _("Yes or No"),
        Kind.DATE: _("A day: day, month and year"),
        Kind.URL: _("An address that begins with https://"),
        Kind.EMAIL: _("An e-mail address"),
        Kind.LINES: _("One on each line"),
        Kind.COUNTRIES: _("One country on each line"),
    }
    said = [several[field.kind]] if field.kind in several else []
    if field.none:
        said.append(_("The last one excludes the others"))
    if field.longest and field.kind not in (Kind.COUNTRIES, Kind.LINES):
        said.append(_("At most %(num)s characters", num=f"{field.longest:,}"))
    return ". ".join(said)


def condition(field: Field) -> str:
    """When a question is asked, in the language of the locale in force; "" for one that always is."""
    if field.only_if:
        asked = fields()[field.only_if[0]]
        return _(
            "Only if “%(question)s” is “%(option)s”",
            question=asked.full_question,
            option=asked.options[field.only_if[1]],
        )
    if field.unless:
        return _("Not if “%(option)s” is ticked", option=fields()[field.unless[0]].options[field.unless[1]])
    return ""


def _words() -> Words:
    return Words(
        question=_("Question"),
        how=_("How to answer"),
        options=_("Options"),
        answer=_("Your answer"),
        column=_("Column in the registry's download"),
        used=_("Characters used"),
        longest=_("Characters at most"),
        ticked=_("ticked"),
        to_answer=_("To be answered"),
        no_answer=_("No answer"),
        page=_("Page {page} of {pages}"),
    )
