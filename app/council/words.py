"""What the pages of annual statements call things: states, weights of findings, deadlines, promises."""

from __future__ import annotations

from flask_babel import gettext as _

from models import LinkOutcome, PledgeState, SectionState, StatementState
from screening.annual.lint import Weight

COLOURS = {
    "empty": "grey",
    "suggested": "yellow",
    "drafted": "blue",
    "checked": "turquoise",
    "approved": "green",
    "draft": "grey",
    "legal": "blue",
    "lead_member": "blue",
    "approval": "purple",
    "published": "green",
    "open": "blue",
    "kept": "green",
    "partly": "turquoise",
    "not_kept": "orange",
    "dropped": "grey",
}
"""The tag colours of states. The words beside them say the same."""


def section_state(state: SectionState | str) -> str:
    """How far a section is."""
    return {
        SectionState.EMPTY: _("Empty"),
        SectionState.SUGGESTED: _("Suggested from records, not yet read"),
        SectionState.DRAFTED: _("Drafted"),
        SectionState.CHECKED: _("Checked"),
        SectionState.APPROVED: _("Approved"),
    }[SectionState(state)]


def statement_state(state: StatementState | str) -> str:
    """How far a statement is."""
    return {
        StatementState.DRAFT: _("Draft"),
        StatementState.LEGAL: _("With the legal team"),
        StatementState.LEAD_MEMBER: _("With the lead member"),
        StatementState.APPROVAL: _("Before cabinet or full council"),
        StatementState.APPROVED: _("Approved"),
        StatementState.PUBLISHED: _("Published"),
    }[StatementState(state)]


def send_label(to: StatementState | str) -> str:
    """What the button says that takes a statement to a state."""
    return {
        StatementState.DRAFT: _("Send back to the draft"),
        StatementState.LEGAL: _("Send to the legal team"),
        StatementState.LEAD_MEMBER: _("Note that legal agrees, and send to the lead member"),
        StatementState.APPROVAL: _("Note that the lead member agrees, and put it before cabinet or council"),
        StatementState.APPROVED: _("Note that it was approved, and freeze it"),
        StatementState.PUBLISHED: _("Publish it"),
    }[StatementState(to)]


def who_is_next(state: StatementState | str) -> str:
    """Who has to agree next, or what is to be done."""
    return {
        StatementState.DRAFT: _("The legal team reads it next."),
        StatementState.LEGAL: _("The legal team has it. The lead member reads it next."),
        StatementState.LEAD_MEMBER: _("The lead member has it. Cabinet or full council approves it next."),
        StatementState.APPROVAL: _("Cabinet or full council approves it next, and a senior member signs it."),
        StatementState.APPROVED: _("It is approved. It is to be published next."),
        StatementState.PUBLISHED: _("It is published and stays as it is."),
    }[StatementState(state)]


def weight(given: Weight | str) -> str:
    """How much a finding weighs."""
    return {
        Weight.ASKED_FOR: _("Asked for by the rules"),
        Weight.RISK: _("A risk to somebody"),
        Weight.PRACTICE: _("Good practice"),
    }[Weight(given)]


def firmness(given: str) -> str:
    """How firm a deadline is."""
    return {
        "law": _("The law sets this day."),
        "guidance": _("Guidance asks for it by this day; the law does not."),
        "own": _("Your council set this day itself."),
    }.get(given, _("Nobody knows yet by which day it will be due."))


def pledge_state(state: PledgeState | str) -> str:
    """What became of a promise."""
    return {
        PledgeState.OPEN: _("Open"),
        PledgeState.KEPT: _("Kept"),
        PledgeState.PARTLY: _("Kept in part"),
        PledgeState.NOT_KEPT: _("Not kept"),
        PledgeState.DROPPED: _("Dropped, with a reason"),
    }[PledgeState(state)]


def duty(given: str) -> str:
    """Whether rules bind."""
    return {"voluntary": _("voluntary for councils"), "statutory": _("a duty")}.get(given, given)


def asked(name: str) -> str:
    """What else rules ask for."""
    return {
        "period": _("the year it is about"),
        "approval": _("approval at the highest level, with the day"),
        "signature": _("a signature with name, role and day"),
        "homepage_link": _("a link on the front page"),
        "registry": _("an entry in the government's registry"),
        "earlier_years": _("statements of earlier years stay public"),
        "reason_for_missing_area": _("a reason for each area that is left out"),
    }.get(name, name.replace("_", " "))


def lack(name: str) -> str:
    """Why a step cannot be taken yet."""
    return {
        "missing_area": _("An area has too little text and no reason why it is left out."),
        "missing_approval": _("It is not noted which body approved the statement, and when."),
        "missing_signature": _("It is not noted who signed the statement, with role and day."),
        "signed_before_approved": _("It was signed before it was approved. Correct one of the days."),
        "unknown_figure": _("A text has a live figure that does not exist."),
        "suggested": _(
            "A section is still as it was put together from records. A person has to read and save it."
        ),
        "published_url": _("It is not noted at which address the statement is published."),
        "reason": _("Say why you send it back."),
        "order": _(
            "Somebody else has sent the statement on since you opened the page. Look where it stands."
        ),
    }.get(name, name.replace("_", " "))


def link_outcome(outcome: LinkOutcome | str) -> str:
    """What a look of the machine at the front page brought."""
    return {
        LinkOutcome.FOUND: _("A link to the statement was found on the front page."),
        LinkOutcome.NOT_FOUND: _(
            "No link to the statement was found on the front page as it was sent. A link that a script adds, "
            "or one to another address, is not seen: look yourself."
        ),
        LinkOutcome.NOT_READABLE: _("The front page could not be read, so nothing is known of the link."),
    }[LinkOutcome(outcome)]


def rule(name: str) -> str:
    """What a rule of the reading looks for."""
    return {
        "missing_area": _("areas with too little text"),
        "missing_period": _("the year it is about"),
        "figure_without_context": _("figures without context"),
        "no_figures": _("effectiveness without a figure"),
        "vague": _("phrases that say little"),
        "assurance": _("assurances without a check"),
        "reliance": _("trust in audits and names"),
        "ending": _("contracts ended at once"),
        "free": _("claims to be free of slavery"),
        "open_promise": _("promises without an owner or a day"),
        "copy_of_last_year": _("a copy of last year's text"),
        "person_identifiable": _("traces of a person"),
    }.get(name, name.replace("_", " "))


def event(action: str) -> str:
    """An entry of the log in words."""
    return {
        "statement.begun": _("Statement begun"),
        "statement.section_written": _("Text saved"),
        "statement.section_checked": _("Checked against records and guidance"),
        "statement.version_removed": _("Words of an earlier version taken out"),
        "statement.commented": _("Comment"),
        "statement.comment_settled": _("Comment dealt with"),
        "statement.sent": _("Sent on or back"),
        "statement.approval_noted": _("Approval and signature noted"),
        "statement.places_noted": _("Addresses noted"),
        "statement.front_page_checked": _("Front page looked at for the link"),
        "statement.reminded": _("Leads reminded of the deadline"),
        "statement.rules_followed": _("Rules or deadline changed"),
    }.get(action, action)
