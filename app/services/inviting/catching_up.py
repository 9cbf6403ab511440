"""Councils that read older answers to the standard questions than the supplier has given since.

The standard questions are the same in every council's questionnaire, and are read in two ways: by themselves,
or inside a council's own questionnaire. Newer answers in one way reach no council that reads the other, and
no council learns that there are any: the supplier is told which councils are behind, and brings each up to
date. Standard answers by themselves are shared with one press; inside a council's own questionnaire they are
proposed, to be confirmed one by one, because its own questions are answered and declared with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.answers import proposing, sharing, standard_part
from app.services.answers import questionnaires_in_use as in_use
from app.services.answers.answering import answers_of, questionnaire_of
from app.services.inviting import updating
from app.settings import Settings
from app.store import audit, proposals, same_firm
from app.store import sharing as store
from models import Council, Invitation, Person, Response
from questionnaires import Answer, Setting, own, path


@dataclass(frozen=True, slots=True)
class Behind:
    """A council that reads `invitation.response`, while `newest` answers standard questions otherwise.

    `draft` is the way to answers begun anew for it, None if there are none.
    """

    invitation: Invitation
    newest: Response
    draft: Invitation | None

    @property
    def council(self) -> Council:
        """Who is behind."""
        return self.invitation.council

    @property
    def reads(self) -> Response:
        """What it reads."""
        return self.invitation.response

    @property
    def is_whole(self) -> bool:
        """Whether it reads them inside its own questionnaire, so that they are confirmed one by one."""
        return in_use.is_own(self.reads.questionnaire)


def behind(session: Session, owner: Person, invitation: Invitation) -> list[Behind]:
    """Every council that is behind the newest answers like these that the owner has submitted.

    A council that reads the newest, or the standard part of it, is not; nor is one whose older answers are
    the same, nor one that is offered the newest already.
    """
    given = invitation.response
    setting = Setting(store.setting_of(given))
    submitted = proposals.submitted(session, owner.id, given.organisation_id, setting.value)
    if not submitted:
        return []
    newest = submitted[0]
    found: list[Behind] = []
    firm = same_firm.organisations(session, owner.id, given.organisation_id)
    read = [one for one in store.read_of_contact(session, owner.id, firm) if _setting(one) is setting]
    for one in read:
        if one.response.questionnaire == newest.questionnaire or _is_newer(one.response, newest):
            continue  # an update of the very same questions asks about each council itself
        if not in_use.is_own(one.response.questionnaire) and _reads_since(read, one, newest):
            continue
        if _differ(one.response, newest):
            found.append(Behind(one, newest, updating.under_way(session, one)))
    return found


def _setting(invitation: Invitation) -> Setting:
    return Setting(store.setting_of(invitation.response))


def _differ(one: Response, other: Response) -> bool:
    """Whether the two answer any standard question otherwise that both of them ask."""
    asked = _questions(one) & _questions(other)
    return _standard(one, asked) != _standard(other, asked)


def _questions(response: Response) -> set[str]:
    return {question.id for question in questionnaire_of(response).questions}


def _standard(response: Response, asked: set[str]) -> dict[str, Answer]:
    """The standard answers that count in a response, to some questions."""
    questionnaire = questionnaire_of(response)
    counting = own.base_part(questionnaire, path.submitted(questionnaire, answers_of(response)))
    return {name: answer for name, answer in counting.items() if name in asked}


def _is_newer(one: Response, other: Response) -> bool:
    """Whether a response was submitted no earlier than another."""
    if one.submitted_at is None or other.submitted_at is None:
        return False
    return (one.submitted_at, one.id) >= (other.submitted_at, other.id)


def _reads_since(read: list[Invitation], one: Invitation, newest: Response) -> bool:
    """Whether the council's record reads the newest answers in the other way already."""
    return any(
        other.supplier_id == one.supplier_id and _is_newer(other.response, newest)
        for other in read
        if other.id != one.id
    )


def bring_up_to_date(
    session: Session,
    settings: Settings,
    owner: Person,
    late: Behind,
    now: datetime,
    today: date,
) -> Invitation:
    """Let a council read the newest standard answers: share them, or begin to answer its own questionnaire
    anew with them. Returns the way to what was shared, or to what is to be confirmed. Raises
    `sharing.TooOld`.
    """
    if late.is_whole:
        return _propose(session, owner, late, now)
    part = late.newest
    if in_use.is_own(part.questionnaire):
        part = standard_part.of(session, part, now)
    asked = sharing.asked_alike(session, late.invitation, part)
    if not asked.is_shared:
        try:
            sharing.agree(session, settings, owner, asked, late.invitation.council_id, now, today)
        except sharing.TooOld:
            session.rollback()
            raise
    return asked


def _propose(session: Session, owner: Person, late: Behind, now: datetime) -> Invitation:
    way_in = updating.start_update(session, owner, late.invitation, now)
    draft = way_in.response
    firm = same_firm.organisations(session, owner.id, draft.organisation_id)
    number = proposing.start_from(session, draft, late.newest, owner, now, firm)
    audit.record(session, owner, "response.brought_up_to_date", draft, now, proposed=number)
    session.commit()
    return way_in
