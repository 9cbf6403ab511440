"""Rounds of link checks: what is kept, what changed since, and what a machine without a way out does."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.guidance import guidance, link_checks
from app.services.guidance import guidance_changes as changes
from app.services.guidance.guidance import Details, Kind, Reader
from app.store import audit
from app.store import guidance as store
from app.tasks import check_links
from models import LinkCheck, LinkState
from support.link_server import LinkServer, link_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch):
    """The library has the pages of a server of this machine and no others."""
    with link_server() as made:
        monkeypatch.setattr(
            guidance, "all_urls", lambda _session: sorted(made.address + one for one in made.pages)
        )
        yield made


def check(world) -> link_checks.Checked:
    return link_checks.check_all(world.session, clock.now, to_loopback=True)


def kept(world, url: str) -> LinkCheck:
    found = store.checks(world.session, [url])[url]
    world.session.refresh(found)
    return found


def test_what_is_kept_tells_since_when_and_what_changed(world, server: LinkServer, standing_clock) -> None:
    url = server.put("/guide", "<main>First</main>")
    gone = server.put("/gone", status=404)
    told = []
    found = link_checks.check_all(world.session, clock.now, lambda *step: told.append(step), to_loopback=True)
    assert told == [("Links checked", 1, 2), ("Links checked", 2, 2)]
    assert {state: number for state, number in found.by_state.items() if number} == {
        LinkState.FINE: 1,
        LinkState.BROKEN: 1,
    }
    began = clock.now()
    assert (kept(world, url).since, kept(world, url).changed_at) == (began, None)
    standing_clock.pass_by(days=7)
    server.put("/guide", "<main>Second</main>")
    assert check(world).changed == (url,)
    now = kept(world, url)
    assert (now.since, now.changed_at, now.answered_at) == (began, clock.now(), clock.now())
    assert kept(world, gone).since == began and kept(world, gone).answered_at is None
    standing_clock.pass_by(days=7)
    server.put("/guide", status=404)
    assert check(world).changed == ()
    assert kept(world, url).since == clock.now() and kept(world, url).sha256
    actions = [
        one.detail["after"] for one in world.session.query(audit.AuditEvent).filter_by(action="link.checked")
    ]
    assert sorted(actions) == ["broken", "broken", "fine", "fine"]
    assert audit.first_broken(world.session) is None


def test_a_change_is_flagged_until_a_lead_has_read_it(world, server: LinkServer, standing_clock) -> None:
    url = server.put("/guide", "<main>First</main>")
    council = world.council.id
    given = Details(Kind.GUIDANCE, "Guide", "Us", url, (Reader.FRONT_LINE,), ("page:ask",))
    own = changes.add(world.session, world.officer, council, given, clock.now())

    def line() -> guidance.Line:
        (found,) = guidance.lines(world.session, council, [guidance.entry(world.session, council, own.id)])
        return found

    check(world)
    assert not line().is_flagged
    standing_clock.pass_by(days=7)
    server.put("/guide", "<main>Second</main>")
    check(world)
    assert line().has_changed and line().is_flagged
    standing_clock.pass_by(hours=1)
    changes.read_again(world.session, world.officer, council, own, clock.now())
    assert not line().is_flagged and line().reading.person.id == world.officer.id
    standing_clock.pass_by(days=7)
    there = server.put("/elsewhere", "<main>Second</main>")
    server.redirect("/guide", "/elsewhere")
    check(world)
    assert line().is_moved and line().check.moved_to == there and not line().has_changed


def test_a_machine_without_a_way_out_notes_nothing(world, server: LinkServer) -> None:
    url = server.put("/guide", "<main>First</main>")
    check(world)
    found = link_checks.check_all(world.session, clock.now)  # nothing of this machine may be looked at
    assert found.is_offline and kept(world, url).state == LinkState.FINE


def test_checks_of_addresses_that_nobody_links_to_are_forgotten(world, server: LinkServer) -> None:
    server.put("/guide", "<main>First</main>")
    check(world)
    server.pages.clear()
    url = server.put("/other", "<main>Other</main>")
    check(world)
    assert [one.url for one in world.session.query(LinkCheck)] == [url]


def test_every_address_of_the_library_is_looked_at_and_hidden_own_ones_are_not(world) -> None:
    council, now = world.council.id, clock.now()
    urls = {f"https://guides.example/{name}" for name in ("shown", "hidden")}
    for url in sorted(urls):
        given = Details(Kind.GUIDANCE, "Guide", "Us", url, (Reader.FRONT_LINE,), ("page:ask",))
        own = changes.add(world.session, world.officer, council, given, now)
        if url.endswith("hidden"):
            changes.hide(world.session, world.officer, council, own, now)
    found = set(guidance.all_urls(world.session))
    assert {one.url for one in guidance.shipped().values()} <= found
    assert found & urls == {"https://guides.example/shown"}


def test_the_schedule_looks_once_a_week_and_never_in_the_one_machine_set_up(
    app, world, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    monkeypatch.setattr(link_checks, "check_all", lambda session, now: calls.append(now))
    check_links()
    assert calls == []
    settings = app.config["SETTINGS"]
    for update, expected in (({"mode": "production"}, 1), ({"mode": "production", "link_checks": False}, 1)):
        monkeypatch.setitem(app.config, "SETTINGS", settings.model_copy(update=update))
        check_links()
        assert len(calls) == expected
    from app.extensions import celery

    assert celery.conf.beat_schedule["links"]["task"] == check_links.name
