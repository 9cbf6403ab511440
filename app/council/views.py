"""What the pages of annual statements show, put together from the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import current_app, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.council import beside, preview, words
from app.services.annual import (
    annual_figures,
    annual_statements,
    annual_suggestions,
    figure_words,
    statement_rules,
)
from app.services.annual.figure_words import FigureInWords
from app.store import annual as store
from app.store import audit, people
from app.store.annual_figures import FIGURES
from models import (
    AnnualSection,
    AnnualStatement,
    Pledge,
    SectionComment,
    SectionState,
    SectionVersion,
    StatementState,
)
from screening import annual


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of every page of a statement: by when it is due, how firm that is, and who is next."""

    due_on: date | None
    firm: str
    days_left: int | None
    state: str
    next: str


def foot(statement: AnnualStatement, today: date) -> Foot:
    """The deadline of a statement and who has to approve next. `days_left` is None once it is published."""
    is_out = statement.state == StatementState.PUBLISHED
    return Foot(
        statement.due_on,
        words.firmness(statement_rules.firmness(statement)),
        (statement.due_on - today).days if statement.due_on and not is_out else None,
        words.statement_state(statement.state),
        words.who_is_next(statement.state),
    )


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the list of sections."""

    section: AnnualSection
    title: str
    state: str
    colour: str
    findings: int
    comments: int


def section_lines(
    session: Session, statement: AnnualStatement, findings: Sequence[annual.Finding]
) -> list[SectionLine]:
    """The sections of a statement, in the order of its outline."""
    open_comments = store.open_comments(session, statement.id)
    return [
        SectionLine(
            one,
            _(annual.areas()[one.area].title),
            words.section_state(one.state),
            words.COLOURS[SectionState(one.state)],
            sum(finding.area == one.area for finding in findings),
            open_comments.get(one.id, 0),
        )
        for one in statement.sections
    ]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a section: as they are saved, or as somebody has just typed them."""

    text: str
    text_cy: str
    missing_because: str


def saved_texts(section: AnnualSection) -> Texts:
    """The texts of a section as they are saved."""
    return Texts(section.text, section.text_cy, section.missing_because)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggested paragraph as it would read, and whether the text has it."""

    name: str
    paragraphs: list[list[preview.Piece]]
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One section with all that lies beside it."""

    area: annual.Area
    english: list[list[preview.Piece]]
    welsh: list[list[preview.Piece]]
    findings: list[tuple[int, annual.Finding]]
    figures: list[FigureInWords]
    unknown: list[str]
    last_year: AnnualSection | None
    promises: list[Pledge]
    comments: Sequence[SectionComment]
    suggestions: list[Suggested]
    guidance: list[beside.Link]


def desk(session: Session, section: AnnualSection, texts: Texts, today: date) -> Desk:
    """A section as it would read with these texts."""
    statement = section.statement
    earlier = store.before(session, statement)
    found = [one for one in read(session, section, texts) if one.area == section.area]
    numbered = list(enumerate(found, start=1))
    known = figures_of(session, statement, texts.text + texts.text_cy, today)
    with force_locale("cy"):
        in_welsh = figures_of(session, statement, texts.text_cy, today)
    is_open = statement.state in annual_statements.OPEN
    return Desk(
        annual.areas()[section.area],
        preview.paragraphs(texts.text, known, [one for one in numbered if one[1].language == "en"]),
        preview.paragraphs(texts.text_cy, in_welsh, [one for one in numbered if one[1].language == "cy"]),
        numbered,
        list(known.values()),
        annual_figures.unknown(texts.text + texts.text_cy),
        next((one for one in earlier.sections if one.area == section.area), None) if earlier else None,
        promises_for(session, earlier, section.area),
        store.comments(session, section.id),
        suggested(session, section, today) if is_open else [],
        beside.links(session, statement.council_id, section.area),
    )


def suggested(session: Session, section: AnnualSection, today: date) -> list[Suggested]:
    """The suggested paragraphs of a section as they would read."""
    offered = annual_suggestions.suggestions(session, section.statement, section.area, today)
    known = figures_of(session, section.statement, " ".join(one.text for one in offered), today)
    return [
        Suggested(one.name, preview.paragraphs(one.text, known), one.text in section.text) for one in offered
    ]


def read(session: Session, section: AnnualSection, texts: Texts) -> tuple[annual.Finding, ...]:
    """What the reading finds in the statement if the section had these texts."""
    draft = annual_statements.draft_of(session, section.statement)
    draft = replace(
        draft,
        texts={**draft.texts, section.area: texts.text},
        texts_cy={**draft.texts_cy, section.area: texts.text_cy},
        missing_because={**draft.missing_because, section.area: texts.missing_because},
    )
    return annual.read(draft, annual_statements.rules_of(section.statement))


def promises_for(session: Session, earlier: AnnualStatement | None, area: str) -> list[Pledge]:
    """Last year's promises in an area; with effectiveness all of them, because they are what it is about."""
    if earlier is None:
        return []
    found = store.pledges_of(session, earlier.id)
    return [one for one in found if area in (one.area, "effectiveness")]


