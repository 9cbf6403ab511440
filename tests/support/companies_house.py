"""Files in the published layouts of Companies House, filled with fictitious companies."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: The header of the Free Company Data Product, with the blanks that stand before some of its names.
HEADER = ",".join(
    [
        "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1",
        " RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country",
        "RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,IncorporationDate",
        "Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,Accounts.LastMadeUpDate",
        "Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,Mortgages.NumMortCharges",
        "Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied",
        "SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4",
        "LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,URI",
        *(f"PreviousName_{one}.CONDATE, PreviousName_{one}.CompanyName" for one in range(1, 11)),
        "ConfStmtNextDueDate, ConfStmtLastMadeUpDate",
    ]
)
_NAMES = [name.strip() for name in HEADER.split(",")]


def company_row(values: Mapping[str, str]) -> list[str]:
    """The cells of one company; columns that are not given are blank."""
    assert set(values) <= set(_NAMES)
    return [values.get(name, "") for name in _NAMES]


def write_companies(path: Path, *rows: Mapping[str, str]) -> Path:
    """A file of companies as published: quoted cells, CRLF."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\r\n")
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(company_row(row) for row in rows)
    return path


def controlled(child: str, parent: str, name: str = "Wexcombe Holdings plc", **changed: Any) -> str:
    """A line of the snapshot of persons with significant control: a company that controls another."""
    data: dict[str, Any] = {
        "etag": "3b8c",
        "kind": "corporate-entity-person-with-significant-control",
        "name": name,
        "identification": {
            "country_registered": "United Kingdom",
            "legal_authority": "Companies Act 2006",
            "legal_form": "Public Limited Company",
            "place_registered": "Companies House",
            "registration_number": parent,
        },
        "natures_of_control": ["ownership-of-shares-75-to-100-percent"],
        "notified_on": "2016-04-06",
    }
    return json.dumps({"company_number": child, "data": {**data, **changed}})


#: A line about a person, whose kind is all that may be read of it.
A_PERSON = json.dumps(
    {
        "company_number": "01111111",
        "data": {
            "kind": "individual-person-with-significant-control",
            "name": "Mx Some Body",
            "natures_of_control": ["ownership-of-shares-75-to-100-percent"],
        },
    }
)
