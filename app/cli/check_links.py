"""`fairhand check-links`: how the links of the guidance library answer."""

from __future__ import annotations

from typing import Final

import click

_SAID: Final = {
    "fine": "answer",
    "moved": "answer from elsewhere",
    "broken": "are broken",
    "not_answered": "do not answer",
    "not_checkable": "could not be checked (no program let in, or an address inside a network)",
}


@click.command(name="check-links")
@click.option("--loopback", is_flag=True, help="Look at addresses of this machine too; for trying out.")
@click.pass_context
def check_links(ctx: click.Context, loopback: bool) -> None:
    """Look at every link of the guidance library and note how it answered.

    The schedule does this once a week. Exit status 1 means that some are broken or do not answer, and 2 that
    nothing answered at all: then this machine has no way out, and nothing was noted.
    """
    from app import create_app
    from app.cli.progress import shown_progress
    from app.extensions import clock, db
    from app.services.guidance import link_checks
    from models import LinkState

    app = create_app()
    with app.app_context():
        ctx.call_on_close(db.engine.dispose)
    ctx.with_resource(app.app_context())
    with shown_progress() as tell:
        found = link_checks.check_all(db.session(), clock.now, tell, to_loopback=loopback)
    for state, number in found.by_state.items():
        if number:
            click.echo(f"{number:,} {_SAID[state.value]}.")
    if found.is_offline:
        click.echo("Nothing answered: this machine has no way out. Nothing was noted.", err=True)
        ctx.exit(2)
    for url in found.changed:
        click.echo(f"Changed since it was looked at before: {url}")
    if found.by_state[LinkState.BROKEN] or found.by_state[LinkState.NOT_ANSWERED]:
        ctx.exit(1)