def figures_of(
    session: Session, statement: AnnualStatement, text: str, today: date
) -> Mapping[str, FigureInWords]:
    """The live figures of a text in words; those that do not exist are left out."""
    return figures(session, statement, list(annual_figures.named(text)), today)


def figures(
    session: Session, statement: AnnualStatement, names: Sequence[str], today: date
) -> Mapping[str, FigureInWords]:
    """Figures in words, each with its share and last year's; without those that the statement lacks."""
    earlier = store.before(session, statement)
    known = [name for name in names if name in FIGURES]
    pairs = {
        name: pair
        for name in dict.fromkeys([*known, *(FIGURES[name].of for name in known if FIGURES[name].of)])
        if (pair := annual_figures.pair(session, statement, earlier, name, today)) is not None
    }
    found = {}
    for name in known:
        if name in pairs:
            whole = pairs.get(FIGURES[name].of)
            found[name] = figure_words.in_words(pairs[name], whole.now if whole else None)
    return found


def all_figures(
    session: Session, statement: AnnualStatement, today: date
) -> list[tuple[str, list[FigureInWords]]]:
    """Every figure that there is for a statement, by group."""
    known = figures(session, statement, list(FIGURES), today)
    return [
        (figure_words.group_label(group), shown)
        for group, names in figure_words.grouped()
        if (shown := [known[name] for name in names if name in known])
    ]


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry of a history: when, who, what, and the version that was written, if any."""

    at: datetime
    who: str
    what: str
    version: SectionVersion | None = None
    earlier: SectionVersion | None = None


def history(session: Session, section: AnnualSection) -> list[Happened]:
    """What happened to a section, the newest first."""
    versions = list(store.versions(session, section.id))
    found = [
        Happened(
            one.written_at,
            one.written_by.name or one.written_by.email,
            words.section_state(one.state),
            one,
            versions[place + 1] if place + 1 < len(versions) else None,
        )
        for place, one in enumerate(versions)
    ]
    council_id = section.statement.council_id
    for event in audit.of_subjects(session, council_id, [("annual_section", section.id)], limit=200):
        if event.action != "statement.section_written":
            who = _who(session, council_id, event.actor)
            found.append(Happened(event.at, who, words.event(event.action)))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _who(session: Session, council_id: int, actor: str) -> str:
    """The name of who did something, from the log's "role:id"."""
    number = actor.rpartition(":")[2]
    found = people.officer(session, council_id, int(number)) if number.isdigit() else None
    return (found.name or found.email) if found else actor


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a step cannot be taken yet, and where to mend it."""

    why: str
    href: str
    label: str


def lacks(session: Session, statement: AnnualStatement, names: Sequence[str]) -> list[Lack]:
    """What is missing for a step, each with the pages on which it can be mended."""
    approval = url_for("council.approval", statement_id=statement.id)
    found = []
    for name in names:
        areas = _areas_of(session, statement, name)
        for area in areas:
            where = url_for("council.section", statement_id=statement.id, area=area)
            found.append(Lack(words.lack(name), where, _(annual.areas()[area].title)))
        if not areas:
            anchor = {"published_url": "#places", "reason": "#step", "order": "#step"}.get(name, "#sign")
            found.append(Lack(words.lack(name), approval + anchor, _("Mend it here")))
    return found


def _areas_of(session: Session, statement: AnnualStatement, name: str) -> list[str]:
    if name == "missing_area":
        found = {one.area for one in annual_statements.findings(session, statement) if one.rule == name}
        return [one.area for one in statement.sections if one.area in found]
    if name == "unknown_figure":
        return [one.area for one in statement.sections if annual_figures.unknown(one.text + one.text_cy)]
    if name == "suggested":
        return [one.area for one in statement.sections if one.state == SectionState.SUGGESTED]
    return []


def others(wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Links to further rooms of the lead, as (words, address), for those endpoints that exist here."""
    return [(label, url_for(name)) for name, label in wanted.items() if name in current_app.view_functions]


def rooms_of(statement: AnnualStatement) -> list[tuple[str, str]]:
    """The further pages of one statement that exist: what others build on it."""
    wanted = {
        "council.exports": _("Documents and open data"),
        "council.registry": _("Registry entry"),
    }
    return [
        (label, url_for(name, statement_id=statement.id))
        for name, label in wanted.items()
        if name in current_app.view_functions
    ]


def area_title(area: str) -> str:
    """What an area is called."""
    return _(annual.areas()[area].title)


def unlisted(
    statement: AnnualStatement, findings: Sequence[annual.Finding]
) -> list[tuple[str, annual.Finding]]:
    """Findings about areas that the rules ask for and the outline of the statement does not have."""
    written = {one.area for one in statement.sections}
    return [(area_title(one.area), one) for one in findings if one.area and one.area not in written]
