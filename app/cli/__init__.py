"""The command line: `fairhand COMMAND`. Each command is a module here, imported only when called for."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import Any, cast

import click


@dataclass(frozen=True)
class LazyCommand:
    """Where a command is to be found, and its line in `fairhand --help` (so that help imports nothing)."""

    module: str
    attribute: str
    summary: str


COMMANDS = {
    "check-links": LazyCommand(
        "app.cli.check_links", "check_links", "Look at the links of the guidance library."
    ),
    "compare": LazyCommand(
        "app.cli.match", "compare", "Compare pairs of names and say whether each is one organisation."
    ),
    "data": LazyCommand("app.cli.data", "data", "Set up councils and people, load files, keep the data."),
    "match": LazyCommand("app.cli.match", "match", "Look for the names of one file among those of another."),
    "model-card": LazyCommand(
        "app.cli.model_card", "model_card", "Write a transparency record (ATRS) and a model card."
    ),
    "run": LazyCommand("app.cli.run", "run", "Serve Fairhand on this machine, with example data."),
    "screen": LazyCommand(
        "app.cli.screen", "screen", "Screen a file of suppliers and write the ranked queue."
    ),
}


class LazyGroup(click.Group):
    """A group whose commands are imported one at a time: `fairhand screen` need not load the web."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        lazy = COMMANDS.get(cmd_name)
        if lazy is None:
            return None
        return cast(click.Command, getattr(importlib.import_module(lazy.module), lazy.attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            sentence = expected(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


def expected(error: Exception) -> str | None:
    """A sentence for the errors that a wrong setting or a missing server makes; None for all others.

    The libraries are looked up, not imported: whoever raised the error has loaded them.
    """
    pydantic = sys.modules.get("pydantic")
    if pydantic is not None and isinstance(error, pydantic.ValidationError) and error.title == "Settings":
        wrong = (
            "; ".join(
                f"FAIRHAND_{'_'.join(map(str, problem['loc'])).upper()}: {problem['msg']}"
                if problem["loc"]
                else problem["msg"].removeprefix("Value error, ")
                for problem in error.errors()
            )
        )  # fmt: skip
        return f"The settings in the environment are not complete: {wrong}. See docs/operator.md."
    sqlalchemy = sys.modules.get("sqlalchemy.exc")
    if sqlalchemy is not None and isinstance(error, sqlalchemy.OperationalError):
        return f"The database cannot be used: {error.orig}"
    return None


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
def main() -> None:
    """Fairhand: modern slavery risk in council supply chains."""
