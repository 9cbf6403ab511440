"""The form of the government's modern slavery statement registry: what it asks, what it refuses, and how its
download writes the answers."""

from screening.registry_form.checks import Code, Problem, length, of_step, problems
from screening.registry_form.entry import Entry, Value
from screening.registry_form.form import Field, Kind, Step, columns, fields, step, steps
from screening.registry_form.rows import InRegistry, guarded, rows, unguarded

__all__ = [
    "Code",
    "Entry",
    "Field",
    "InRegistry",
    "Kind",
    "Problem",
    "Step",
    "Value",
    "columns",
    "fields",
    "guarded",
    "length",
    "of_step",
    "problems",
    "rows",
    "step",
    "steps",
    "unguarded",
]
