"""A council in the middle of its work, of which every page and every form can be reached by its people."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import tasks  # noqa: F401  # so that every task is known by its name
from app.documents.word import rendering
from app.extensions import celery, clock, db
from app.officer.price_checks import price_check_files
from app.services.annual import annual_approval, annual_statements
from app.services.deciding import decisions
from app.services.inviting import colleagues, contact_requests
from app.services.inviting.contact_requests import TimeReason
from app.services.people import access_links, notes
from app.services.plans import action_files
from app.settings import Settings
from app.store import screenings
from models import (
    ActionSide,
    Contract,
    DecisionKind,
    Invitation,
    Match,
    MatchDecision,
    Person,
    Role,
    StatementOrganisation,
    StatementState,
    Supplier,
    WordKind,
)
from screening.annual import Approval, areas
from support import contacts_in_trouble, documents, evidence, plans, two_councils
from support.filler import Experience, Filler, Record
from support.hostile import Hostile
from support.kept_pages import Album
from support.naughty import NAUGHTY
from support.shared_data import answer, shared_data
from support.statement_room import TEXT, YEAR_END
from support.world import World, answer_everything

WELSH = "Darllenodd swyddogion slipiau cyflog glanhawyr. Cymerodd [[trained]] o bobl ran mewn hyfforddiant."
#: Signing out would end the walk, and the language is the walk's own.
PASSED_OVER = frozenset({"public.sign_out", "public.set_language", "static", "public.brand"})
ASKED = "contact@northgate.example"
#: The order in which people come. Who has steps of a plan comes while the plan is open, and to nothing else.
#: One lead is the last of the council's people, and may end what they are.
ORDER = (
    "planner", "colleague", "declarer", "complete", "officer", "second", "councillor", "lead", "owner",
    "answering", "public",
)  # fmt: skip
_OF_PEOPLE = frozenset({"officer.leave", "officer.council_person"})


@dataclass
class LivedIn:
    """The council and everybody who may come to a page of it, with where they begin."""

    world: World
    people: dict[str, Person]
    starts: dict[str, list[str]]
    answered: Invitation
    open: Invitation
    complete: Invitation


def make_lived_in(world: World) -> LivedIn:
    """Fill the small world until there is something behind every page."""
    lead = _person(world, "lead@anytown.example", "Lee Lead", Role.LEAD)
    second = _person(world, "second@anytown.example", "Sam Second", Role.LEAD)
    councillor = _person(world, "kim@anytown.example", "Kim Example", Role.COUNCILLOR)
    neighbour = two_councils.add_neighbour(world)
    _twins(world)
    _candidates(world)
    world.screen_all()
    answered = two_councils.ask(world, world.cleaner, ASKED)
    evidence.attach(world, answered, evidence.to_question_with_evidence(world, answered))
    two_councils.submit(world, answered)
    again = two_councils.ask(world, neighbour.cleaner, ASKED)
    open_ = contacts_in_trouble.successor(
        world, world.builder, "contact@harbour.example", "before@harbour.example"
    )
    complete = two_councils.ask(world, world.lawyer, "contact@quill.example")
    answer_everything(world, complete)
    _ask_for_time(world)
    _contacts_in_trouble(world)
    world.do_queued_work()
    _publish_statement(world, lead)
    _work_on_the_cleaner(world, lead, answered.contact)
    people = {
        "lead": lead,
        "officer": world.officer,
        "second": second,
        "councillor": councillor,
        "planner": answered.contact,
        "owner": answered.contact,
        "answering": open_.contact,
        "complete": complete.contact,
    }
    place = f"/answers/{answered.id}"
    starts = {
        "lead": [
            f"/officer/suppliers/{world.lawyer.id}/statement?q=harbour",
            "/officer/suppliers",
            "/officer/more",
            "/statement",
            "/officer/overview",
            "/officer/api",
            "/",
        ],
        "officer": [
            "/officer/my-work",
            "/officer/suppliers",
            f"/officer/suppliers/{world.cleaner.id}/notes",
        ],
        "second": ["/officer/my-work", "/officer/more"],
        "councillor": ["/scrutiny"],
        "planner": ["/answers/plans"],
        "owner": [
            f"/answers/{again.id}/offer",
            "/answers/plans",
            "/answers",
            f"{place}/done",
            f"{place}/sharing",
        ],
        "answering": [f"/answers/{open_.id}"],
        "complete": [f"/answers/{complete.id}", f"/answers/{complete.id}/check"],
        "public": ["/", "/sign-in", "/seen-signs", "/outbox", "/councils/anytown/statements"],
    }
    return LivedIn(world, people, starts, answered, open_, complete)


def _person(world: World, email: str, name: str, role: Role) -> Person:
    person = Person(email=email, name=name, role=role, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


def _twins(world: World) -> None:
    """Two more records of the lawyer, that may be merged with the first."""
    world.lawyer.company_number = "OC301234"
    for key, name in (("v8", "QUILL & PARTNERS (ADVICE)"), ("v9", "QUILL AND PARTNERS")):
        twin = Supplier(
            council_id=world.council.id,
            key=key,
            name=name,
            vendor_id=key,
            company_number="OC301234",
            spend=Decimal(120_000),
        )
        twin.contracts.append(
            Contract(
                council_id=world.council.id, reference=key, title="Advice", cpv=["79100000"], value=Decimal(9)
            )
        )
        world.session.add(twin)
    world.session.commit()


def _ask_for_time(world: World) -> None:
    """The contact of the lawyer's other record asks for more time, to which an officer can reply."""
    query = select(Supplier).where(Supplier.council_id == world.council.id, Supplier.key == "v8")
    asked = two_councils.ask(world, world.session.scalars(query).one(), "time@quill.example")
    until = asked.due_on + timedelta(days=14)
    contact_requests.ask_more_time(
        world.session, world.settings, asked.contact, asked, until, TimeReason.AWAY, clock.now()
    )


