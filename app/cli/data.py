"""`fairhand data`: set up councils and people, load files, screen, look after the database."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app

from app import create_app
from app.cli import keeping
from app.cli.problems import Unusable
from app.cli.progress import shown_progress
from app.documents.match_counts import MatchCounts
from app.extensions import clock, db
from app.intake import UnusableInput
from app.intake.country_index import IndexKind
from app.services.background import runs
from app.services.judgement import country_indices, screenings
from app.services.loads import companies, parents, registry, supplier_files
from app.services.loads.bulk_loads import Loaded
from app.services.matching.screening_setup import screening_setup
from app.services.organisations import duplicate_search
from app.services.people import access_links
from app.settings import Settings
from app.store import audit, people, schema
from models import Council, Person, Role, SourceFile

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


_HELP_WANTED = "fairhand.help_wanted"


class _DataGroup(click.Group):
    """Commands on the database, each of which can be asked for its help where there is none yet."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does; whether help is asked for is known before the command that gives it."""
        ctx.meta[_HELP_WANTED] = not {"-h", "--help"}.isdisjoint(args)
        return super().parse_args(ctx, args)


@click.group(cls=_DataGroup)
@click.pass_context
def data(ctx: click.Context) -> None:
    """Set up councils and people, load files, screen, look after the database."""
    if ctx.meta[_HELP_WANTED]:
        return
    app = create_app()
    with app.app_context():
        ctx.call_on_close(db.engine.dispose)  # last, after the session has given its connection back
    ctx.with_resource(app.app_context())
    ctx.obj = app.config["SETTINGS"]


for _command in keeping.COMMANDS:
    data.add_command(_command)


def _council(slug: str) -> Council:
    found = people.council_by_slug(db.session(), slug)
    if found is None:
        raise Unusable(f"there is no council {slug!r}; add it with: fairhand data council {slug} --name NAME")
    return found


def _tell(file: SourceFile) -> None:
    click.echo(
        f"{file.name}: {file.rows_read:,} rows read, {file.rows_loaded:,} loaded, {len(file.skipped):,} with "
        f"something to mend, {file.people_withheld:,} paid to people and withheld, "
        f"{file.redacted:,} blacked out by the publisher"
    )
    for row in file.skipped[:10]:
        click.echo(f"  line {row['line']}: {row['what']}")
    if len(file.skipped) > 10:
        click.echo(f"  and {len(file.skipped) - 10:,} more; the page 'Registry copies' lists them")


@data.command()
@click.option("--to", default="head", show_default=True, help="Revision to go up to.")
def upgrade(to: str) -> None:
    """Bring the database's schema up to date."""
    schema.upgrade(db.engine, to)
    click.echo(f"The database is at revision {schema.current(db.engine)}.")


@data.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take the database's schema back to REVISION. Data of later revisions is lost."""
    schema.downgrade(db.engine, revision)
    click.echo(f"The database is at revision {schema.current(db.engine) or 'base'}.")


@data.command()
@click.option(
    "--reports", is_flag=True, help="Compute every current report again and compare it to the byte."
)
def check(reports: bool) -> None:
    """Check that the schema is up to date and the audit chain is whole."""
    if schema.current(db.engine) != schema.head():
        raise click.ClickException("the schema is not up to date: run fairhand data upgrade")
    broken = audit.first_broken(db.session())
    if broken is not None:
        raise click.ClickException(f"the audit chain is broken at event {broken}")
    click.echo("The schema is up to date and the audit chain is whole.")
    if reports:
        same, other = screenings.recompute_all(db.session())
        if other:
            raise click.ClickException(
                f"{other:,} of {same + other:,} reports come out differently today; if the model or its "
                "tables were changed since, screen again"
            )
        click.echo(f"All {same:,} current reports come out the same, to the byte.")


@data.command()
@click.argument("council")
def duplicates(council: str) -> None:
    """Look for suppliers of COUNCIL that may be one organisation; officers decide about each pair.

    Every screening of all suppliers does this too.
    """
    found = _council(council)
    folder = screening_setup(current_app.config["SETTINGS"]).folder("duplicates", found.id)
    with shown_progress() as tell:
        counts = duplicate_search.find(db.session(), found.id, clock.now(), tell, folder)
    click.echo(
        f"{counts.proposed:,} pairs wait for an officer, {counts.new:,} of them new; {counts.gone:,} found "
        "before are not proposed any more."
    )


