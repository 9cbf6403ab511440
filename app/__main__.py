"""`python -m app COMMAND`: the command line from a checkout."""

from app.cli import main

main(prog_name="fairhand")
