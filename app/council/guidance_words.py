"""What the pages of the guidance library call things."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

import questionnaires
from app.services.guidance import Kind, Line, Reader, noted_on
from models import LinkState
from screening import annual


def kind(name: str) -> str:
    """What sort of thing an entry is, of many of them."""
    return {
        Kind.LAW: _("Law"),
        Kind.STATUTORY: _("Statutory guidance"),
        Kind.GUIDANCE: _("Guidance"),
        Kind.PATHWAY: _("Pathways"),
        Kind.HELPLINE: _("Helplines"),
        Kind.TRAINING: _("Training"),
        Kind.TOOLKIT: _("Toolkits"),
        Kind.RESEARCH: _("Research and figures"),
    }[Kind(name)]


def reader(name: str) -> str:
    """For whom an entry is."""
    return {
        Reader.PROCUREMENT: _("Procurement and contract managers"),
        Reader.FRONT_LINE: _("Front line staff"),
        Reader.COUNCILLORS: _("Councillors"),
        Reader.SUPPLIERS: _("Suppliers"),
        Reader.CHILDREN: _("Children's services"),
        Reader.ADULTS: _("Adults' services"),
    }[Reader(name)]


def group(name: str) -> str:
    """What the topics of a group are."""
    return {
        "area": _("Sections of the statement"),
        "section": _("Sections of the questionnaire"),
        "action": _("Kinds of action"),
        "page": _("Pages"),
    }[name]


def topic(name: str) -> str:
    """What a topic is called."""
    kind_of, _colon, which = name.partition(":")
    if kind_of == "area":
        return _(annual.areas()[which].title)
    if kind_of == "section":
        language = "cy" if _is_welsh() else "en"
        sections = questionnaires.current("supplier").sections
        return next(one.title.in_language(language) for one in sections if one.id == which)
    return _action(which) if kind_of == "action" else _page(which)


def _action(name: str) -> str:
    return {
        "fees": _("Recruitment fees"),
        "agencies": _("Agencies and labour providers"),
        "freedom": _("Papers, and freedom to leave"),
        "housing": _("Housing of workers"),
        "pay": _("Pay and hours"),
        "voice": _("Hearing workers"),
        "remedy": _("Remedy for those harmed"),
        "chain": _("Supply chain"),
        "checking": _("Visits and audits"),
        "training": _("Training of people"),
        "policy": _("Policy and statement"),
    }[name]


def _page(name: str) -> str:
    return {
        "seen_signs": _("Seen signs of exploitation?"),
        "decide": _("Decision about a supplier"),
        "exclusion": _("Exclusion grounds"),
        "price_check": _("Price check"),
        "ask": _("Sending a questionnaire"),
        "packs": _("Sets of clauses"),
        "match": _("Statement of a supplier"),
        "plan": _("Plan of action"),
        "contract": _("Contract"),
        "training": _("Training log"),
        "referrals": _("Referral totals"),
        "evaluation": _("Evaluation of a tender"),
    }[name]


def published(dated: str) -> str:
    """A day of publication as exactly as it is known; "" if it is not."""
    parts = [int(one) for one in dated.split("-")] if dated else []
    if len(parts) == 3:
        return str(format_date(date(*parts), "d MMMM y"))
    if len(parts) == 2:
        return str(format_date(date(parts[0], parts[1], 1), "MMMM y"))
    return str(parts[0]) if parts else ""


def _is_welsh() -> bool:
    return str(get_locale()).startswith("cy")


def in_language(english: str, welsh: str) -> tuple[str, str]:
    """The words to show and their language, "" where that is the page's own."""
    if not _is_welsh():
        return english, ""
    return (welsh, "") if welsh else (english, "en")


_COLOURS: Final = {
    LinkState.BROKEN: "red",
    LinkState.NOT_ANSWERED: "orange",
    LinkState.MOVED: "yellow",
}


def flags(line: Line) -> list[tuple[str, str]]:
    """What somebody should look at, each with the colour of its tag."""
    found = []
    if line.check is not None:
        state, since = LinkState(line.check.state), _day(line.check.since)
        if state == LinkState.BROKEN:
            found.append((_("Broken since %(day)s", day=since), _COLOURS[state]))
        elif state == LinkState.NOT_ANSWERED:
            found.append((_("No answer since %(day)s", day=since), _COLOURS[state]))
        elif line.is_moved:
            found.append((_("Moved, seen on %(day)s", day=since), _COLOURS[state]))
        if line.has_changed:
            found.append((_("Changed, seen on %(day)s", day=_day(line.check.changed_at)), "yellow"))
    return found


def last_check(line: Line) -> str:
    """When the link was last looked at, and what is not known of it."""
    if line.check is None:
        if line.entry.row is not None and line.entry.row.is_changed:
            return _("The link was not checked yet.")
        return _("Not checked by us since %(day)s.", day=format_date(noted_on(), "d MMMM y"))
    day = _day(line.check.checked_at)
    if line.check.state == LinkState.NOT_CHECKABLE:
        return _("The link could not be checked on %(day)s. It may work for people.", day=day)
    return _("Link checked on %(day)s.", day=day)


def last_reading(line: Line) -> str:
    """Who of the council last read it, "" if nobody has."""
    if line.reading is None:
        return ""
    who = line.reading.person.name or line.reading.person.email
    return _("Read on %(day)s by %(name)s.", day=_day(line.reading.read_at), name=who)


def _day(moment: object) -> str:
    return str(format_date(moment, "d MMMM y"))
