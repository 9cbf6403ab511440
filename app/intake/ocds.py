"""Procurement notices in the Open Contracting Data Standard, as a table with a row per award and supplier.

Contracts Finder and Find a Tender publish releases: JSON packages of them, records of them, or one to a line,
plain or gzipped. The rows go the same way as those of a contracts register, so a person is withheld and a
number is checked in one place only.

Of an award that several releases tell of, the newest counts: the standard merges lists by the id of their
entries. Cancelled and unsuccessful awards are left out and counted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from app.intake import text_files
from app.intake.records import SkippedRow, UnusableInput
from app.intake.tables import Row, Table

#: A package is read as a whole; notices one to a line may be as large as other text files.
MOST_PACKAGE_CHARACTERS: Final = 80_000_000

#: Names that `columns.yaml` knows.
HEADER: Final = (
    "Supplier name", "Company number", "Charity number", "Supplier postcode",
    "Contract title", "Contract description", "Contract reference",
    "Contract value", "Contract start date", "Contract end date", "CPV codes", "Procurement category",
    "Delivery countries",
)  # fmt: skip

NOT_AWARDED: Final = "the award is cancelled or came to nothing"
NO_SUPPLIER: Final = "the award names no supplier"
OTHER_CURRENCY: Final = "the value is not in pounds and is left out"
SHARED_VALUE: Final = "the value is for several suppliers together and is left out"

_LEFT_OUT: Final = frozenset({"cancelled", "unsuccessful"})
_PACKAGES: Final = ("releases", "records", "results")
_PARTY_ID: Final = re.compile(r"(GB-[A-Z]{2,3})-([A-Za-z0-9-]{1,12})")
_COMPANIES: Final = ("GB-COH",)
#: The registers of charities of England and Wales, of Scotland, and of Northern Ireland.
_CHARITIES: Final = ("GB-CHC", "GB-SC", "GB-NIC")
_UK_REGION: Final = re.compile(r"UK[A-Z0-9]{0,3}")

Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notices:
    """A file of notices: its awards as a table, awards that were left out, values that were left out.

    `buyers` counts the awards of each buyer that the file names, also of those that were not asked for.
    """

    table: Table
    skipped: tuple[SkippedRow, ...]
    notes: tuple[SkippedRow, ...]
    buyers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Award:
    """An award within the release that tells of it; `line` counts lines of the file, else releases."""

    line: int
    release: Object
    award: Object

    @property
    def buyer(self) -> str:
        named = _text(_object(self.release.get("buyer")).get("name"))
        return named or next((_text(one.get("name")) for one in _in_role(self.release, "buyer")), "")


def is_json(path: Path) -> bool:
    """Whether the file, once unpacked, begins as JSON objects do. False for one that cannot be opened."""
    try:
        start = text_files.opening(path)
    except (OSError, UnusableInput):
        return False
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def read_notices(path: Path, buyer: str = "") -> Notices:
    """The awards of the file, those of `buyer` only if one is named.

    Raises UnusableInput if it is not JSON, or JSON without releases.
    """
    newest = _newest_awards(path)
    buyers: dict[str, int] = {}
    rows: list[Row] = []
    skipped: list[SkippedRow] = []
    notes: list[SkippedRow] = []
    for one in newest:
        buyers[one.buyer] = buyers.get(one.buyer, 0) + 1
        if buyer and one.buyer != buyer:
            continue
        if _text(one.award.get("status")).lower() in _LEFT_OUT:
            skipped.append(SkippedRow(one.line, NOT_AWARDED))
        elif not (suppliers := _suppliers(one)):
            skipped.append(SkippedRow(one.line, NO_SUPPLIER))
        else:
            value, note = _value(one, len(suppliers))
            notes += [SkippedRow(one.line, note)] if note else []
            rows += [(one.line, _row(one, supplier, value)) for supplier in suppliers]
    table = Table(
        name=path.name,
        sha256=text_files.sha256_of(path),
        encoding=text_files.encoding_of(path),
        sheet="",
        unread_sheets=(),
        header=HEADER,
        header_line=0,
        _source=lambda: iter(rows),
    )
    ranked = dict(sorted(buyers.items(), key=lambda pair: (-pair[1], pair[0])))
    return Notices(table, tuple(skipped), tuple(notes), ranked)


# ----------------------------------------------------------------------------------------------- releases


def _newest_awards(path: Path) -> list[_Award]:
    """Each award once, from the newest release that tells of it, in the order in which they come first."""
    found: dict[tuple[str, str], tuple[str, _Award]] = {}
    empty = True
    for line, release in _releases(path):
        empty = False
        ocid, date = _text(release.get("ocid")), _text(release.get("date"))
        for number, award in enumerate(_objects(release.get("awards")), start=1):
            known_by = (ocid or f"line {line}", _text(award.get("id")) or f"number {number}")
            if known_by not in found or date >= found[known_by][0]:
                found[known_by] = date, _Award(line, release, award)
    if empty:
        raise UnusableInput(
            f"{path.name}: the JSON holds no releases of the Open Contracting Data Standard; download the "
            "notices from Contracts Finder or Find a Tender as OCDS."
        )
    return [award for _date, award in found.values()]


def _releases(path: Path) -> Iterator[tuple[int, Object]]:
    """Releases with their line, of a file with one JSON value to a line; else with their number."""
    first, rest = _first_value(path)
    if rest is None:
        yield from enumerate(_in_package(first), start=1)
        return
    for line, text in rest:
        if text.strip():
            for release in _in_package(_parsed(path, text, f", line {line}")):
                yield line, release


def _first_value(path: Path) -> tuple[Any, Iterator[tuple[int, str]] | None]:
    """The whole file as one value, or (None, its numbered lines) if each line is a value of its own."""
    lines = enumerate(text_files.lines(path), start=1)
    parts: list[str] = []
    size = 0
    for line, text in lines:
        parts.append(text.removeprefix("\ufeff"))
        size += len(text)
        if line == 1 and _is_value(parts[0]):
            following = next(((number, more) for number, more in lines if more.strip()), None)
            if following is None:
                break
            return None, _chained([(1, parts[0]), following], lines)
        if size > MOST_PACKAGE_CHARACTERS:
            raise UnusableInput(
                f"{path.name}: the package is larger than {MOST_PACKAGE_CHARACTERS:,} characters; download "
                "it as JSON lines, or a shorter period."
            )
    return _parsed(path, "".join(parts)), None


def _chained(start: list[tuple[int, str]], rest: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    yield from start
    yield from rest


def _is_value(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _parsed(path: Path, text: str, where: str = "") -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise UnusableInput(
            f"{path.name}{where}: the JSON cannot be read; it may be cut short. Download it again."
        ) from error


def _in_package(value: Any) -> Iterator[Object]:
    """The releases in a release, a package of releases or records, a page of results, or a list of these."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif not isinstance(one, dict):
            continue
        elif isinstance(one.get("compiledRelease"), dict):
            yield one["compiledRelease"]
        elif inner := [one[key] for key in _PACKAGES if isinstance(one.get(key), list)]:
            waiting.extend(reversed(inner))
        elif "ocid" in one:
            yield one


