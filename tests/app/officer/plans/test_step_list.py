"""The list of steps over all suppliers: its filters, whose steps are mine, and its pages."""

from __future__ import annotations

from app.extensions import clock
from app.services.plans import plan_steps
from models import Deputy, EntryKind, Person, Role
from support.pages import page, words
from support.plans import make_plan, ours, steps_in, theirs


def test_the_list_is_narrowed_by_what_is_in_the_address(officer, world, invitation, standing_clock) -> None:
    plan = make_plan(world)
    other = make_plan(world, supplier=world.builder, days=90)
    standing_clock.pass_by(days=40)
    client = officer

    def listed(**query) -> list[str]:
        return steps_in(page(client.get("/officer/actions", query_string=query)))

    assert len(listed()) == 4 and listed(show="nonsense", side="nobody") == listed()
    assert listed(show="overdue") == [theirs(plan).what, ours(plan).what]
    assert listed(show="overdue", side="council") == [ours(plan).what]
    assert listed(supplier=world.builder.id) == [theirs(other).what, ours(other).what]
    assert listed(owner="me") == listed()
    plan_steps.settle_step(
        world.session,
        world.settings,
        world.officer,
        ours(plan),
        EntryKind.CLOSED,
        "Looked",
        clock.now(),
        clock.today(),
    )
    assert listed(show="closed") == [ours(plan).what]
    shown = page(client.get("/officer/actions"))
    assert "3 to be done" in words(shown) and "1 overdue" in words(shown)
    assert "1 done since 1 April" in words(shown)
    nothing = page(client.get("/officer/actions?show=dates"))
    assert "No step fits these filters" in words(nothing)


def test_mine_are_mine_and_those_of_whom_i_stand_in_for(officer, world) -> None:
    other = Person(email="cy@anytown.example", name="Cy", role=Role.OFFICER, council_id=world.council.id)
    world.session.add(other)
    world.session.commit()
    make_plan(world, supplier=world.builder, officer=other)
    assert not steps_in(page(officer.get("/officer/actions?owner=me")))
    days = {"first_day": clock.today(), "last_day": clock.today()}
    world.session.add(Deputy(council_id=world.council.id, person=other, deputy=world.officer, **days))
    world.session.commit()
    assert len(steps_in(page(officer.get("/officer/actions?owner=me")))) == 2


def test_the_first_day_teaches_how_to_begin(officer) -> None:
    assert "A plan is begun on a supplier's page" in words(page(officer.get("/officer/actions")))


def test_pages_of_the_list_keep_their_filters(officer, world) -> None:
    for _number in range(14):
        make_plan(world)
    shown = page(officer.get("/officer/actions?owner=me"))
    assert "Showing 1 to 25 of 28" in words(shown) and len(steps_in(shown)) == 25
    following = shown.select_one("a[rel=next]")["href"]
    assert "owner=me" in following and len(steps_in(page(officer.get(following)))) == 3
