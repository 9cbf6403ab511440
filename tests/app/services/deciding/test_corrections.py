"""A supplier disputes a line, the council replies, the supplier may answer once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import corrections
from app.services.deciding.corrections import Disputed
from app.services.people import care
from app.store import audit
from app.store import corrections as store
from models import (
    AuditEvent,
    CorrectionAbout,
    CorrectionState,
    OutboxMessage,
    Person,
    Role,
    ScreeningRun,
)


def disputed(**changes: object) -> Disputed:
    given = {
        "key": "sector",
        "line": "Sector: Cleaning.",
        "line_cy": "Sector: Glanhau.",
        "about": CorrectionAbout.SECTOR,
        "text": "We only sell soap.",
    }
    return Disputed(**(given | changes))  # type: ignore[arg-type]


@pytest.fixture
def make(world, invitation, settings):
    def made(**changes: object):
        return corrections.make(
            world.session,
            settings,
            invitation.contact,
            invitation,
            None,
            disputed(**changes),
            clock.now(),
            clock.today(),
        )

    return made


@pytest.fixture
def reply(world, settings):
    def replied(correction, outcome=CorrectionState.DECLINED, text="Your contract says so.", done=""):
        corrections.reply(
            world.session, settings, world.officer, correction, outcome, text, done, clock.now()
        )

    return replied


@pytest.fixture
def answer(world, settings, invitation):
    def answered(correction, text="It does not."):
        corrections.answer(
            world.session,
            settings,
            invitation.contact,
            correction,
            text,
            clock.now(),
            clock.today(),
        )

    return answered


def actions(session) -> list[str]:
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.sequence)).all()
    return [event.action for event in events if event.action.startswith("correction.")]


def mails(session, to: str) -> list[str]:
    return [one.body for one in session.scalars(select(OutboxMessage)) if one.to == to and "line" in one.body]


# --- The way of a correction ------------------------------------------------------------------------------


def test_a_dispute_is_kept_logged_and_due_and_changes_nothing(world, make) -> None:
    runs = len(world.session.scalars(select(ScreeningRun)).all())
    made = make()
    assert made.is_open and made.due_on == date(2026, 12, 21)
    assert [one.text for one in made.messages] == ["We only sell soap."]
    assert made.line_in("en") == "Sector: Cleaning." and made.line_in("cy") == "Sector: Glanhau."
    assert actions(world.session) == ["correction.made"]
    assert len(world.session.scalars(select(ScreeningRun)).all()) == runs
    assert audit.first_broken(world.session) is None


def test_the_log_never_repeats_what_was_written(world, make, reply) -> None:
    made = make(text="A secret of ours")
    reply(made, text="A reason of ours")
    told = str([event.detail for event in world.session.scalars(select(AuditEvent))])
    assert "secret" not in told and "reason of ours" not in told


def test_the_same_line_waits_once_and_again_after_the_reply(make, reply) -> None:
    first = make()
    with pytest.raises(corrections.AlreadyOpen) as refused:
        make(text="Again")
    assert refused.value.correction is first
    assert make(key="band").id != first.id
    reply(first)
    assert make(text="Another matter").id != first.id


def test_the_council_is_told_where_to_look_and_not_what_was_written(world, make) -> None:
    make(key="name")
    assert mails(world.session, "buying@anytown.example") == []
    world.council.contact_email = "buying@anytown.example"
    made = make(text="A secret of ours")
    (told,) = mails(world.session, "buying@anytown.example")
    assert f"/officer/corrections/{made.id}" in told and "21 December 2026" in told
    assert "secret" not in told


def test_without_an_address_of_the_council_somebody_there_is_told(world, make) -> None:
    lead = Person(email="lee@anytown.example", role=Role.LEAD, council_id=world.council.id)
    world.session.add(lead)
    world.session.commit()
    make()
    assert len(mails(world.session, lead.email)) == 1 and mails(world.session, world.officer.email) == []
    care.assign(
        world.session,
        world.officer,
        world.council.id,
        [world.cleaner.id],
        world.officer,
        None,
        "",
        clock.now(),
    )
    world.session.commit()
    make(key="band")
    assert len(mails(world.session, lead.email)) == 1 and len(mails(world.session, world.officer.email)) == 1


def test_a_reply_closes_and_goes_to_whoever_disputed(world, make, reply, invitation) -> None:
    made = make()
    reply(made, CorrectionState.PARTLY, "You are half right.", "We changed the code.")
    assert not made.is_open and made.closed_at == clock.now()
    (told,) = mails(world.session, invitation.contact.email)
    for words in ("Sector: Cleaning.", "agrees in part", "You are half right.", "We changed the code."):
        assert words in told
    assert "You can answer once more" in told and "Ann Example" not in told
    assert actions(world.session) == ["correction.made", "correction.replied"]


@pytest.mark.parametrize(
    ("outcome", "text", "done"),
    [
        (CorrectionState.ACCEPTED, "You are right.", " "),
        (CorrectionState.PARTLY, "Half.", ""),
        (CorrectionState.DECLINED, " ", ""),
        (CorrectionState.WITHDRAWN, "No.", "No."),
        (CorrectionState.OPEN, "No.", "No."),
    ],
)
def test_a_reply_has_a_reason_and_what_is_accepted_was_mended(make, reply, outcome, text, done) -> None:
    made = make()
    with pytest.raises(ValueError):
        reply(made, outcome, text, done)
    assert made.is_open


def test_one_more_round_and_then_how_to_complain(world, make, reply, answer, invitation, standing_clock):
    world.council.contact_email = "buying@anytown.example"
    made = make()
    with pytest.raises(corrections.Closed):
        answer(made)
    reply(made)
    standing_clock.pass_by(days=10)
    answer(made)
    assert made.is_open and made.closed_at is None and made.due_on == date(2026, 12, 30)
    assert corrections.is_last_round(made)
    reply(made, text="We looked again.")
    with pytest.raises(corrections.Closed):
        answer(made)
    assert corrections.is_finished(made)
    last = mails(world.session, invitation.contact.email)[-1]
    assert "complain to Anytown Council at buying@anytown.example" in last
    assert [one.text for one in made.messages] == [
        "We only sell soap.",
        "Your contract says so.",
        "It does not.",
        "We looked again.",
    ]


def test_only_what_is_open_is_withdrawn_or_replied_to(world, make, reply, invitation) -> None:
    made = make()
    corrections.withdraw(world.session, invitation.contact, made, clock.now())
    assert made.state == CorrectionState.WITHDRAWN and not corrections.can_answer(made)
    with pytest.raises(corrections.Closed):
        corrections.withdraw(world.session, invitation.contact, made, clock.now())
    with pytest.raises(corrections.Closed):
        reply(made)
    assert actions(world.session) == ["correction.made", "correction.withdrawn"]


def test_of_two_officers_who_reply_at_once_one_is_told(world, make, reply) -> None:
    made = make()
    taken = store.move(world.session, made, CorrectionState.OPEN, CorrectionState.ACCEPTED, clock.now())
    again = store.move(world.session, made, CorrectionState.OPEN, CorrectionState.DECLINED, clock.now())
    assert taken and not again and made.state == CorrectionState.ACCEPTED


def test_overdue_is_after_the_day_and_only_while_open(make, reply) -> None:
    made = make()
    assert not made.is_overdue(made.due_on) and made.is_overdue(date(2026, 12, 22))
    reply(made)
    assert not made.is_overdue(date(2026, 12, 22))


# --- What lists and files say -----------------------------------------------------------------------------


def test_disputed_lines_are_those_of_the_council_that_are_open(app, world, make, reply) -> None:
    suppliers = [world.cleaner.id, world.lawyer.id]
    assert corrections.disputed_lines(world.session, world.council.id, suppliers, "en") == {}
    first = make()
    make(key="band", line="Band: High")
    found = corrections.disputed_lines(world.session, world.council.id, suppliers, "en")
    assert found == {world.cleaner.id: ("Sector: Cleaning.", "Band: High")}
    assert corrections.disputed_lines(world.session, world.council.id + 1, suppliers, "en") == {}
    with app.test_request_context():
        said = corrections.disputed_words(found[world.cleaner.id])
        assert corrections.disputed_words(()) == ""
    assert said == "The supplier disputes: Sector: Cleaning.; Band: High"
    reply(first)
    found = corrections.disputed_lines(world.session, world.council.id, suppliers, "en")
    assert found == {world.cleaner.id: ("Band: High",)}


def test_the_list_of_a_council_has_what_is_due_first(world, make, reply, standing_clock) -> None:
    closed = make()
    reply(closed)
    later = make(key="a")
    standing_clock.pass_by(days=5)
    latest = make(key="b")
    assert list(store.of_council(world.session, world.council.id)) == [later, latest, closed]
    assert store.of_council(world.session, world.council.id + 1) == []
    assert store.correction(world.session, world.council.id + 1, later.id) is None
    assert store.correction_of_invitation(world.session, later.invitation_id + 1, later.id) is None