@data.command("draft-migration")
@click.argument("message")
def draft_migration(message: str) -> None:
    """Draft the next numbered migration from the difference between the database and `models`.

    For developers: the draft is to be read, mended, and tested both ways.
    """
    schema.upgrade(db.engine)
    number = f"{int(schema.head()) + 1:04d}"
    schema.new_revision(db.engine, message, number)
    click.echo(f"migrations/versions/{number}_... was drafted.")


@data.command()
@click.argument("slug")
@click.option("--name", required=True, help="The council's name in English.")
@click.option("--name-cy", default="", help="The council's name in Welsh.")
@click.option("--colour", default="#12504c", show_default=True, help="Colour of the header, as #rrggbb.")
@click.option("--safeguarding", default="", help="Whom officers call about signs of exploitation.")
@click.option("--contact", default="", help="E-mail address shown to suppliers.")
def council(slug: str, name: str, name_cy: str, colour: str, safeguarding: str, contact: str) -> None:
    """Add the council SLUG (a short name for addresses), or change it."""
    if not HEX_COLOUR.fullmatch(colour):
        raise Unusable(f"--colour: {colour!r} is not a colour; write it as #12504c")
    found = people.council_by_slug(db.session(), slug)
    if found is None:
        found = Council(slug=slug)
        db.session().add(found)
    found.name, found.name_cy, found.brand_colour = name, name_cy, colour
    found.safeguarding_contact, found.contact_email = safeguarding, contact
    audit.record(db.session(), None, "council.saved", found, clock.now(), found.id)
    db.session().commit()
    click.echo(f"{name} is council {slug!r}.")


@data.command()
@click.argument("email")
@click.option("--council", "slug", required=True, help="Short name of the officer's council.")
@click.option("--name", default="", help="The officer's name.")
@click.option("--lead", is_flag=True, help="May also change the council's weights of the judgement.")
@click.option("--councillor", is_flag=True, help="Reads the council's progress on one page only.")
@click.pass_obj
def officer(settings: Any, email: str, slug: str, name: str, lead: bool, councillor: bool) -> None:
    """Add a procurement officer, a lead or a councillor, and send a sign-in link."""
    if lead and councillor:
        raise Unusable("a person is a lead or a councillor, not both")
    found = people.person_by_email(db.session(), email)
    if found is not None:
        raise Unusable(f"{email} is known already, as {found.role}")
    owner = _council(slug)
    role = Role.LEAD if lead else Role.COUNCILLOR if councillor else Role.OFFICER
    found = Person(email=email.strip().lower(), name=name, role=role, council_id=owner.id)
    db.session().add(found)
    audit.record(db.session(), None, "person.added", found, clock.now(), owner.id)
    db.session().commit()
    access_links.request_sign_in(db.session(), settings, email, clock.now())
    what = {Role.LEAD: "a lead", Role.COUNCILLOR: "a councillor"}.get(role, "an officer")
    click.echo(f"{email} is {what} of {owner.name}; a sign-in link was sent.")


@data.command("registry")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Date of the copy.")
def load_registry(file: Path, as_at: Any) -> None:
    """Load a copy of the statement registry (StatementSummaries<year>.csv, unchanged)."""
    day: date | None = as_at.date() if as_at else None
    try:
        with shown_progress() as tell:
            loaded = registry.load(db.session(), file, clock.now(), tell, day)
        _tell(loaded)
    except (UnusableInput, OSError) as problem:
        raise Unusable(str(problem)) from None


_AS_AT = click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Date of the copy.")


@data.command("companies")
@click.argument("file", type=click.Path(path_type=Path))
@_AS_AT
def load_companies(file: Path, as_at: Any) -> None:
    """Load Companies House's basic company data (BasicCompanyDataAsOneFile-<date>.zip or .csv, unchanged).

    Kept are the companies that say something of a supplier or of an organisation with a statement: their
    numbers, postcodes and previous names. Load it again after suppliers or registry copies were added.
    """
    try:
        with shown_progress() as tell:
            loaded = companies.load(db.session(), file, clock.now(), tell, as_at.date() if as_at else None)
    except (UnusableInput, OSError) as problem:
        raise Unusable(str(problem)) from None
    _tell_bulk(loaded)


