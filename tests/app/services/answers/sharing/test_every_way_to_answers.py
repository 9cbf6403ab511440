"""What one council may see of a supplier's answers, by every way in the service that leads to answers.

A new way belongs in `WAYS`: then every history of agreement below is tried on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import pytest

from app.extensions import clock
from app.services.answers import sharing
from app.services.background import runs
from app.services.judgement import screenings as screening
from app.services.judgement.cases import build_case
from app.store import evidence as evidence_store
from app.store import queue, responses
from app.store.queue_conditions import QueueFilter
from models import Invitation, Person, ResponseLook, ResponseStatus, Role
from support.evidence import files
from support.rows import count_rows
from support.two_councils import Neighbour, agree, ask, withdraw
from support.world import World


@dataclass
class Eyes:
    """A council's ways to one response."""

    world: World
    council_id: int
    supplier_id: int
    invitation: Invitation

    def in_bulk(self) -> bool:
        found = responses.submitted_by_supplier(self.world.session, self.council_id)
        return self._is(found.get(self.supplier_id))

    def of_one(self) -> bool:
        return self._is(
            responses.submitted_of_supplier(self.world.session, self.council_id, self.supplier_id)
        )

    def file(self) -> bool:
        [file] = files(self.world, self.invitation)
        found = evidence_store.submitted_file(self.world.session, self.council_id, self.supplier_id, file.id)
        return found is not None

    def rescreened_after_a_scan(self) -> bool:
        read = responses.readers_of(self.world.session, self.invitation.response_id)
        return any(one.supplier_id == self.supplier_id for one in read)

    def judged_by(self) -> bool:
        supplier = next(
            one.supplier
            for one in self.invitation.response.invitations
            if one.supplier_id == self.supplier_id
        )
        given = responses.submitted_of_supplier(self.world.session, self.council_id, self.supplier_id)
        return bool(build_case(supplier, [], None, given, clock.today()).signals)

    def said_to_be_answered(self) -> bool:
        rows, _total = queue.page(
            self.world.session, self.council_id, QueueFilter(response="answered"), clock.today(), 0, 50
        )
        return any(row.supplier.id == self.supplier_id for row in rows)

    def looked_at(self) -> bool:
        person = self.world.officer
        before = count_rows(self.world.session, ResponseLook)
        sharing.record_look(
            self.world.session,
            person,
            self.council_id,
            self.supplier_id,
            self.invitation.response_id,
            clock.now(),
        )
        return count_rows(self.world.session, ResponseLook) > before

    def _is(self, found) -> bool:
        return found is not None and found.id == self.invitation.response_id


WAYS = [
    Eyes.in_bulk,
    Eyes.of_one,
    Eyes.file,
    Eyes.rescreened_after_a_scan,
    Eyes.judged_by,
    Eyes.said_to_be_answered,
    Eyes.looked_at,
]

Step = Callable[[World, Neighbour, Invitation], object]


def _revoke(world: World, neighbour: Neighbour, offered: Invitation) -> None:
    offered.revoked_at = clock.now()
    world.session.commit()


STEPS: dict[str, Step] = {
    "agree": lambda world, neighbour, offered: agree(world, offered),
    "withdraw": lambda world, neighbour, offered: withdraw(world, offered),
    "revoke": _revoke,
    "ask again": lambda world, neighbour, offered: ask(world, neighbour.cleaner),
}
HISTORIES = {
    (): False,
    ("withdraw",): False,
    ("revoke",): False,
    ("agree",): True,
    ("agree", "agree"): True,
    ("agree", "withdraw"): False,
    ("agree", "withdraw", "withdraw"): False,
    ("agree", "withdraw", "agree"): True,
    ("agree", "withdraw", "ask again"): False,
    ("agree", "withdraw", "ask again", "agree"): True,
    ("agree", "revoke"): False,
    ("agree", "revoke", "agree"): False,
    ("agree", "revoke", "ask again"): False,
    ("agree", "revoke", "ask again", "agree"): True,
    ("agree", "withdraw", "revoke"): False,
}


@pytest.mark.parametrize("steps", HISTORIES, ids=lambda steps: ", ".join(steps) or "only asked")
def test_a_council_sees_exactly_what_it_may_by_every_way(
    world, neighbour, submitted, steps, standing_clock
) -> None:
    world.screen_all()
    _screen(world, neighbour)
    offered = ask(world, neighbour.cleaner)
    for step in steps:
        standing_clock.pass_by(hours=1)
        STEPS[step](world, neighbour, offered)
    world.session.expire_all()
    theirs = Eyes(world, neighbour.council.id, neighbour.cleaner.id, submitted)
    ours = Eyes(world, world.council.id, world.cleaner.id, submitted)
    may = HISTORIES[steps]
    assert offered.is_shared is may
    assert {way.__name__: way(theirs) for way in WAYS} == {way.__name__: may for way in WAYS}
    assert {way.__name__: way(ours) for way in WAYS} == {way.__name__: True for way in WAYS}


def test_no_combination_of_agreement_shows_more_than_it_allows(world, neighbour, submitted) -> None:
    """Every state in which the row can be, written straight into it, by every way that leads to answers."""
    _screen(world, neighbour)
    offered = ask(world, neighbour.cleaner)
    theirs = Eyes(world, neighbour.council.id, neighbour.cleaner.id, submitted)
    moments = (None, clock.now())
    for number, states in enumerate(product(moments, moments, moments, ResponseStatus)):
        offered.agreed_at, offered.withdrawn_at, offered.revoked_at, offered.response.status = states
        world.officer = _somebody_else(world, neighbour, number)  # whose look is not written down yet
        world.session.commit()
        agreed, withdrawn, revoked, status = states
        may = bool(agreed and not withdrawn and not revoked and status == ResponseStatus.SUBMITTED)
        ways = [way for way in WAYS if way is not Eyes.rescreened_after_a_scan]  # of submitted ones only
        assert {way.__name__: way(theirs) for way in ways} == {way.__name__: may for way in ways}, states


def _somebody_else(world: World, neighbour: Neighbour, number: int) -> Person:
    person = Person(
        email=f"officer{number}@otherton.example", role=Role.OFFICER, council_id=neighbour.council.id
    )
    world.session.add(person)
    return person


def _screen(world: World, neighbour: Neighbour) -> None:
    run = runs.new_run(world.session, neighbour.council.id, None, "test", clock.now(), clock.today())
    world.session.commit()
    assert screening.run(world.session, run.id, clock.now)
