"""Procurement notices as OCDS: releases, records, lines; what is left out is told."""

from __future__ import annotations

import gzip
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.intake import Choices, CouncilFile, UnusableInput, ocds, read_council_file
from app.intake.columns import recognise

CLEANER = {
    "id": "GB-COH-01234567",
    "name": "Northgate Cleaning Services Ltd",
    "identifier": {"scheme": "GB-COH", "id": "01234567"},
    "roles": ["supplier"],
}
CARER = {"id": "GB-CFS-77", "name": "Larkmoor Homecare Ltd", "identifier": {"legalName": "x"}}


def release(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A release as Contracts Finder publishes one, of a fictitious procurement."""
    made: dict[str, Any] = {
        "ocid": f"ocds-b5fd17-{number}",
        "id": f"release-{number}",
        "date": "2026-03-11T11:05:27Z",
        "tag": ["award"],
        "buyer": {"id": "GB-CFS-1", "name": "Anytown Council"},
        "parties": [CLEANER, CARER],
        "tender": {
            "title": "Cleaning of offices",
            "description": "Daily cleaning",
            "classification": {"scheme": "CPV", "id": "90910000", "description": "Cleaning services"},
            "items": [
                {"id": "1", "deliveryAddresses": [{"region": "South East", "countryName": "United Kingdom"}]}
            ],
            "contractPeriod": {"startDate": "2020-01-01", "endDate": "2020-12-31"},
            "mainProcurementCategory": "services",
        },
        "awards": [award()],
    }
    return {**made, **changes}


def award(**changes: Any) -> dict[str, Any]:
    made = {
        "id": "ocds-b5fd17-1-1",
        "status": "active",
        "value": {"amount": 30506.06, "currency": "GBP"},
        "suppliers": [{"id": CLEANER["id"], "name": CLEANER["name"]}],
        "contractPeriod": {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00"},
    }
    return {**made, **changes}


def read(tmp_path: Path, value: Any, buyer: str = "") -> CouncilFile:
    path = tmp_path / "notices.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return read_council_file(path, choices=Choices(buyer=buyer))


def test_every_column_of_the_table_is_recognised() -> None:
    assert len(recognise(ocds.HEADER).positions) == len(ocds.HEADER)


def test_an_award_becomes_a_contract(tmp_path: Path) -> None:
    file = read(tmp_path, {"releases": [release()]})
    (supplier,) = file.suppliers
    assert (supplier.name, supplier.company_number, supplier.spend) == (
        "Northgate Cleaning Services Ltd",
        "01234567",
        Decimal("30506.06"),
    )
    (contract,) = supplier.contracts
    assert (contract.title, contract.category, contract.cpv) == (
        "Cleaning of offices",
        "Cleaning services",
        ("90910000",),
    )
    assert (contract.start, contract.end) == (date(2026, 4, 1), date(2028, 3, 31))
    assert contract.delivery_countries == ("GB",)
    assert (file.kind, file.rows_read, file.rows_loaded) == ("contracts", 1, 1)
    assert file.buyers == {"Anytown Council": 1}


@pytest.mark.parametrize(
    "packed",
    [
        lambda one, two: {"uri": "x", "releases": [one, two]},
        lambda one, two: {"records": [{"ocid": "a", "compiledRelease": one}, {"releases": [two]}]},
        lambda one, two: {"results": [{"releases": [one]}, {"releases": [two]}]},
        lambda one, two: [one, [two]],
    ],
)
def test_packages_of_every_shape_are_read(tmp_path: Path, packed) -> None:
    file = read(tmp_path, packed(release(1), release(2)))
    assert sum(len(one.contracts) for one in file.suppliers) == 2


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_are_read_plain_or_gzipped(tmp_path: Path, pack) -> None:
    lines = [json.dumps(release(1)), "", json.dumps({"releases": [release(2), release(3)]}), ""]
    path = tmp_path / "notices.jsonl.gz"
    path.write_bytes(pack("\n".join(lines).encode("utf-8-sig")))
    assert ocds.is_json(path)
    assert read_council_file(path).rows_loaded == 3
    path.write_bytes(pack("\n".join([lines[0], '{"cut": '])[:-1].encode()))
    with pytest.raises(UnusableInput, match="line 2"):
        read_council_file(path)


def test_a_single_release_over_several_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(release(), indent=1), encoding="utf-8")
    assert read_council_file(path).rows_loaded == 1


def test_the_newest_release_of_an_award_counts(tmp_path: Path) -> None:
    older = release(date="2026-01-01T00:00:00Z", awards=[award(value={"amount": 1, "currency": "GBP"})])
    newer = release(date="2026-06-01T00:00:00Z", awards=[award(value={"amount": 2, "currency": "GBP"})])
    for releases in ([older, newer], [newer, older]):
        (supplier,) = read(tmp_path, {"releases": releases}).suppliers
        assert [one.value for one in supplier.contracts] == [Decimal(2)]
    second_lot = release(date="2026-07-01T00:00:00Z", awards=[award(id="lot-2")])
    assert read(tmp_path, [newer, second_lot]).rows_loaded == 2, "awards of other lots stay"


@pytest.mark.parametrize("status", ["cancelled", "unsuccessful", "Cancelled"])
def test_awards_that_came_to_nothing_are_left_out_and_counted(tmp_path: Path, status: str) -> None:
    file = read(tmp_path, [release(1), release(2, awards=[award(status=status)])])
    assert (file.rows_read, file.rows_loaded) == (2, 1)
    assert file.reasons == {ocds.NOT_AWARDED: 1}


def test_an_award_without_suppliers_is_left_out_and_counted(tmp_path: Path) -> None:
    file = read(tmp_path, [release(awards=[award(suppliers=[]), award(id="2", suppliers=[{"id": "?"}])])])
    assert file.reasons == {ocds.NO_SUPPLIER: 2} and file.suppliers == ()


def test_other_currencies_are_counted_and_the_value_left_out(tmp_path: Path) -> None:
    file = read(tmp_path, [release(awards=[award(value={"amount": 5, "currency": "EUR"})])])
    (supplier,) = file.suppliers
    assert supplier.spend is None and supplier.contracts[0].value is None
    assert [note.what for note in file.notes] == [ocds.OTHER_CURRENCY]


def test_a_row_per_supplier_without_a_shared_value(tmp_path: Path) -> None:
    file = read(tmp_path, [release(awards=[award(suppliers=[{"id": CLEANER["id"]}, {"id": CARER["id"]}])])])
    assert [(one.name, one.company_number) for one in file.suppliers] == [
        ("Northgate Cleaning Services Ltd", "01234567"),
        ("Larkmoor Homecare Ltd", ""),
    ]
    assert [one.contracts[0].value for one in file.suppliers] == [None, None]
    assert [note.what for note in file.notes] == [ocds.SHARED_VALUE]


@pytest.mark.parametrize(
    ("party", "number"),
    [
        ({"identifier": {"scheme": "GB-CHC", "id": "1234567"}}, ""),
        ({"additionalIdentifiers": [{"scheme": "GB-COH", "id": "sc123456"}]}, "SC123456"),
        ({"id": "GB-COH-09876543", "identifier": {}}, "09876543"),
        ({"identifier": {"scheme": "GB-COH", "id": "not known"}}, ""),
    ],
)
def test_company_numbers_by_scheme(tmp_path: Path, party: dict[str, Any], number: str) -> None:
    whole = {"id": "p", "name": "Thornbury Paving Ltd", **party}
    file = read(tmp_path, [release(parties=[whole], awards=[award(suppliers=[{"id": whole["id"]}])])])
    assert [one.company_number for one in file.suppliers] == [number]


def test_find_a_tenders_lots_regions_and_contracts(tmp_path: Path) -> None:
    tender = {
        "title": "Care",
        "lots": [{"id": "1", "contractPeriod": {"startDate": "2026-05-01"}}, {"id": "2"}],
        "items": [
            {"relatedLot": "1", "deliveryAddresses": [{"region": "UKC1"}],
             "additionalClassifications": [{"scheme": "CPV", "id": "85000000-9"}]},
            {"relatedLot": "2", "deliveryAddresses": [{"country": "FR"}]},
        ],
    }  # fmt: skip
    signed = [{"id": "9", "awardID": "1", "value": {"amountGross": 12, "currency": "GBP"}}]
    awards = [{"id": "1", "relatedLots": ["1"], "suppliers": [{"id": CARER["id"]}]}]
    file = read(tmp_path, release(tender=tender, awards=awards, contracts=signed))
    (contract,) = file.suppliers[0].contracts
    assert (contract.cpv, contract.delivery_countries) == (("85000000",), ("GB",))
    assert (contract.start, contract.end, contract.value) == (date(2026, 5, 1), None, Decimal(12))
    assert contract.reference == "ocds-b5fd17-1/1"


def test_people_are_withheld_as_everywhere(tmp_path: Path) -> None:
    file = read(tmp_path, [release(awards=[award(suppliers=[{"id": "x", "name": "Mrs Jane Example"}])])])
    assert file.suppliers == () and file.people_withheld.rows == 1


def test_one_buyer_of_several_can_be_chosen(tmp_path: Path) -> None:
    notices = [release(1), release(2, buyer={"name": "Othertown Council"}), release(3)]
    assert read(tmp_path, notices).buyers == {"Anytown Council": 2, "Othertown Council": 1}
    file = read(tmp_path, notices, buyer="Othertown Council")
    assert file.rows_read == 1 and [len(one.contracts) for one in file.suppliers] == [1]


@pytest.mark.parametrize(
    "value",
    [
        {"tender": None, "awards": [None, 3, award(suppliers=[None, "x", {"name": [7]}])]},
        {"parties": {"a": 1}, "awards": [award(value="x", contractPeriod=[], items={"id": 1})]},
        {"awards": {"id": 1}},
        {"awards": [award(value={"amount": {"x": 1}, "currency": 3})]},
        {"awards": [award(value={"amount": 10**400, "currency": "GBP"})]},
    ],
)
def test_things_of_the_wrong_kind_do_no_harm(tmp_path: Path, value: dict[str, Any]) -> None:
    file = read(tmp_path, [{**release(), **value}])
    assert all(contract.value is None for one in file.suppliers for contract in one.contracts)


def test_a_package_that_is_too_large_is_refused(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(ocds, "MOST_PACKAGE_CHARACTERS", 100)
    path = tmp_path / "large.json"
    path.write_text(json.dumps({"releases": [release()]}, indent=1), encoding="utf-8")
    with pytest.raises(UnusableInput, match="JSON lines"):
        read_council_file(path)


def test_a_table_is_not_json(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Supplier,Amount\n", encoding="utf-8")
    assert not ocds.is_json(path) and not ocds.is_json(tmp_path / "none")
