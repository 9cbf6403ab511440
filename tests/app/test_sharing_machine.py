"""Any sequence of sharing, withdrawing, answering anew, a year later and by workbook ends in a valid state:
what was submitted stands as it was, a council reads what it was let read, and a draft holds only what its
people said themselves.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from hypothesis import Phase, settings, stateful
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import select

from app.extensions import clock, db
from app.services.answers import answering, proposing
from app.services.inviting import updating
from app.settings import Settings
from app.store import audit
from models import Council, Invitation, Response, ResponseStatus, Supplier
from questionnaires import Answer, answers, path
from support import respondent_workbooks, two_councils, workbooks
from support.world import NOW, StandingClock, World, acceptable, make_world

EXAMPLES, STEPS = 6, 10
_numbers = itertools.count(1)


class Sharing(stateful.RuleBasedStateMachine):
    """One organisation with two councils, from its first submission on."""

    site: Flask
    world: World
    councils: tuple[Council, Council]
    clock: StandingClock

    @initialize(both=st.booleans())
    def submit_for_the_first_council(self, both: bool) -> None:
        """The supplier has answered one council, and another asks too, and may read them or not yet."""
        self.world.session.rollback()
        self.clock.moment = NOW
        number = next(_numbers)
        self.email = f"owner{number}@northgate.example"
        self.records = [self._record(one, f"{number:08}") for one in self.councils]
        self.submitted: dict[int, dict[str, Answer]] = {}
        self.lets_read: set[tuple[int, int]] = set()  # a council's place, the response that it may read
        self.draft: dict[str, Answer] | None = None
        self.way_in = self._ask(0)
        self.draft = {}
        self._submit({0})
        self._ask(1)
        if both:
            self.share(1)

    # What people do

    @precondition(lambda self: self.draft is None)
    @rule(of=st.sampled_from([0, 1]))
    def share(self, of: int) -> None:
        """The supplier lets a council read its newest answers."""
        if two_councils.agree(self.world, self.way_in, self.councils[of]):
            self.lets_read.add((of, self.way_in.response_id))

    @rule(of=st.sampled_from([0, 1]))
    def withdraw(self, of: int) -> None:
        """The supplier ends that, for all its answers."""
        newest = self._invitation(max(self.submitted))
        reads = any(place == of for place, _response_id in self.lets_read)
        assert two_councils.withdraw(self.world, newest, self.councils[of]) is reads
        self.lets_read = {pair for pair in self.lets_read if pair[0] != of}

    @precondition(lambda self: self.draft is None)
    @rule()
    def answer_anew(self) -> None:
        """The supplier begins to bring its answers up to date, of its own accord."""
        session, contact = self.world.session, self.way_in.contact
        self.way_in = updating.start_update(session, contact, self.way_in, clock.now())
        self.draft = {}

    @precondition(lambda self: self.draft is None)
    @rule()
    def be_asked_next_year(self) -> None:
        """A year later one council asks again: last year's answers stand ready, and count for nothing."""
        self.clock.pass_by(days=400)
        self.way_in = self._ask(0)
        assert self.way_in.response.status == ResponseStatus.DRAFT
        self.draft = {}

    @precondition(lambda self: self.draft is not None)
    @rule(count=st.sampled_from([1, 5, 60]))
    def confirm(self, count: int) -> None:
        """Question after question: what stands ready is confirmed, what does not is answered."""
        for _ in range(count):
            question = path.first_unanswered(self.questionnaire, self.draft)
            if question is None:
                return
            ready = proposing.open_proposals(self.world.session, self.way_in.response).get(question.id)
            answer = Answer.from_json(ready.content) if ready is not None else acceptable(question)
            self._save(question.id, answer)

    @precondition(lambda self: self.draft)
    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        """Another answer than last time."""
        choices = [one for one in path.on_path(self.questionnaire, self.draft) if one.options]
        drawn = data.draw(st.sampled_from([one.id for one in choices]))
        question = self.questionnaire.question(drawn)
        parsed = answers.parse(question, {"answer": [question.options[-1].value]}, "en")
        assert isinstance(parsed, Answer)
        self._save(question.id, parsed)

    @precondition(lambda self: self.draft is not None)
    @rule()
    def upload_a_workbook(self) -> None:
        """A workbook with one answer more: that one is stored, and nothing else is touched."""
        question = path.first_unanswered(self.questionnaire, self.draft)
        if question is None:
            return
        answer = acceptable(question)
        with self.site.test_request_context():
            blank = respondent_workbooks.download(self.world, self.way_in)
            content = workbooks.filled(blank, {question.id: answers.display(question, answer, "en")})
            loaded = respondent_workbooks.load(self.world, self.way_in, content)
        self.world.session.expire_all()
        stored = answering.answers_of(self.way_in.response)
        assert stored.items() >= self.draft.items(), loaded
        assert stored.keys() <= {*self.draft, question.id}
        self.draft = dict(stored)

    @precondition(lambda self: self.draft is not None)
    @rule(agreed=st.sets(st.sampled_from([0, 1])))
    def submit(self, agreed: set[int]) -> None:
        """All is answered and declared, for the councils that the supplier picks."""
        self.confirm(99)
        asking = {one.council_id for one in self._asked() if one.response_id == self.way_in.response_id}
        picked = {one for one in agreed if self.councils[one].id in asking}
        if picked:
            self._submit(picked)
            return
        with pytest.raises(answering.NobodyAgreed):
            self._submit(set())

    # What must hold after each step

    @invariant()
    def what_was_submitted_stands_as_it_was(self) -> None:
        """Whatever is shared, withdrawn or answered anew."""
        if self.world.session.in_transaction():
            self.world.session.rollback()
        for response_id, given in getattr(self, "submitted", {}).items():
            response = self.world.session.get_one(Response, response_id)
            assert response.status == ResponseStatus.SUBMITTED and response.declared_name == "Con Tact"
            assert answering.answers_of(response) == given

    @invariant()
    def councils_read_what_they_may_and_no_draft(self) -> None:
        """Each of the two, and of every response."""
        if not hasattr(self, "records"):
            return
        asked = self._asked()
        reading = {(self.councils.index(one.council), one.response_id) for one in asked if one.is_shared}
        assert reading == self.lets_read
        assert {response_id for _place, response_id in reading} <= self.submitted.keys()

    @invariant()
    def a_draft_holds_only_what_its_people_said(self) -> None:
        """What stands ready from last year is no answer, and nobody has declared anything."""
        if getattr(self, "draft", None) is None:
            return
        response = self.way_in.response
        assert answering.answers_of(response) == self.draft
        assert response.status == ResponseStatus.DRAFT and not response.declared_name

    def teardown(self) -> None:
        """The log of it is whole."""
        assert audit.first_broken(self.world.session) is None

    # How it is done

    @property
    def questionnaire(self):
        return answering.questionnaire_of(self.way_in.response)

    def _record(self, council: Council, number: str) -> Supplier:
        made = Supplier(
            council_id=council.id, key=f"s{number}", name=f"Northgate {number} Ltd", company_number=number,
            spend=Decimal(1000),
        )  # fmt: skip
        self.world.session.add(made)
        self.world.session.commit()
        return made

    def _ask(self, of: int) -> Invitation:
        due = clock.today() + timedelta(days=28)
        return two_councils.ask(self.world, self.records[of], self.email, due_on=due)

    def _asked(self) -> list[Invitation]:
        mine = select(Invitation).where(Invitation.supplier_id.in_([one.id for one in self.records]))
        return list(self.world.session.scalars(mine.order_by(Invitation.id)))

    def _invitation(self, response_id: int) -> Invitation:
        return next(one for one in self._asked() if one.response_id == response_id)

    def _save(self, question_id: str, answer: Answer) -> None:
        contact = self.way_in.contact
        answering.save(self.world.session, contact, self.way_in, question_id, answer, clock.now())
        assert self.draft is not None
        self.draft[question_id] = answer

    def _submit(self, agreed: set[int]) -> None:
        councils = {self.councils[one].id for one in agreed}
        asked = [one for one in self._asked() if one.response_id == self.way_in.response_id]
        ids = [one.id for one in asked if one.council_id in councils]
        response = two_councils.submit(self.world, self.way_in, ids)
        self.submitted[response.id] = dict(answering.answers_of(response))
        self.lets_read |= {(place, response.id) for place in agreed}
        self.draft = None


def test_any_sequence_of_sharing_and_answering_anew_ends_in_a_valid_state(
    app: Flask, settings: Settings, standing_clock: StandingClock
) -> None:
    with app.app_context():
        world = make_world(db.session(), settings)
        councils = (world.council, two_councils.add_neighbour(world).council)
        own = {"site": app, "world": world, "councils": councils, "clock": standing_clock}
        machine: Callable[[], Sharing] = type("SharingHere", (Sharing,), own)
        stateful.run_state_machine_as_test(machine, settings=_bounded())


def _bounded() -> settings:
    return settings(max_examples=EXAMPLES, stateful_step_count=STEPS, phases=[Phase.generate])
