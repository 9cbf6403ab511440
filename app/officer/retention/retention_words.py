"""The kinds of data that are removed after a time, in words; and why somebody is not erased."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from app.labels import period_label
from app.services.retention.erasing import Obstacle
from app.services.retention.kinds import Kind


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind: its name, from when its time counts, what is removed, and what stays."""

    name: str
    counted: str
    goes: str
    stays: str


def of_kind(kind: Kind) -> KindWords:
    """The words of a kind."""
    return {
        Kind.DRAFTS: _drafts,
        Kind.PROPOSALS: _proposals,
        Kind.ANSWERS: _answers,
        Kind.PLAN_FILES: _plan_files,
        Kind.CONTACTS: _contacts,
        Kind.STAFF: _staff,
        Kind.LOOKS: _looks,
        Kind.UPLOADS: _uploads,
        Kind.MESSAGES: _messages,
        Kind.LINKS: _links,
        Kind.TOKENS: _tokens,
    }[kind]()


def _drafts() -> KindWords:
    return KindWords(
        _("Answers never submitted"),
        _("from the last answer or file, and from the day by which an answer was wanted"),
        _("the answers, files, proposals and colleagues' parts of the draft; the invitation ends"),
        _("that the supplier was asked, and when"),
    )


def _proposals() -> KindWords:
    return KindWords(
        _("Proposed answers that nobody confirmed"),
        _("from the day on which the response was submitted without them"),
        _("the proposals that were left beside it"),
        _("the submitted answers"),
    )


def _answers() -> KindWords:
    return KindWords(
        _("Submitted answers and their evidence"),
        _(
            "from the end of the last contract, or from the day of the answers if that is later; a contract "
            "without an end counts up to the day on which its file was loaded"
        ),
        _("your council's look at the answers; the answers and files themselves once no council keeps them"),
        _(
            "your decisions, plans, clauses and corrections, and the stored reports with their figures: they "
            "say what you knew when you decided"
        ),
    )


def _plan_files() -> KindWords:
    return KindWords(
        _("Files beside finished steps of plans"),
        _("from the end of the last contract, or from the end of the step if that is later"),
        _("the files"),
        _("the plan, its steps and what was written"),
    )


def _contacts() -> KindWords:
    return KindWords(
        _("Contacts of suppliers who are asked no more"),
        _(
            "from the last time they signed in or were asked; never while a council waits for their answers "
            "or keeps them"
        ),
        _("name, e-mail address and personal links; as who declared stands “a person who was erased”"),
        _("the answers, which belong to the organisation"),
    )


def _staff() -> KindWords:
    return KindWords(
        _("People who left the council"),
        _("from the day on which they left"),
        _("name and e-mail address; what they decided bears “a person who was erased” afterwards"),
        _("what they decided, wrote and did"),
    )


def _looks() -> KindWords:
    return KindWords(
        _("Who read a supplier's answers"),
        _("from the day of the look"),
        _("which officer looked on which day, which the supplier can see"),
        _("the audit log, which names nobody"),
    )


def _uploads() -> KindWords:
    return KindWords(
        _("Uploads that were discarded or could not be read"),
        _("from the day on which they were discarded or failed"),
        _("the name of the file and what was wrong in it; its content went at once"),
        _("files that were loaded"),
    )


def _messages() -> KindWords:
    return KindWords(
        _("E-mails that were sent"),
        _("from the day on which they were written"),
        _("to whom what was sent, with its subject; the text is not kept once an e-mail is sent"),
        _("that somebody was invited or reminded, in the audit log"),
    )


def _links() -> KindWords:
    return KindWords(
        _("Personal links that ended"),
        _("from the day on which they were used up, taken back or ended"),
        _("when a link was made and used; who follows an old one is told that it is unknown"),
        _("the invitation itself"),
    )


def _tokens() -> KindWords:
    return KindWords(
        _("Answers to programs whose tokens ended"),
        _("from the day on which the token ended"),
        _("what the program was answered, kept so that a repeated request acts once"),
        _("that there was a token, and who made it"),
    )


def months(number: int | None) -> str:
    """For how long something is kept."""
    return _("No end is set: nothing is removed") if number is None else period_label(number)


def obstacle_words(obstacle: Obstacle) -> str:
    """Why somebody is not erased now, and what can be done."""
    return {
        Obstacle.ERASED: _("This was erased already."),
        Obstacle.STILL_WORKS: _("They can still sign in. End their access first, on the page of the people."),
        Obstacle.HELD: _("A hold stands on a supplier for whom they answered. End it first."),
        Obstacle.OTHERS: _(
            "Other councils asked this person too. Whoever runs this service can erase them once all agree."
        ),
    }[obstacle]


def table_words(table: str) -> str:
    """What rows of a table are, for those who do not know its name."""
    return {
        "person": _("Their own record"),
        "answer": _("Answers that they gave"),
        "evidence_file": _("Files that they attached"),
        "invitation": _("Invitations to answer"),
        "delegation": _("Parts that they were asked to answer"),
        "access_link": _("Personal links"),
        "response_look": _("Days on which they read answers"),
        "decision": _("Decisions"),
        "note": _("Notes"),
        "correction": _("Corrections that they asked for"),
        "correction_message": _("Messages about corrections"),
        "proposed_answer": _("Proposed answers"),
        "outbox_message": _("E-mails to them"),
    }.get(table, _("Other records (%(table)s)", table=table))