def _contacts_in_trouble(world: World) -> None:
    """An address that does not exist, and a new contact who asks for the earlier answers."""
    caterer = contacts_in_trouble.add_supplier(world, "v6", "Meadow Catering Ltd")
    contacts_in_trouble.not_reached(world, caterer)
    grocer = contacts_in_trouble.add_supplier(world, "v7", "Orchard Groceries Ltd")
    asked = contacts_in_trouble.successor(world, grocer, "new@orchard.example", "before@orchard.example")
    contacts_in_trouble.asks_to_take_over(world, asked)


def _candidates(world: World) -> None:
    """The lawyer may be any of the organisations of the registry copy."""
    possible = MatchDecision.POSSIBLE
    for one in world.session.scalars(select(StatementOrganisation).order_by(StatementOrganisation.id)):
        world.session.add(
            Match(
                council_id=world.council.id,
                supplier=world.lawyer,
                organisation=one,
                probability=0.5,
                kind="same_entity",
                proposed=possible,
                decision=possible,
            )
        )
    world.session.commit()


def _work_on_the_cleaner(world: World, lead: Person, contact: Person) -> None:
    """A shared plan with a file, a note to a colleague, and a decision that waits for a second person."""
    session, now, today = world.session, clock.now(), clock.today()
    plan = plans.make_plan(world)
    for side, person, step in (
        (ActionSide.COUNCIL, world.officer, plans.ours(plan)),
        (ActionSide.SUPPLIER, contact, plans.theirs(plan)),
    ):
        assert not action_files.attach(session, world.settings, person, side, step, [evidence.upload()], now)
    notes.write(session, world.settings, world.officer, world.cleaner, "Please look.", [lead.id], now)
    decisions.set_second_person(session, lead, world.council, ["escalate"], "Two see more.", now)
    report = screenings.current_report(session, world.council.id, world.cleaner.id)
    escalate = DecisionKind.ESCALATE
    decisions.decide(
        session, world.settings, world.officer, world.cleaner, report, escalate, "Wages.", None, now, today
    )


def _publish_statement(world: World, lead: Person) -> None:
    """A statement of last year that is out, in both languages, with a figure."""
    made = annual_statements.begin(world.session, lead, world.council, YEAR_END, "six_areas", clock.now())
    for section in made.sections:
        text = f"{areas()[section.area].title}. {TEXT}\n\n1. one\n2. two"
        annual_statements.write(world.session, lead, section, text, WELSH, "", section.revision, clock.now())
    given = Approval("Cabinet", date(2026, 6, 9), "Sam Sample", "Leader", date(2026, 6, 10))
    annual_approval.note_approval(world.session, lead, made, given, clock.now())
    annual_approval.note_places(
        world.session, lead, made, "https://anytown.example/slavery", None, "", clock.now()
    )
    for state in list(StatementState)[1:]:
        annual_approval.send(world.session, lead, made, state, "", clock.now(), clock.today())


