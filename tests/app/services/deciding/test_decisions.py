"""Decisions about suppliers: reasons, the report they rest on, the second person, taking back."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import decisions, work
from app.services.judgement import bands
from app.services.people import care, deputies
from app.store import audit, screenings
from app.store import decisions as store
from models import (
    AuditEvent,
    Decision,
    DecisionKind,
    OutboxMessage,
    Role,
    SecondOpinion,
    Supplier,
)
from screening.types import Band
from support.council_people import add_council, add_person

REVIEW = date(2027, 5, 1)
ACCEPT, ASK, PLAN, ESCALATE = DecisionKind


@pytest.fixture
def lead(world):
    return add_person(world, "Lee Lead", Role.LEAD)


@pytest.fixture
def bo(world):
    return add_person(world, "Bo Example")


def report_on(world, supplier):
    return screenings.current_report(world.session, world.council.id, supplier.id)


def decide(world, kind=ACCEPT, who=None, supplier=None, reason="We know the site well"):
    supplier = supplier or world.cleaner
    return decisions.decide(
        world.session,
        world.settings,
        who or world.officer,
        supplier,
        report_on(world, supplier),
        kind,
        reason,
        REVIEW if kind is ACCEPT else None,
        clock.now(),
        clock.today(),
    )


def agree(world, who, decision) -> None:
    decisions.agree(world.session, world.settings, who, decision, clock.now(), clock.today())


def withdraw(world, who, decision) -> None:
    decisions.withdraw(world.session, who, decision, clock.now(), clock.today())


def mark(world, lead, *kinds: str) -> None:
    decisions.set_second_person(world.session, lead, world.council, kinds, "Audit asked for it", clock.now())


def counting(world, supplier=None) -> Decision | None:
    supplier = supplier or world.cleaner
    return store.in_force(world.session, world.council.id, [supplier.id]).get(supplier.id)


def outbox(world) -> list[OutboxMessage]:
    return list(world.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_decision_rests_on_the_report_in_force_until_a_newer_one_comes(world) -> None:
    world.screen_all()
    made = decide(world)
    assert made.stands and counting(world) == made
    assert made.report.current and made.review_on == REVIEW
    world.screen_all()
    world.session.refresh(made.report)
    assert counting(world) == made and not made.report.current


def test_a_supplier_that_was_not_screened_can_be_decided_on(world) -> None:
    assert decide(world, ASK).report is None


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_decision_needs_a_reason(world, reason) -> None:
    with pytest.raises(ValueError, match="reason"):
        decide(world, ASK, reason=reason)


@pytest.mark.parametrize("day", [None, date(2026, 11, 20), date(2020, 1, 1)])
def test_an_acceptance_needs_a_later_day_of_review(world, day) -> None:
    with pytest.raises(ValueError, match="looked at again"):
        decisions.decide(
            world.session,
            world.settings,
            world.officer,
            world.cleaner,
            None,
            ACCEPT,
            "Fine",
            day,
            clock.now(),
            clock.today(),
        )


def test_nobody_decides_on_what_a_newer_screening_replaced_or_on_another_report(world) -> None:
    world.screen_all()
    old, other = report_on(world, world.cleaner), report_on(world, world.lawyer)
    world.screen_all()
    world.session.refresh(old)
    for report in (old, other):
        with pytest.raises(ValueError, match="newer screening"):
            decisions.decide(
                world.session,
                world.settings,
                world.officer,
                world.cleaner,
                report,
                ASK,
                "Because",
                None,
                clock.now(),
                clock.today(),
            )


def test_the_newest_counts_and_what_is_taken_back_lets_the_one_before_count(world) -> None:
    first, second = decide(world, ASK), decide(world, PLAN)
    assert counting(world) == second
    withdraw(world, world.officer, second)
    assert counting(world) == first
    withdraw(world, world.officer, first)
    assert counting(world) is None
    assert [one.reason for one in store.of_supplier(world.session, world.council.id, world.cleaner.id)] == [
        "We know the site well"
    ] * 2, "nothing is overwritten"
    with pytest.raises(decisions.Closed):
        withdraw(world, world.officer, first)


def test_only_its_maker_a_deputy_of_the_maker_or_a_lead_takes_a_decision_back(world, bo, lead) -> None:
    made = decide(world)
    with pytest.raises(decisions.NotAllowed):
        withdraw(world, bo, made)
    today = clock.today()
    deputies.name_deputy(
        world.session, world.settings, lead, world.officer, bo, today, today, clock.now(), today
    )
    withdraw(world, bo, made)
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "decision.withdrawn")).one()
    assert event.detail["on_behalf_of"] == world.officer.id
    withdraw(world, lead, decide(world))


def test_an_escalation_is_told_to_the_leads_and_leaves_their_list_with_the_next_decision(world, lead) -> None:
    made = decide(world, ESCALATE)
    (message,) = outbox(world)
    assert message.to == lead.email and f"/officer/decisions/{made.id}" in message.body
    assert made.reason not in message.body, "a mailbox is no place for reasons"
    assert list(store.escalated(world.session, world.council.id)) == [made]
    decide(world, PLAN, lead)
    assert list(store.escalated(world.session, world.council.id)) == []


# --- The second person ------------------------------------------------------------------------------------


def test_a_marked_decision_does_not_count_before_another_officer_agreed(world, lead, bo) -> None:
    mark(world, lead, "accept")
    earlier = decide(world, ASK)
    made = decide(world)
    assert made.needs_second and not made.stands
    assert counting(world) == earlier
    assert [message.to for message in outbox(world)] == [lead.email]
    agree(world, bo, made)
    assert made.stands and counting(world) == made
    assert (made.second, made.second_opinion) == (bo, SecondOpinion.AGREED)
    assert outbox(world)[-1].to == world.officer.email
    with pytest.raises(decisions.Closed):
        agree(world, lead, made)


def test_who_declines_says_why_and_the_decision_never_counts(world, lead) -> None:
    mark(world, lead, "accept")
    made = decide(world)
    say = (world.session, world.settings, lead, made)
    with pytest.raises(ValueError, match="why"):
        decisions.decline(*say, " ", clock.now(), clock.today())
    decisions.decline(*say, "No audit was seen", clock.now(), clock.today())
    assert not made.stands and made.second_reason == "No audit was seen"
    with pytest.raises(decisions.Closed):
        agree(world, lead, made)


def test_nobody_agrees_to_a_decision_of_their_own(world, lead) -> None:
    mark(world, lead, "escalate")
    made = decide(world, ESCALATE, lead)
    with pytest.raises(decisions.NotAllowed):
        agree(world, lead, made)
    assert not made.stands


def test_who_stands_in_for_the_first_cannot_be_the_second_nor_the_other_way_round(world, lead, bo) -> None:
    mark(world, lead, "accept")
    today = clock.today()
    row = deputies.name_deputy(
        world.session, world.settings, lead, world.officer, bo, today, today, clock.now(), today
    )
    by_officer, by_deputy = decide(world), decide(world, who=bo, supplier=world.lawyer)
    for who, made in ((bo, by_officer), (world.officer, by_deputy)):
        with pytest.raises(decisions.NotAllowed):
            agree(world, who, made)
    deputies.end(world.session, world.officer, row, clock.now())
    with pytest.raises(decisions.NotAllowed):
        agree(world, bo, by_officer)
    agree(world, lead, by_officer)


def test_a_deputy_of_later_days_cannot_agree_in_the_name_of_the_first(
    world, lead, bo, standing_clock
) -> None:
    mark(world, lead, "accept")
    made = decide(world)
    standing_clock.pass_by(days=3)
    today = clock.today()
    assert decisions.may_second(world.session, bo, made, today)
    deputies.name_deputy(
        world.session, world.settings, world.officer, world.officer, bo, today, today, clock.now(), today
    )
    assert not decisions.may_second(world.session, bo, made, today)
    standing_clock.pass_by(days=1)
    assert decisions.may_second(world.session, bo, made, clock.today()), "the absence is over"


def test_people_of_other_councils_suppliers_and_who_left_are_no_second_person(world, lead, bo) -> None:
    mark(world, lead, "accept")
    made = decide(world)
    stranger = add_person(world, "Sam Stranger", Role.LEAD, add_council(world))
    bo.active = False
    world.session.commit()
    for who in (stranger, bo):
        with pytest.raises(decisions.NotAllowed):
            agree(world, who, made)


def test_a_band_is_marked_by_what_is_advised_and_by_what_an_officer_put_in_its_place(world, lead) -> None:
    world.screen_all()
    advised = report_on(world, world.cleaner)
    mark(world, lead, f"accept:{advised.band}")
    other = next(band for band in Band if band.value != advised.band)
    bands.decide(world.session, world.officer, advised, other, "We know better", clock.now())
    assert decide(world).needs_second, "changing the band does not get round the second person"
    assert not decide(world, ASK).needs_second
    mark(world, lead, f"accept:{other.value}")
    assert decide(world).needs_second
    mark(world, lead, *(f"accept:{band.value}" for band in Band if band.value not in (advised.band, other)))
    assert not decide(world).needs_second


def test_only_a_lead_says_what_takes_two_people_with_a_reason_that_is_kept(world, lead) -> None:
    with pytest.raises(decisions.NotAllowed):
        decisions.set_second_person(
            world.session, world.officer, world.council, ["accept"], "Because", clock.now()
        )
    with pytest.raises(ValueError, match="reason"):
        decisions.set_second_person(world.session, lead, world.council, ["accept"], "", clock.now())
    mark(world, lead, "accept", "nonsense")
    assert world.council.second_person == ["accept"]
    event = world.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "council.second_person_set")
    ).one()
    assert event.detail == {"before": [], "after": ["accept"], "reason": "Audit asked for it"}


def test_an_escalation_that_takes_two_people_reaches_the_leads_when_it_counts(world, lead, bo) -> None:
    mark(world, lead, "escalate")
    made = decide(world, ESCALATE)
    assert list(store.escalated(world.session, world.council.id)) == []
    agree(world, bo, made)
    assert list(store.escalated(world.session, world.council.id)) == [made]
    assert [message.to for message in outbox(world)] == [lead.email, world.officer.email, lead.email]


def test_a_decision_on_what_a_colleague_looks_after_is_logged_as_made_for_them(world, bo) -> None:
    today = clock.today()
    care.assign(world.session, bo, world.council.id, [world.cleaner.id], bo, today, "", clock.now())
    deputies.name_deputy(
        world.session, world.settings, bo, bo, world.officer, today, today, clock.now(), today
    )
    decide(world, ASK)
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "decision.made")).one()
    assert event.detail["on_behalf_of"] == bo.id


# --- Any sequence -----------------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["decide", "agree", "agree", "decline", "withdraw"]),
        st.integers(0, 2),
        st.integers(-3, -1),
        st.sampled_from([ACCEPT, ESCALATE]),
    ),
    min_size=6,
    max_size=16,
)
NUMBERS = count()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marked=st.sets(st.sampled_from(["accept", "escalate"]), min_size=1), steps=STEPS)
def test_whatever_people_do_what_stands_was_agreed_by_another_and_one_counts(world, marked, steps) -> None:
    people = world.session.info.setdefault("people", None) or [
        world.officer,
        add_person(world, f"Bo{next(NUMBERS)} Example"),
        add_person(world, f"Lee{next(NUMBERS)} Lead", Role.LEAD),
    ]
    world.session.info["people"] = people
    mark(world, people[2], *marked)
    name = f"s{next(NUMBERS)}"
    supplier = Supplier(council_id=world.council.id, key=name, name=name)
    world.session.add(supplier)
    world.session.commit()
    made: list[Decision] = []
    for step, who, back, kind in [("decide", 0, -1, ACCEPT), *steps]:
        target, person = (made[max(back, -len(made))] if made else None), people[who]
        try:
            if step == "decide" or target is None:
                made.append(decide(world, kind, person, supplier))
            elif step == "agree":
                agree(world, person, target)
            elif step == "decline":
                decisions.decline(
                    world.session, world.settings, person, target, "No", clock.now(), clock.today()
                )
            else:
                withdraw(world, person, target)
        except (decisions.Closed, decisions.NotAllowed):
            world.session.rollback()
        _check(world, supplier)
    assert audit.first_broken(world.session) is None


def _check(world, supplier: Supplier) -> None:
    every = store.of_supplier(world.session, world.council.id, supplier.id)
    standing = [one for one in every if one.stands]
    for one in standing:
        assert one.withdrawn_at is None
        if one.needs_second:
            assert one.second_opinion == SecondOpinion.AGREED and one.second_id not in (None, one.person_id)
    assert counting(world, supplier) == (standing[0] if standing else None)
    waiting = [
        one for one in store.waiting(world.session, world.council.id) if one.supplier_id == supplier.id
    ]
    assert not set(waiting) & set(standing)


def test_decisions_of_another_council_are_not_found(world) -> None:
    made, other = decide(world, ESCALATE), add_council(world)
    assert store.decision(world.session, other.id, made.id) is None
    assert store.in_force(world.session, other.id, [world.cleaner.id]) == {}
    assert not store.escalated(world.session, other.id) and not store.waiting(world.session, other.id)
    assert not store.to_review(world.session, other.id)


def test_acceptances_come_up_for_review_by_their_day(world) -> None:
    made = decide(world)
    assert list(store.to_review(world.session, world.council.id)) == [made]
    decide(world, ASK)
    assert not store.to_review(world.session, world.council.id)


def test_without_another_lead_the_other_officers_are_told(world, bo) -> None:
    decide(world, ESCALATE)
    assert [message.to for message in outbox(world)] == [bo.email]
    assert list(work.of_officer(world.session, bo, clock.today()).escalations)
    lead = add_person(world, "Lee Lead", Role.LEAD)
    assert not work.of_officer(world.session, bo, clock.today()).escalations
    assert list(work.of_officer(world.session, lead, clock.today()).escalations)
    decide(world, ESCALATE, lead, world.lawyer)
    assert {message.to for message in outbox(world)[1:]} == {bo.email, world.officer.email}
