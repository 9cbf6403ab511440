"""What the pages of the guidance library call things."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

import questionnaires
from app.services.guidance.guidance import Kind, Line, Reader, noted_on
from models import LinkState
from screening import annual

_KINDS: Final = {
    Kind.LAW: _l("Law"),
    Kind.STATUTORY: _l("Statutory guidance"),
    Kind.GUIDANCE: _l("Guidance"),
    Kind.PATHWAY: _l("Pathways"),
    Kind.HELPLINE: _l("Helplines"),
    Kind.TRAINING: _l("Training"),
    Kind.TOOLKIT: _l("Toolkits"),
    Kind.RESEARCH: _l("Research and figures"),
}

_READERS: Final = {
    Reader.PROCUREMENT: _l("Procurement and contract managers"),
    Reader.FRONT_LINE: _l("Front line staff"),
    Reader.COUNCILLORS: _l("Councillors"),
    Reader.SUPPLIERS: _l("Suppliers"),
    Reader.CHILDREN: _l("Children's services"),
    Reader.ADULTS: _l("Adults' services"),
}

_GROUPS: Final = {
    "area": _l("Sections of the statement"),
    "section": _l("Sections of the questionnaire"),
    "action": _l("Kinds of action"),
    "page": _l("Pages"),
}

_ACTIONS: Final = {
    "fees": _l("Recruitment fees"),
    "agencies": _l("Agencies and labour providers"),
    "freedom": _l("Papers, and freedom to leave"),
    "housing": _l("Housing of workers"),
    "pay": _l("Pay and hours"),
    "voice": _l("Hearing workers"),
    "remedy": _l("Remedy for those harmed"),
    "chain": _l("Supply chain"),
    "checking": _l("Visits and audits"),
    "training": _l("Training of people"),
    "policy": _l("Policy and statement"),
}

_PAGES: Final = {
    "seen_signs": _l("Seen signs of exploitation?"),
    "decide": _l("Decision about a supplier"),
    "exclusion": _l("Exclusion grounds"),
    "price_check": _l("Price check"),
    "ask": _l("Sending a questionnaire"),
    "packs": _l("Sets of clauses"),
    "match": _l("Statement of a supplier"),
    "plan": _l("Plan of action"),
    "contract": _l("Contract"),
    "training": _l("Training log"),
    "referrals": _l("Referral totals"),
    "evaluation": _l("Evaluation of a tender"),
}


def kind(name: str) -> str:
    """What sort of thing an entry is, of many of them."""
    return str(_KINDS[Kind(name)])


def reader(name: str) -> str:
    """For whom an entry is."""
    return str(_READERS[Reader(name)])


def group(name: str) -> str:
    """What the topics of a group are."""
    return str(_GROUPS[name])


def topic(name: str) -> str:
    """What a topic is called."""
    kind_of, _colon, which = name.partition(":")
    if kind_of == "area":
        return _(annual.areas()[which].title)
    if kind_of == "section":
        language = "cy" if _is_welsh() else "en"
        sections = questionnaires.current("supplier").sections
        return next(one.title.in_language(language) for one in sections if one.id == which)
    return str((_ACTIONS if kind_of == "action" else _PAGES)[which])


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
