"""Intake: files as councils and the registry publish them, read into plain frozen records.

Pure reading: no database, no web, no clock. What cannot be used as a whole raises `UnusableInput`, whose
message is one line that says what to do; what is wrong with single rows is counted and the rest loads.
"""

from app.intake.council import read_council_file
from app.intake.records import (
    CouncilFile,
    PeopleWithheld,
    RegistryFile,
    SkippedRow,
    StatementRow,
    SupplierInput,
    UnusableInput,
)
from app.intake.registry import read_registry

__all__ = [
    "CouncilFile",
    "PeopleWithheld",
    "RegistryFile",
    "SkippedRow",
    "StatementRow",
    "SupplierInput",
    "UnusableInput",
    "read_council_file",
    "read_registry",
]
