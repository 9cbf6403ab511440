"""What a respondent does with the workbook of a response: has it made, fills it elsewhere, loads it.

The cells are filled by `support.workbooks`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues
from app.services.workbooks import answer_workbooks, workbook_loads
from app.services.workbooks.workbook_loads import Loaded
from models import Invitation, Person
from questionnaires import Answer
from support.world import World


def seat(world: World, invitation: Invitation, person: Person | None = None) -> colleagues.Seat:
    """What a person (the contact, if nobody is named) may answer of an invitation."""
    found = colleagues.seat(world.session, person or invitation.contact, invitation.id)
    assert found is not None
    return found


def download(
    world: World, invitation: Invitation, person: Person | None = None, language: str = "en"
) -> bytes:
    """The workbook that a person is given, an XLSX file."""
    person = person or invitation.contact
    return answer_workbooks.download(
        world.session, world.settings, person, seat(world, invitation, person), language, clock.now()
    )


def load(
    world: World,
    invitation: Invitation,
    content: bytes,
    person: Person | None = None,
    name: str = "filled.xlsx",
) -> Loaded:
    """A person uploads a workbook; what came of each cell. Refused: no workbook of these answers."""
    person = person or invitation.contact
    return workbook_loads.load(
        world.session,
        world.settings,
        person,
        seat(world, invitation, person),
        name,
        io.BytesIO(content),
        "en",
        clock.now(),
        clock.today(),
    )


def say(world: World, invitation: Invitation, **answers: Answer) -> None:
    """The contact answers on the web: the id of a question -> its answer."""
    for question_id, answer in answers.items():
        answering.save(world.session, invitation.contact, invitation, question_id, answer, clock.now())


def given(world: World, invitation: Invitation) -> Mapping[str, Answer]:
    """The answers that stand, by the ids of their questions."""
    world.session.expire_all()
    return answering.answers_of(invitation.response)
