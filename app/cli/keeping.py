"""`fairhand data retain`, `person` and `erase-person`: how long what is kept, and what is kept about whom."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from app.cli.problems import Unusable
from app.cli.progress import shown_progress
from app.extensions import clock, db
from app.services.retention import applying, erasing
from app.settings import Settings
from app.store import people
from models import Person

_OBSTACLES = {
    erasing.Obstacle.ERASED: "this person was erased already",
    erasing.Obstacle.STILL_WORKS: "this person still signs in for a council: a lead ends their access first "
    "(More, People), and what they have open is handed over",
    erasing.Obstacle.HELD: "a hold stands on a supplier for whom they answered: a lead ends it first",
    erasing.Obstacle.OTHERS: "other councils asked this person too",
}


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would be removed, and remove nothing.")
@click.option("--council", "slug", help="Only this council and what all share; without it all councils.")
@click.pass_obj
def retain(settings: Settings, dry_run: bool, slug: str | None) -> None:
    """Remove what councils have kept as long as their leads said.

    The schedule does this every night. Nothing is removed of which no lead has said how long it is kept.
    """
    session, today = db.session(), clock.today()
    found = people.council_by_slug(session, slug) if slug else None
    if slug and found is None:
        raise Unusable(f"there is no council {slug!r}")
    if dry_run:
        names = {one.id: one.name for one in applying.all_councils(session)}
        for council_id, counts in applying.look(session, today).items():
            if found is None or council_id in (None, found.id):
                click.echo(names[council_id] if council_id else "Shared by all councils")
                click.echo("".join(_lines(counts)) or "  no period is set: nothing is removed\n", nl=False)
        return
    with shown_progress() as tell:
        counts = applying.apply(session, settings, clock.now, today, tell, found.id if found else None)
    click.echo("Removed:" if counts.total() else "Nothing was due.")
    click.echo("".join(_lines({kind: number for kind, number in counts.items() if number})), nl=False)


def _lines(counts: dict[str, int]) -> Iterator[str]:
    for kind, number in counts.items():
        yield f"  {kind}: {number:,}\n"


@click.command()
@click.argument("email")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def person(email: str, as_json: bool) -> None:
    """Say everything that is kept about the person with this e-mail address.

    The answer to a request for access (UK GDPR, Article 15). Read it before you hand it over: rows may name
    other people, whose data it is too.
    """
    known = erasing.known(db.session(), _person(email))
    if as_json:
        click.echo(json.dumps(known.plain(), indent=2, ensure_ascii=False))
        return
    click.echo("".join(f"{line}\n" for line in _told(known)), nl=False)


def _told(known: erasing.Known) -> Iterator[str]:
    for table, column, rows in known.rows:
        yield f"{table} (by {column}): {len(rows):,}"
        for row in rows:
            cells = (f"{name}: {cell}" for name, cell in row.items() if cell not in (None, "", [], {}))
            yield f"  {'; '.join(cells)}"
    yield f"Declared: {', '.join(known.declared) or 'nothing'}"
    yield f"Events of the audit log: {len(known.events):,}"
    for event in known.events:
        yield f"  {event['at']}: {event['action']} on {event['on']} by {event['by']}"
    yield f"Texts with the address or the name: {len(known.mentions):,}"
    for one in known.mentions:
        yield f"  {one.table} {one.row_id}, {one.column}"


@click.command("erase-person")
@click.argument("email")
@click.option("--reason", required=True, help="Why, without naming anybody: the audit log keeps it for ever.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
def erase_person(email: str, reason: str, yes: bool) -> None:
    """Erase the person with this e-mail address (UK GDPR, Article 17).

    Their row stays without them, because what was answered and decided refers to it. Answers stay with the
    organisation; as who declared them stands "a person who was erased", and the day.
    """
    session, found = db.session(), _person(email)
    known = erasing.known(session, found)
    why = erasing.obstacle(session, found)
    if why is not None:
        raise Unusable(_OBSTACLES[why])
    rows = sum(len(rows) for _table, _column, rows in known.rows)
    click.echo(f"{rows:,} rows refer to this person, and {len(known.declared):,} declarations.")
    if not yes:
        click.confirm("Erase this person? It cannot be taken back", abort=True)
    try:
        erasing.erase_person(session, None, found, reason, clock.now(), clock.today())
    except erasing.NamesThePerson:
        raise Unusable("--reason names the person; the audit log would keep it for ever") from None
    click.echo("Erased.")
    left = [one for one in known.mentions if one.table not in ("outbox_message", "person")]
    if left:
        click.echo("These texts named them. Read each, and mend what need not name them:")
        for one in left:
            click.echo(f"  {one.table} {one.row_id}, {one.column}")


def _person(email: str) -> Person:
    found = people.person_by_email(db.session(), email)
    if found is None:
        raise Unusable(f"nobody has the address {email!r}")
    return found


COMMANDS = (retain, person, erase_person)
