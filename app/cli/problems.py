"""How a command says that it cannot go on."""

from __future__ import annotations

import click


class Unusable(click.ClickException):
    """Input that cannot be used: one line on standard error, exit status 2."""

    exit_code = 2
