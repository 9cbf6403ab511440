"""Any sequence of what a supplier's people do ends in a valid state, with nothing lost.

A state machine drives the pages as several browsers do (the owner, a colleague, whoever declares) beside a
model of what was acknowledged. Each example has a supplier of its own in one database.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings, stateful
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.extensions import clock, db
from app.services.answers import answering
from app.services.inviting import colleagues, invitations
from app.settings import Settings
from app.store import audit
from app.store import colleagues as colleagues_store
from models import AuditEvent, Invitation, Response, ResponseStatus, ScreeningRun, Supplier
from questionnaires import Question, answers, path
from support import documents
from support.respondents import Fields, Model, typed
from support.world import acceptable, make_world

EXAMPLES, STEPS = 15, 40
_numbers, _browsers = itertools.count(1), itertools.count()


class Answering(stateful.RuleBasedStateMachine):
    """One response from the invitation to the submission and after it."""

    site: Flask

    def __init__(self) -> None:
        super().__init__()
        number = next(_numbers)
        with self.inside() as session:
            council_id, settings = session.scalars(select(Supplier.council_id)).first(), self.configured
            supplier = Supplier(council_id=council_id, key=f"m{number}", name=f"Northgate {number} Ltd")
            session.add(supplier)
            session.flush()
            email = f"owner{number}@northgate.example"
            asked, link = invitations.ask(
                session, settings, None, supplier, email, "Con Tact", date(2026, 12, 11), clock.now()
            )
            self.invitation_id, self.response_id, self.supplier_id = asked.id, asked.response_id, supplier.id
            self.model = Model(answering.questionnaire_of(asked.response), clock.today())
        self.number = number
        self.owner = self.follow(link)
        self.helper: FlaskClient | None = None
        self.declarer: FlaskClient | None = None
        self.sections: dict[str, int] = {}  # of the helper: section id -> delegation id
        self.declaration = 0  # the delegation of whoever is to declare, 0 for nobody
        self.opened: list[tuple[str, int]] = []  # pages that stand open in tabs: question, revision
        self.returned = False

    # What people do

    @initialize(count=st.sampled_from([0, 6, 60]))
    def come_back_to_it(self, count: int) -> None:
        """Some of it, or all, was answered on an earlier day."""
        self.answer_many(count)

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """Any question of the path, a first answer or a change; often an early one, which moves the path."""
        question = self.one_of(data, self.model.on_path)
        self.send(self.owner, question, data.draw(typed(question)), self.model.revision(question.id))

    @rule(data=st.data())
    def answer_the_next(self, data: st.DataObject) -> None:
        """The first question that is open still."""
        question = path.first_unanswered(self.model.questionnaire, self.model.answers)
        if question is not None:
            self.send(self.owner, question, data.draw(typed(question)), self.model.revision(question.id))

    @rule(count=st.sampled_from([4, 12, 60]))
    def answer_many(self, count: int) -> None:
        """Question after question, as far as there are any."""
        for _ in range(count):
            question = path.first_unanswered(self.model.questionnaire, self.model.answers)
            if question is None or self.model.submitted is not None:
                return
            with self.inside() as session:
                asked = session.get(Invitation, self.invitation_id)
                answering.save(session, asked.contact, asked, question.id, acceptable(question), clock.now())
            self.model.take(question.id, acceptable(question))

    @rule(data=st.data())
    def press_twice(self, data: st.DataObject) -> None:
        """The same form sent twice: the second finds its own answer, which is no conflict."""
        question = self.one_of(data, self.model.on_path)
        fields, based_on = data.draw(typed(question)), self.model.revision(question.id)
        for _ in range(2):
            self.send(self.owner, question, fields, based_on)

    @rule(data=st.data())
    def edit_in_two_tabs(self, data: st.DataObject) -> None:
        """Two forms that were opened at one moment: the second is refused unless it says the same."""
        question = self.one_of(data, self.model.on_path)
        based_on = self.model.revision(question.id)
        for _ in range(2):
            self.send(self.owner, question, data.draw(typed(question)), based_on)

    @rule(data=st.data())
    def change_an_early_answer_and_change_it_back(self, data: st.DataObject) -> None:
        """What the change took off the path is there again, as it was."""
        question = self.one_of(data, self.model.on_path[:8])
        before = self.model.answers
        if self.model.submitted is not None or question.id not in before or not question.options:
            return
        value = data.draw(st.sampled_from([option.value for option in question.options]))
        self.send(self.owner, question, {"answer": [value]}, self.model.revision(question.id))
        raw = answers.to_raw(question, before[question.id])
        boxes = [part for name in ("day", "month", "year") for part in raw.get(f"evidence_{name}", [])]
        evidence = {"evidence_url": raw.get("evidence_url", []), "evidence_date": boxes}
        back = {"answer": raw["answer"], **(evidence if any(boxes) else {})}
        self.send(self.owner, question, back, self.model.revision(question.id))
        assert self.model.answers == before

    @rule(data=st.data())
    def open_in_a_tab(self, data: st.DataObject) -> None:
        """A page that is opened, or gone back to, shows the answer's revision and changes nothing."""
        question = self.one_of(data, self.model.questionnaire.questions)
        reply = self.owner.get(self.page(question))
        if self.model.submitted is not None or question not in self.model.on_path:
            assert reply.status_code == 302
            return
        revision = self.model.revision(question.id)
        assert reply.status_code == 200
        assert f'name="revision" value="{revision}"' in reply.text
        self.opened.append((question.id, revision))

    @precondition(lambda self: self.opened)
    @rule(data=st.data())
    def send_from_a_tab(self, data: st.DataObject) -> None:
        """A page that was opened some time ago: whatever was saved since then is not overwritten unseen."""
        question_id, revision = data.draw(st.sampled_from(self.opened))
        question = self.model.questionnaire.question(question_id)
        self.send(self.owner, question, data.draw(typed(question)), revision)

    @rule(data=st.data())
    def send_any_question(self, data: st.DataObject) -> None:
        """Also one that is not asked, by an address kept from before the path changed."""
        question = self.one_of(data, self.model.questionnaire.questions)
        self.send(self.owner, question, data.draw(typed(question)), self.model.revision(question.id))

    @precondition(lambda self: self.model.submitted is None)
    @rule(data=st.data())
    def ask_a_colleague(self, data: st.DataObject) -> None:
        """A section is handed on, again if it was before."""
        section_id = data.draw(st.sampled_from([one.id for one in self.model.questionnaire.sections]))
        self.sections[section_id], self.helper = self.delegate(section_id, "helper")

    @precondition(lambda self: self.helper is not None)
    @rule(data=st.data())
    def colleague_answers(self, data: st.DataObject) -> None:
        """Their own section or, by a guessed address, another."""
        question = self.one_of(data, self.model.on_path)
        fields, based_on = data.draw(typed(question)), self.model.revision(question.id)
        self.send(self.helper, question, fields, based_on, set(self.sections))

    @precondition(lambda self: self.sections)
    @rule(data=st.data())
    def withdraw_from_the_colleague(self, data: st.DataObject) -> None:
        """The owner ends what the colleague was asked; their answers stay."""
        section_id = data.draw(st.sampled_from(sorted(self.sections)))
        self.withdraw(self.sections.pop(section_id))

    @precondition(lambda self: self.model.submitted is None and not self.declaration)
    @rule()
    def ask_another_to_declare(self) -> None:
        """From now on only they submit."""
        self.declaration, self.declarer = self.delegate("", "director")

    @precondition(lambda self: self.declaration)
    @rule()
    def withdraw_the_declaration(self) -> None:
        """The owner declares again."""
        self.withdraw(self.declaration)
        self.declaration = 0

    @precondition(lambda self: self.declaration)
    @rule(data=st.data())
    def send_back(self, data: st.DataObject) -> None:
        """Whoever declares sends a section back; nothing is submitted until it is dealt with."""
        states = path.section_states(self.model.questionnaire, self.model.answers)
        section_id = data.draw(st.sampled_from([state.section.id for state in states]))
        form = {"part": section_id, "note": "Please look again."}
        reply = self.declarer.post(f"/answers/{self.invitation_id}/send-back", data=form)
        assert reply.status_code == (302 if self.model.submitted is None else 409)
        self.returned |= self.model.submitted is None

    @precondition(lambda self: self.returned)
    @rule()
    def deal_with_what_was_sent_back(self) -> None:
        """The owner says that it is done."""
        with self.inside() as session:
            waiting = [one.id for one in colleagues_store.open_returns(session, self.response_id)]
        for return_id in waiting:
            address = f"/answers/{self.invitation_id}/sent-back/{return_id}/settled"
            assert self.owner.post(address).status_code == 302
        self.returned = False

    @rule(data=st.data(), salt=st.integers(0, 2))
    def attach_a_file(self, data: st.DataObject, salt: int) -> None:
        """A file beside a question, stored whatever becomes of the answer."""
        takes = [question for question in self.model.on_path if question.evidence is not None]
        if not takes:
            return
        question, content = self.one_of(data, takes), documents.PDF + b"%%%d\n" % salt
        form: dict[str, Any] = {
            "then": "attach",
            "file_date": ["1", "2", "2026"],
            "evidence_files": (io.BytesIO(content), "policy.pdf"),
        }
        reply = self.owner.post(self.page(question), data=form, content_type="multipart/form-data")
        assert reply.status_code == (200 if self.model.submitted is None else 302)
        if self.model.submitted is None:
            self.model.files.add((question.id, content))

    @rule(by_declarer=st.booleans(), times=st.integers(1, 2))
    def submit(self, by_declarer: bool, times: int) -> None:
        """By either of the two, once or twice; it works only when everything is as it must be."""
        client = self.declarer if by_declarer else self.owner
        if client is None:
            return
        for _ in range(times):
            status = self.submission_status(by_declarer)
            form = {"declared_name": "Di Rector", "declared_role": "Director", "declared": "y"}
            reply = client.post(f"/answers/{self.invitation_id}/check", data=form)
            assert reply.status_code == status
            if status == 302 and self.model.submitted is None:
                self.model.submitted = path.submitted(self.model.questionnaire, self.model.answers)

    # What must hold after each step

    @invariant()
    def what_was_acknowledged_is_stored(self) -> None:
        """Every answer with its revision, those that a change set aside included, and every file."""
        with self.inside() as session:
            response = session.get(Response, self.response_id)
            stored = {
                row.question_id: (row.revision, answers.Answer.from_json(row.content))
                for row in response.answers
            }
            files = sorted((file.question_id, file.size) for file in response.evidence)
            is_submitted = response.status == ResponseStatus.SUBMITTED
        assert stored == self.model.rows
        assert files == sorted((question_id, len(content)) for question_id, content in self.model.files)
        assert is_submitted is (self.model.submitted is not None)

    @invariant()
    def what_was_submitted_stands_as_it_was_and_is_valid(self) -> None:
        """What counts is what was on the path at the submission, and nothing else."""
        if self.model.submitted is None:
            return
        with self.inside() as session:
            response = session.get(Response, self.response_id)
            questionnaire, stored = answering.questionnaire_of(response), answering.answers_of(response)
        assert path.submitted(questionnaire, stored) == self.model.submitted
        assert not answers.validate(questionnaire, stored, "en")
        assert answers.signals(questionnaire, stored) == answers.signals(questionnaire, self.model.submitted)

    def teardown(self) -> None:
        """The record of what happened is whole: one event a saved answer, one submission, one run."""
        with self.inside() as session:
            assert audit.first_broken(session) is None
            saved = self.count(session, "answer.saved", "response", self.response_id)
            submitted = self.count(session, "response.submitted", "invitation", self.invitation_id)
            runs = session.scalar(
                select(func.count())
                .select_from(ScreeningRun)
                .where(ScreeningRun.supplier_id == self.supplier_id)
            )
        assert saved == self.model.saves
        assert submitted == runs == (self.model.submitted is not None)

    # How it is done

    @property
    def configured(self) -> Settings:
        return self.site.config["SETTINGS"]

    @contextmanager
    def inside(self) -> Iterator[Session]:
        """A session as one request or one task has it."""
        with self.site.app_context():
            yield db.session()

    def follow(self, link: str) -> FlaskClient:
        client = self.site.test_client()
        number = next(_browsers)  # links may be followed so many times an hour from one address
        client.environ_base["REMOTE_ADDR"] = f"127.1.{number // 250}.{number % 250 + 1}"
        assert client.get(link.removeprefix(self.configured.base_url)).status_code == 302
        return client

    @staticmethod
    def one_of(data: st.DataObject, questions: Sequence[Question]) -> Question:
        """Any of these, drawn by its id, which is what a failing example shows."""
        drawn = data.draw(st.sampled_from([question.id for question in questions]))
        return next(question for question in questions if question.id == drawn)

    def page(self, question: Question) -> str:
        return f"/answers/{self.invitation_id}/questions/{question.id}"

    def send(
        self,
        client: FlaskClient,
        question: Question,
        fields: Fields,
        based_on: int,
        sections: set[str] | None = None,
    ) -> None:
        """Send the form, and expect what the model says."""
        expected = self.model.send(question, fields, based_on, sections)
        if sections is not None and not sections:
            expected = 404  # a colleague who is asked nothing any more sees nothing at all
        reply = client.post(self.page(question), data={**fields, "revision": str(based_on)})
        assert reply.status_code == expected

    def delegate(self, section_id: str, who: str) -> tuple[int, FlaskClient]:
        with self.inside() as session:
            asked = session.get(Invitation, self.invitation_id)
            email = f"{who}{self.number}@northgate.example"
            made, link = colleagues.ask(
                session, self.configured, asked.contact, asked, section_id, email, who, clock.now()
            )
            delegation_id = made.id
        return delegation_id, self.follow(link)

    def withdraw(self, delegation_id: int) -> None:
        address = f"/answers/{self.invitation_id}/colleagues/{delegation_id}/withdraw"
        assert self.owner.post(address).status_code == 302

    def submission_status(self, by_declarer: bool) -> int:
        if by_declarer and not self.declaration:
            return 404
        if self.model.submitted is not None:
            return 302
        if bool(self.declaration) is not by_declarer or self.returned:
            return 409
        return 200 if self.model.problems() else 302

    @staticmethod
    def count(session: Session, action: str, table: str, row_id: int) -> int:
        query = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)
        found = session.scalar(query.where(AuditEvent.subject == table, AuditEvent.subject_id == row_id))
        return int(found or 0)


def test_any_sequence_of_what_people_do_ends_in_a_valid_state_with_nothing_lost(
    app: Flask, settings: Settings
) -> None:
    with app.app_context():
        make_world(db.session(), settings)
    machine: Callable[[], Answering] = type("AnsweringHere", (Answering,), {"site": app})
    stateful.run_state_machine_as_test(machine, settings=_bounded())


def _bounded() -> Any:
    """So many examples as fit into half a minute; the profile says whether they are the same each time."""
    return settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