# -------------------------------------------------------------------------------------------------- awards


def _row(one: _Award, supplier: Object, value: str) -> list[str]:
    tender = _object(one.release.get("tender"))
    items = _objects(one.award.get("items")) or _items_of_lots(tender, one.award)
    period = _period(one, tender)
    classes = _classifications(one.award, tender, items)
    main = next((_text(entry.get("description")) for entry in classes if entry.get("description")), "")
    award_id = _text(one.award.get("id"))
    ocid = _text(one.release.get("ocid"))
    return [
        _text(supplier.get("name")),
        _company_number(supplier),
        _charity_number(supplier),
        _text(_object(supplier.get("address")).get("postalCode")),
        _text(one.award.get("title")) or _text(tender.get("title")),
        _text(one.award.get("description")) or _text(tender.get("description")),
        award_id if award_id.startswith(ocid) else f"{ocid}/{award_id}",
        value,
        _text(period.get("startDate"))[:10],
        _text(period.get("endDate"))[:10],
        ", ".join(dict.fromkeys(_text(entry.get("id"))[:8] for entry in classes)),
        main or _text(tender.get("mainProcurementCategory")),
        "; ".join(dict.fromkeys(filter(None, map(_country, _addresses(items))))),
    ]


def _suppliers(one: _Award) -> list[Object]:
    """The award's suppliers, each with what the release says of it as a party."""
    parties = {_text(party.get("id")): party for party in _objects(one.release.get("parties"))}
    found: dict[str, Object] = {}
    for number, named in enumerate(_objects(one.award.get("suppliers"))):
        party = parties.get(_text(named.get("id")), {})
        name = _text(named.get("name")) or _text(party.get("name"))
        if name:
            found[_text(named.get("id")) or f"number {number}"] = {**party, **named, "name": name}
    return list(found.values())


