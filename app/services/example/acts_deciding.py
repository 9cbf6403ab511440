"""Acts of the example's story in which officers look, decide and tell each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from app.services.annual import concerns
from app.services.deciding import decisions, exclusions, matches, price_checks
from app.services.deciding.exclusion_list import self_cleaning_matters
from app.services.deciding.price_checks import Tender
from app.services.example.scene import Scene
from app.services.inviting import bulk_acts
from app.services.judgement import bands
from app.services.people import care, deputies, notes, saved_views
from app.store import exclusions as exclusion_store
from app.store import statements
from models import BulkKind, ConcernRoute, DecisionKind, ExclusionGround, Match, MatchDecision
from questionnaires import dates
from screening.price_check import Labour, Price
from screening.types import Band


def mark_second_person(scene: Scene) -> None:
    """A lead says which decisions take two people."""
    told = scene.told
    decisions.set_second_person(
        scene.session, scene.officer, scene.council, told["decisions"], told["why"], scene.at
    )


def look_after(scene: Scene) -> None:
    """A lead gives suppliers to an officer, with a day."""
    ids = [scene.made_up(name).id for name in scene.told["suppliers"]]
    owner = scene.people[scene.told["owner"]]
    given = (scene.session, scene.officer, scene.council.id, ids, owner, scene.on("due"), "")
    care.assign(*given, scene.at, scene.settings)


def give_many(scene: Scene) -> None:
    """A lead ticks suppliers in the queue and gives them to an officer in one act, which can be undone."""
    told = scene.told
    ids = [scene.made_up(name).id for name in told["suppliers"]]
    chosen = {
        "owner": scene.people[told["owner"]].id,
        "due_on": scene.on("due").isoformat(),
        "next_step": told["step"],
    }
    given = (scene.session, scene.settings, scene.officer, scene.council.id, BulkKind.ASSIGN, ids, chosen)
    bulk_acts.begin(*given, lambda: scene.at, scene.day)


def count_concerns(scene: Scene) -> None:
    """A lead enters how many concerns were passed on in the month before, and by which route."""
    month = concerns.months(scene.day)[1]
    totals = {ConcernRoute(route): number for route, number in scene.told["totals"].items()}
    given = (scene.session, scene.officer, scene.council.id, month, totals)
    concerns.correct(*given, scene.at, scene.day)


def confirm_match(scene: Scene) -> None:
    """An officer says that the likeliest organisation is the supplier."""
    matches.confirm(scene.session, scene.officer, _likeliest(scene), scene.at, scene.day)


def reject_match(scene: Scene) -> None:
    """An officer says that the likeliest organisation is not the supplier."""
    matches.reject(scene.session, scene.officer, _likeliest(scene), scene.at, scene.day)


def _likeliest(scene: Scene) -> Match:
    found = statements.matches_of_supplier(scene.session, scene.council.id, scene.supplier.id)
    return next(one for one in found if one.decision == MatchDecision.POSSIBLE)


def decide(scene: Scene) -> None:
    """An officer decides on the report in force."""
    told = scene.told
    decisions.decide(
        scene.session,
        scene.settings,
        scene.officer,
        scene.supplier,
        scene.report,
        DecisionKind(told["kind"]),
        told["why"],
        scene.on("review") if "review" in told else None,
        scene.at,
        scene.day,
    )


def confirm_band(scene: Scene) -> None:
    """An officer confirms the advised band."""
    bands.decide(scene.session, scene.officer, scene.report, Band(scene.report.band), "", scene.at)


def note(scene: Scene) -> None:
    """An officer writes a note that mentions colleagues."""
    to = [scene.people[one].id for one in scene.told["to"]]
    notes.write(
        scene.session, scene.settings, scene.officer, scene.supplier, scene.told["text"], to, scene.at
    )


def save_view(scene: Scene) -> None:
    """An officer keeps a filter of the queue under a name."""
    told = scene.told
    given = (scene.session, scene.officer, scene.council.id, told["name"], told["query"], told["shared"])
    saved_views.save(*given, scene.at)


def stand_in(scene: Scene) -> None:
    """An officer who goes on leave names a deputy."""
    deputies.name_deputy(
        scene.session,
        scene.settings,
        scene.officer,
        scene.officer,
        scene.people[scene.told["deputy"]],
        scene.on("first"),
        scene.on("last"),
        scene.at,
        scene.day,
    )


def check_price(scene: Scene) -> None:
    """An officer holds a tender's price against the wage floor, and the tenderer is asked to explain."""
    told = scene.told
    start = scene.on("from")
    end = dates.month_after(start, 12)
    labour = Labour("Guards", Decimal(told["hours"]), workers=told["workers"])
    price = Price(Decimal(told["pounds"]), start, end, (labour,), Decimal(told["other"]))
    tender = Tender(told["tenderer"], told["procurement"])
    row = price_checks.make(scene.session, scene.officer, tender, price, scene.at)
    given = (scene.session, scene.officer, row, scene.day, scene.on("explain_by"), told["asked"])
    price_checks.ask(*given, scene.at, scene.day)


def add_ground(scene: Scene) -> None:
    """An officer enters that a ground for exclusion may apply, and asks the supplier to explain."""
    told = scene.told
    entry = exclusions.add(
        scene.session,
        scene.officer,
        scene.supplier,
        told["ground"],
        told["concerns"],
        told["basis"],
        told["evidence"],
        scene.on("event"),
        None,
        scene.at,
        scene.day,
    )
    exclusions.ask(scene.session, scene.officer, entry, scene.on("reply_by"), scene.at, scene.day)


def ground_reply(scene: Scene) -> None:
    """An officer records what the supplier explained."""
    entry, text = _ground(scene), scene.told["text"]
    exclusions.record_reply(scene.session, scene.officer, entry, scene.day, text, scene.at)


def ground_considered(scene: Scene) -> None:
    """An officer records what was found for each matter that the law lets a supplier show."""
    found = {name: scene.told[name] for name in self_cleaning_matters()}
    exclusions.consider(scene.session, scene.officer, _ground(scene), found, scene.at, scene.day)


def _ground(scene: Scene) -> ExclusionGround:
    return exclusion_store.of_supplier(scene.session, scene.council.id, scene.supplier.id)[0]


ACTS: Final[Mapping[str, Callable[[Scene], None]]] = {
    "mark_second_person": mark_second_person,
    "look_after": look_after,
    "give_many": give_many,
    "count_concerns": count_concerns,
    "confirm_match": confirm_match,
    "reject_match": reject_match,
    "decide": decide,
    "confirm_band": confirm_band,
    "note": note,
    "save_view": save_view,
    "stand_in": stand_in,
    "check_price": check_price,
    "add_ground": add_ground,
    "ground_reply": ground_reply,
    "ground_considered": ground_considered,
}
