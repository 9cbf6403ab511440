"""Building the one object from which every form of a statement is made.

A frozen statement gives the same object for ever: its texts, its figures and its approval are those of the
day. A draft gives what stands now, and says on every page that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from flask_babel import force_locale, format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.documents.annual.labels import labels
from app.documents.annual.publication import Publication, PublishedFigure, PublishedSection
from app.services.annual import annual_approval, annual_figures, annual_statements, figure_words
from app.services.annual.annual_figures import FigureValue
from app.store import annual as store
from app.store import packs
from app.store.annual_figures import FIGURES
from models import AnnualSection, AnnualStatement, WordKind
from screening import annual


def publication(session: Session, statement: AnnualStatement, language: str, today: date) -> Publication:
    """The statement in a language. Where no Welsh is written the English stands, and says that it does."""
    with force_locale(language):
        council = statement.council
        values = _values(session, statement, today)
        earlier = _earlier_values(session, statement, today)
        rules = annual_statements.rules_of(statement)
        said = labels(language).nothing_yet if statement.frozen_at is None else ""
        return Publication(
            council=council.name_in(language),
            slug=council.slug,
            language=language,
            title=_(
                "Modern slavery statement for the year to %(day)s",
                day=format_date(statement.year_end, "d MMMM y"),
            ),
            year_start=statement.year_start,
            year_end=statement.year_end,
            sections=tuple(_section(one, language, values, said) for one in statement.sections),
            figures=tuple(_figure(one, earlier.get(one.name)) for one in values.values()),
            approval=tuple(_approval(statement)),
            rules=_(rules.title),
            is_draft=statement.frozen_at is None,
            is_unaltered=statement.frozen_at is None or annual_approval.is_unaltered(statement),
            published_url=statement.published_url,
            sha256=statement.sha256,
            word_template=_word_template(session, statement),
        )


def _word_template(session: Session, statement: AnnualStatement) -> bytes | None:
    """The council's template of Word files: of a frozen statement the one of its day."""
    own = statement.word_template
    if statement.frozen_at is None:
        own = packs.template_in_use(session, statement.council_id, WordKind.STATEMENT)
    return own.content if own else None


def _values(session: Session, statement: AnnualStatement, today: date) -> dict[str, FigureValue]:
    """The figures that the texts name, in the order in which they come."""
    names: dict[str, None] = {}
    for section in statement.sections:
        for text in (section.text, section.text_cy):
            names |= dict.fromkeys(name for name in annual_figures.named(text) if name in FIGURES)
    found = {name: annual_figures.value_in(session, statement, name, today) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _earlier_values(session: Session, statement: AnnualStatement, today: date) -> dict[str, FigureValue]:
    """Those of last year's statement, if that was frozen."""
    earlier = store.before(session, statement)
    if earlier is None or earlier.frozen_at is None:
        return {}
    found = {name: annual_figures.value_in(session, earlier, name, today) for name in FIGURES}
    return {name: value for name, value in found.items() if value is not None}


def _section(
    section: AnnualSection, language: str, values: Mapping[str, FigureValue], nothing_yet: str
) -> PublishedSection:
    is_welsh = language == "cy" and bool(section.text_cy)
    text = section.text_cy if is_welsh else section.text
    own = "cy" if is_welsh else "en"
    with force_locale(own):  # a text's figures are in its own language
        text = without_control(figure_words.put_into(text, values))
    title = _(annual.areas()[section.area].title)
    instead = "" if text else section.missing_because or nothing_yet
    return PublishedSection(section.area, title, text, own, instead)


def _figure(value: FigureValue, before: FigureValue | None) -> PublishedFigure:
    known = FIGURES[value.name]
    return PublishedFigure(
        name=value.name,
        label=figure_words.label(value.name),
        words=figure_words.value(value),
        number=None if value.is_suppressed else value.value,
        unit=known.unit,
        of=known.of,
        as_at=value.as_at,
        before=figure_words.value(before) if before else "",
    )


def _approval(statement: AnnualStatement) -> list[str]:
    said = []
    if statement.approved_by and statement.approved_on:
        day = format_date(statement.approved_on, "d MMMM y")
        said.append(_("Approved by %(body)s on %(day)s.", body=statement.approved_by, day=day))
    if statement.signed_by and statement.signed_on:
        said.append(
            _(
                "Signed by %(name)s, %(role)s, on %(day)s.",
                name=statement.signed_by,
                role=statement.signed_role,
                day=format_date(statement.signed_on, "d MMMM y"),
            )
        )
    return said


def without_control(text: str) -> str:
    """A text without characters that documents cannot hold; line breaks and tabs stay."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text.replace("\r\n", "\n"))