class Queue:
    """The tasks that were sent, done when somebody asks for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._waiting: list[tuple[str, tuple[Any, ...]]] = []
        monkeypatch.setattr(celery, "send_task", self._send)

    def _send(self, name: str, args: Any = (), **_options: Any) -> None:
        self._waiting.append((name, tuple(args)))

    def do_all(self) -> None:
        """What a worker would do, in order, also what is sent meanwhile."""
        while self._waiting:
            name, args = self._waiting.pop(0)
            celery.tasks[name].run(*args)


def files() -> list[tuple[str, bytes]]:
    """Files of every kind that some page takes, with hostile words in their cells."""
    words = [text for text in NAUGHTY.values() if len(text) < 90 and text.isprintable()]
    quoted = ['"' + text.replace('"', '""') + '"' for text in words]
    register = "Contract Reference,Contract Title,Supplier Name,Company Number,Contract Value\r\n" + "".join(
        f"N{number},{text},{text} Ltd,0123456{number % 10},{1000 + number}\r\n"
        for number, text in enumerate(quoted)
    )
    register += "N99,Cleaning,NORTHGATE CLEANING SERVICES LIMITED,,1000\r\n"  # asked about
    training = "Date,Title,Audience,People,Provider\r\n" + "".join(
        f"2026-05-{1 + number % 28},{text},procurement,12,{text}\r\n" for number, text in enumerate(quoted)
    )
    shared = shared_data(
        answer("_ModernSlaveryQuestion02", yes=True),
        *(
            answer(f"_ModernSlaveryQuestion{5 + number:02}", text=text)
            for number, text in enumerate(words[:8])
        ),
    )
    return [
        ("register.csv", register.encode("utf-8", "replace")),
        ("training.csv", training.encode("utf-8", "replace")),
        ("labour.csv", price_check_files.template("csv")),
        ("template.docx", rendering.shipped(next(iter(WordKind)))),
        ("shared.json", json.dumps(shared).encode()),
        ("policy.pdf", documents.PDF),
    ]


def sign_in(site: Flask, settings: Settings, person: Person | None, language: str = "en") -> FlaskClient:
    """A browser that asks for a language, in which somebody is signed in, or nobody."""
    client = site.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    if person is not None:
        link = access_links.add_sign_in_link(db.session(), settings, person, clock.now())
        db.session().commit()
        path = link.removeprefix(settings.base_url)
        form = client.get(path, environ_overrides={"REMOTE_ADDR": "127.9.9.9"})
        token = form.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        assert client.post(path, data={"csrf_token": token}).status_code == 302
    return client


def invite_colleagues(lived: LivedIn) -> dict[str, str]:
    """Links for somebody who is asked for a section and for somebody who is asked to declare."""
    links = {}
    invitation = lived.open
    for section, name in (("about", "colleague"), ("", "declarer")):
        made, links[name] = colleagues.ask(
            lived.world.session,
            lived.world.settings,
            invitation.contact,
            invitation,
            section,
            f"{name}@harbour.example",
            name.title(),
            clock.now(),
        )
        lived.people[name] = made.person
    return links


def fill_in(
    site: Flask,
    lived: LivedIn,
    hostile: Hostile,
    after: Callable[[], None],
    album: Album | None = None,
    language: str = "en",
) -> dict[str, Record]:
    """Let everybody fill in everything, one after another; what each of them found.

    Every page is kept in the album, if there is one, as it came in this language.
    """
    settings, records = lived.world.settings, {}
    links, experience = invite_colleagues(lived), Experience()
    with site.test_request_context():
        given = files()
    clients = {
        who: sign_in(site, settings, None if who in links else lived.people.get(who), language)
        for who in ORDER
    }
    for who, client in clients.items():
        record = records[who] = Record()
        starts = lived.starts.get(who, [])
        if who in links:
            reply = client.get(links[who].removeprefix(settings.base_url))
            starts = [reply.location]
        each = {"supplier.question": 60}
        passed_over = PASSED_OVER if who == "lead" else PASSED_OVER | _OF_PEOPLE
        if who == "planner":
            every = {rule.endpoint for rule in site.url_map.iter_rules()}
            passed_over |= {one for one in every if not one.startswith("supplier.plan")}
        filler = Filler(
            site,
            client,
            db.engine,
            record,
            hostile,
            after,
            experience,
            given,
            each,
            passed_over=passed_over,
            who=who,
            album=album,
        )
        filler.walk(starts)
    return records
