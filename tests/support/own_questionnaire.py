"""A council with a questionnaire of its own, and a neighbour that reads the standard part of its answers."""

from __future__ import annotations

from typing import Any

from app.extensions import clock
from app.services.answers import answering
from app.services.answers import own_questionnaires as service
from app.services.inviting import invitations, updating
from app.store import people
from models import CouncilQuestionnaire, Invitation, Person, Response, Role, Supplier
from questionnaires import Answer, editing
from support.two_councils import CONTACT, DUE, submit
from support.world import World

QUESTION: dict[str, Any] = {
    "id": "own_jobs",
    "type": "yes_no",
    "text": {"en": "Do you offer apprenticeships in our area?"},
    "why": {"en": "We want work for young people."},
    "example": {"en": "Two in our depot."},
}
#: A standard question that answers are changed in.
CHANGED = "policy_published"


def draft(world: World, email: str = "lee@anytown.example") -> CouncilQuestionnaire:
    """A lead of the first council drafts a questionnaire with one question of its own."""
    lead = Person(email=email, name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(lead)
    world.session.commit()
    row = service.start(world.session, lead, world.council.id, {"en": "Our questions"}, clock.now())
    section = {"id": "own_local", "title": {"en": "Tell us about local work"}}
    content = editing.put_question(editing.put_section(row.content, section), "own_local", QUESTION)
    service.change(world.session, lead, row, content, row.revision, clock.now(), what="own_jobs")
    return row


def publish(world: World, email: str = "lee@anytown.example") -> CouncilQuestionnaire:
    """The same, published."""
    row = draft(world, email)
    lead = people.person_by_email(world.session, email)
    assert lead is not None
    service.publish(world.session, lead, row, "Local jobs matter", row.revision, clock.now())
    return row


def ask(world: World, supplier: Supplier, **more: Any) -> Invitation:
    """A council asks with the questionnaire that it would choose."""
    given = (world.session, world.settings, None, supplier, CONTACT, "Con Tact", DUE, clock.now())
    return invitations.ask(*given, **more)[0]


def answer_otherwise(world: World, invitation: Invitation, value: str = "no") -> Response:
    """Answer anew, with another answer to one standard question."""
    way_in = updating.start_update(world.session, invitation.contact, invitation, clock.now())
    answering.save(world.session, way_in.contact, way_in, CHANGED, Answer(value), clock.now())
    return submit(world, way_in)