@data.command("parents")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lei", type=click.Path(path_type=Path), help="GLEIF's level 1 records, for its relations.")
@_AS_AT
def load_parents(file: Path, lei: Path | None, as_at: Any) -> None:
    """Load who controls whom: a table with child_number and parent_number, Companies House's snapshot of
    persons with significant control, or GLEIF's relationship records.

    Kept are the links that lead up to an organisation with a statement. People are passed over unread.
    """
    try:
        with shown_progress() as tell:
            day = as_at.date() if as_at else None
            loaded = parents.load(db.session(), file, clock.now(), tell, day, lei)
    except (UnusableInput, OSError) as problem:
        raise Unusable(str(problem)) from None
    _tell_bulk(loaded)


def _tell_bulk(loaded: Loaded) -> None:
    click.echo(f"{loaded.file.name}: {loaded.file.rows_read:,} rows read")
    for what, number in loaded.facts.items():
        click.echo(f"  {number:,} {what}")
    for why, number in loaded.skipped.items():
        click.echo(f"  {number:,} skipped: {why}")
    click.echo("Screen again to use them: fairhand data screen --council NAME")


@data.command("suppliers")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--council", "slug", required=True, help="Short name of the council.")
@click.option("--map", "mappings", multiple=True, metavar="FIELD=COLUMN", help='Such as supplier="Payee".')
@click.option("--beside", is_flag=True, help="Keep what earlier files gave, and add the spend up.")
def load_suppliers(file: Path, slug: str, mappings: tuple[str, ...], beside: bool) -> None:
    """Load a contracts register, a spend file or notices (OCDS) of a council, then screen its suppliers."""
    owner = _council(slug)
    pairs = [text.partition("=") for text in mappings]
    mapping = {name.strip(): column.strip().strip("\"'") for name, _equals, column in pairs}
    try:
        with shown_progress() as tell:
            loaded = supplier_files.load(db.session(), owner, file, clock.now(), tell, mapping, beside=beside)
        _tell(loaded)
    except (UnusableInput, OSError) as problem:
        raise Unusable(str(problem)) from None
    _screen(owner)


@data.command("screen")
@click.option("--council", "slug", required=True, help="Short name of the council.")
def screen_council(slug: str) -> None:
    """Screen all suppliers of a council again."""
    _screen(_council(slug))


def _screen(owner: Council) -> None:
    run = runs.new_run(db.session(), owner.id, None, "command", clock.now(), clock.today())
    db.session().commit()
    with shown_progress() as tell:
        setup = screening_setup(current_app.config["SETTINGS"])
        screenings.run(db.session(), run.id, clock.now, tell, setup)
    click.echo(f"{run.suppliers:,} suppliers of {owner.name} were screened.")
    counts = MatchCounts.read(run.matching)
    for what, number in counts.lines() if counts else ():
        click.echo(f"  {what}: {number}")


@data.command("country-index")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kind", type=click.Choice([kind.value for kind in IndexKind]), default="gsi", show_default=True
)
@click.option("--year", type=click.IntRange(2000, 2100), help="The edition, where the copy does not say it.")
@click.pass_obj
def load_country_index(settings: Settings, file: Path, kind: str, year: int | None) -> None:
    """Check and keep your own copy of an outside country index, and say how far it agrees with ours.

    gsi: the Global Slavery Index workbook. tip: a table with the columns country, tier and year. Neither
    comes with Fairhand. The figures change no score until a lead moves the weight of the index on the page
    of weights; from the next screening on they then make up that part of a country's figure.
    """
    try:
        kept = country_indices.keep(settings.data_dir, file, IndexKind(kind), year)
    except (UnusableInput, OSError) as problem:
        raise Unusable(str(problem)) from None
    click.echo(f"{kept.index.name}: {len(kept.index.rows)} countries read, kept as {kept.path}")
    for row in kept.index.skipped:
        click.echo(f"  line {row.line}: {row.what}{': ' + row.value if row.value else ''}")
    for field, agreed in kept.agreements.items():
        click.echo(
            f"{field}: rank correlation {agreed.correlation:.2f} with our figures over {agreed.countries} "
            f"countries, {len(agreed.disagreements)} ranked far apart"
        )