def _company_number(supplier: Object) -> str:
    return next((number for _scheme, number in _identifiers(supplier, _COMPANIES)), "")


def _charity_number(supplier: Object) -> str:
    """As its own register writes it: that of Northern Ireland is often given without its letters."""
    for scheme, number in _identifiers(supplier, _CHARITIES):
        bare = number.upper().removeprefix(scheme.removeprefix("GB-"))
        return bare if scheme == "GB-CHC" else f"{scheme.removeprefix('GB-')}{bare}"
    return ""


def _identifiers(supplier: Object, schemes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The supplier's numbers in registers of these schemes; the one that it has as a party comes last."""
    for one in (_object(supplier.get("identifier")), *_objects(supplier.get("additionalIdentifiers"))):
        scheme, number = _text(one.get("scheme")).upper(), _text(one.get("id"))
        if scheme in schemes and number:
            yield scheme, number
    found = _PARTY_ID.fullmatch(_text(supplier.get("id")))
    if found and found[1] in schemes:
        yield found[1], found[2]


def _value(one: _Award, suppliers: int) -> tuple[str, str]:
    """The award's value as text ("" if it has none that can be used), and why one was left out."""
    contract = _contract(one)
    value = _object(one.award.get("value")) or _object(contract.get("value"))
    amount = next((value[key] for key in ("amount", "amountGross") if value.get(key) is not None), None)
    if amount is None or isinstance(amount, bool | dict | list):
        return "", ""
    if _text(value.get("currency")).upper() not in ("GBP", ""):
        return "", OTHER_CURRENCY
    return ("", SHARED_VALUE) if suppliers > 1 else (str(amount), "")


def _contract(one: _Award) -> Object:
    """The contract that was signed on the strength of the award, if the release tells of one."""
    award_id = _text(one.award.get("id"))
    signed = _objects(one.release.get("contracts"))
    return next((each for each in signed if _text(each.get("awardID")) == award_id), {})


def _period(one: _Award, tender: Object) -> Object:
    lots = _lots(tender, one.award)
    for holder in (
        _object(_contract(one).get("period")),
        _object(one.award.get("contractPeriod")),
        *(_object(lot.get("contractPeriod")) for lot in lots),
        _object(tender.get("contractPeriod")),
    ):
        if holder.get("startDate") or holder.get("endDate"):
            return holder
    return {}


def _lots(tender: Object, award: Object) -> list[Object]:
    wanted = {_text(lot) for lot in _list(award.get("relatedLots"))}
    return [lot for lot in _objects(tender.get("lots")) if _text(lot.get("id")) in wanted]


def _items_of_lots(tender: Object, award: Object) -> list[Object]:
    """The tender's items of the lots that were awarded; all of them where nothing says which."""
    items = _objects(tender.get("items"))
    wanted = {_text(lot) for lot in _list(award.get("relatedLots"))}
    return [item for item in items if _text(item.get("relatedLot")) in wanted] or items


def _classifications(award: Object, tender: Object, items: list[Object]) -> list[Object]:
    """CPV classes: those of what was awarded, else of the whole tender; the main one first."""
    found: list[Object] = []
    for holder in (award, tender, *items):
        found += [_object(holder.get("classification")), *_objects(holder.get("additionalClassifications"))]
    return [entry for entry in found if _text(entry.get("scheme")).upper() == "CPV"]


def _addresses(items: list[Object]) -> Iterator[Object]:
    for item in items:
        yield from _objects(item.get("deliveryAddresses"))
        if address := _object(item.get("deliveryAddress")):
            yield address


def _country(address: Object) -> str:
    """The country of a place of delivery; regions are coded "UKC1" (ITL), or are names that tell none."""
    named = _text(address.get("country")) or _text(address.get("countryName"))
    return named or ("GB" if _UK_REGION.fullmatch(_text(address.get("region"))) else "")


def _in_role(release: Object, role: str) -> list[Object]:
    return [party for party in _objects(release.get("parties")) if role in _list(party.get("roles"))]


# ----------------------------------------------------------------------------------------- untrusted JSON


def _object(value: Any) -> Object:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _objects(value: Any) -> list[Object]:
    return [one for one in _list(value) if isinstance(one, dict)]


def _text(value: Any) -> str:
    """Text in one line; numbers as text; "" for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    return " ".join(str(value).split())
