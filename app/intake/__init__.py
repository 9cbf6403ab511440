"""Intake: files as councils and the registry publish them, read into plain frozen records.

Pure reading: no database, no web, no clock. What cannot be used as a whole raises `UnusableInput`, whose
message is one line that says what to do; what is wrong with single rows is counted and the rest loads.
"""

from app.intake.companies import CompaniesFile, Company, Wanted, read_companies
from app.intake.council import read_council_file
from app.intake.parents import ParentsFile, read_parents
from app.intake.records import (
    Choices,
    CouncilFile,
    ParentLink,
    PeopleWithheld,
    RegistryFile,
    SkippedRow,
    StatementRow,
    SupplierInput,
    UnusableInput,
)
from app.intake.registry import read_registry

__all__ = [
    "Choices",
    "CompaniesFile",
    "Company",
    "CouncilFile",
    "ParentLink",
    "ParentsFile",
    "PeopleWithheld",
    "RegistryFile",
    "SkippedRow",
    "StatementRow",
    "SupplierInput",
    "UnusableInput",
    "Wanted",
    "read_companies",
    "read_council_file",
    "read_parents",
    "read_registry",
]
