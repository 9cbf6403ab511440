"""Reading a council's contracts register or spend file.

A register has a row per contract; a spend file a row per payment. Whatever is wrong with a row is counted
with its line and reason, and the rest loads. Payees that are people, and payees that the council redacted,
are counted and left behind here: their names reach nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal

from app.intake import facts, ocds, values
from app.intake.columns import Columns, header_score, recognise
from app.intake.countries import countries_of
from app.intake.records import Choices, CouncilFile, PeopleWithheld, SkippedRow
from app.intake.suppliers import Account, Category, Identity, Ledger, name_key
from app.intake.tables import Table, read_table
from screening import identifiers, reference
from screening.names import PayeeKind, payee_kind
from screening.types import Contract

PROGRESS_EVERY = 5_000

NO_SUPPLIER = "no supplier is named"
A_TOTAL = "a total, not a payment"
NO_AMOUNT = "no amount is given"
AMOUNT_UNREADABLE = "the amount cannot be read"
DATE_UNREADABLE = "the date cannot be read"
COUNTRY_UNKNOWN = "the country is not known"
FACT_UNKNOWN = "the word is not known"
SIC_UNKNOWN = "no UK SIC 2007 code of five digits"

# How a row is mended.
WRITE_A_NAME = "write who supplies or is paid"
WRITE_AN_AMOUNT = "write pounds, such as 12500 or £12,500.00"
WRITE_A_DATE = "write a day, such as 31/03/2027 or 2027-03-31"
WRITE_COUNTRIES = "write names or ISO codes, divided by semicolons"
WRITE_A_SIC_CODE = "write five digits, such as 81210"

#: The fields that are read, in the order in which a page lists them.
READ_FIELDS = (
    "supplier", "vendor_id", "company_number", "vat_number", "charity_number", "postcode",
    "creditor_type", "sme", "amount", "date", "contract_title", "description", "reference", "start", "end",
    "cpv", "proclass", "sic", "category", "department", "delivery_countries", "sourcing_countries",
    "health_service_england", "notice",
    *facts.WORKFORCE,
)  # fmt: skip
# A file with one of these has a contract in each row, whatever else it looks like: no ledger has them.
_OF_CONTRACTS = (
    "delivery_countries", "sourcing_countries", "health_service_england", "notice", *facts.WORKFORCE,
)  # fmt: skip
_TOTAL = re.compile(r"(?:grand |sub ?-?|overall )?totals?\b[\s:]*|cyfanswm", re.IGNORECASE)
_CHARITY = re.compile(r"\b(?:charity|vcse|vsce|cio|elusen)\b", re.IGNORECASE)
_OF_CHARITIES = re.compile(r"charity|elusen", re.IGNORECASE)
# Digits, signs and currency only: such a value can be shown, it is nobody's name.
_SHOWABLE = re.compile(r"[\d\s£€$�.,:;/()+\-\u2013]{1,40}")


def read_council_file(
    path: Path,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    choices: Choices = Choices(),  # noqa: B008  # frozen
) -> CouncilFile:
    """Read a contracts register, a spend file or procurement notices, as published.

    A table is CSV (also gzipped), XLSX, XLS or ODS; notices are OCDS in JSON (`app.intake.ocds`). `mapping`
    overrules the recognition of columns (field -> header), and so do `choices`. `progress` is called with the
    number of rows read so far.

    Raises UnusableInput with one line that says what to do: not a table, empty, damaged, the supplier
    column cannot be told, an override names no column.
    """
    if ocds.is_json(path):
        notices = ocds.read_notices(path, choices.buyer)
        columns = recognise(notices.table.header, mapping, choices.columns)
        return read_rows(notices.table, columns, "contracts", progress, notices)
    table = read_table(path, lambda cells: header_score(cells, mapping))
    columns = recognise(table.header, mapping, choices.columns)
    return read_rows(table, columns, choices.kind or kind_of(columns), progress)


def read_rows(
    table: Table,
    columns: Columns,
    kind: Literal["contracts", "spend"],
    progress: Callable[[int], None] | None = None,
    notices: ocds.Notices | None = None,
) -> CouncilFile:
    """Read the rows of a table whose columns were told apart; of `notices` also what they left out."""
    return _Reading(table, columns, kind, notices).run(progress)


def read_contracts(table: Table) -> CouncilFile:
    """Read a table that a program made: a contract in each row, its header the names of `READ_FIELDS`."""
    positions = {field: (position,) for position, field in enumerate(table.header)}
    columns = Columns(headers={field: field for field in table.header}, positions=positions)
    return _Reading(table, columns, "contracts").run(None)


class _Reading:
    """One pass over one file: the counts and the ledger that its rows are added to."""

    def __init__(
        self,
        table: Table,
        columns: Columns,
        kind: Literal["contracts", "spend"],
        notices: ocds.Notices | None = None,
    ) -> None:
        self.table = table
        self.columns = columns
        self.kind = kind
        self.cell = {field: columns.reader(field) for field in READ_FIELDS}
        self.ledger = Ledger()
        self.skipped: list[SkippedRow] = list(notices.skipped if notices else ())
        self.notes: list[SkippedRow] = list(notices.notes if notices else ())
        self.buyers = notices.buyers if notices else {}
        self.people: set[str] = set()
        self.people_rows = self.redacted = self.blank = self.repeated = self.loaded = 0
        self.read = len(self.skipped)
        self.malformed: set[tuple[str, ...]] = set()
        self.days: set[date] = set()
        self.kinds: dict[tuple[str, str], PayeeKind] = {}

    def run(self, progress: Callable[[int], None] | None) -> CouncilFile:
        header = [cell.strip() for cell in self.table.header]
        for line, cells in self.table.rows():
            self.read += 1
            if progress and self.read % PROGRESS_EVERY == 0:
                progress(self.read)
            if not any(map(str.strip, cells)):
                self.blank += 1
            elif [cell.strip() for cell in cells[: len(header)]] == header:
                self.repeated += 1
            else:
                self._row(line, cells)
        if progress:
            progress(self.read)
        return self._result()

    def _row(self, line: int, cells: Sequence[str]) -> None:
        name = " ".join(self.cell["supplier"](cells).split())
        kind = self._payee_kind(name, cells)
        if kind is PayeeKind.BLANK:
            self._skip(line, NO_SUPPLIER, mend=WRITE_A_NAME)
        elif kind is PayeeKind.REDACTED:
            self.redacted += 1
        elif _TOTAL.fullmatch(name):
            self._skip(line, A_TOTAL)
        elif kind is PayeeKind.PERSON:
            self.people_rows += 1
            self.people.add(name.casefold())
        elif self.kind == "contracts":
            self._contract(line, name, cells)
        else:
            self._payment(line, name, cells)

    def _payee_kind(self, name: str, cells: Sequence[str]) -> PayeeKind:
        # Remembered for this file only: a cache of the process would keep the names of people.
        hint = self.cell["creditor_type"](cells)
        kind = self.kinds.get((name, hint))
        if kind is None:
            kind = self.kinds[name, hint] = payee_kind(name, hint=hint)
        # People have no such number: with one, "Stuart Larkin" is the name of a company.
        registered = kind is PayeeKind.PERSON and (self._company_number(cells) or self._charity_number(cells))
        return PayeeKind.ORGANISATION if registered else kind

    def _kinds(self, cells: Sequence[str]) -> str:
        return f"{self.cell['sme'](cells)} {self.cell['creditor_type'](cells)}".strip()

    def _company_number(self, cells: Sequence[str]) -> str:
        text = self.cell["company_number"](cells)
        if not text:
            return ""
        return values.company_number(text, charity=bool(_CHARITY.search(self._kinds(cells))))

    def _charity_number(self, cells: Sequence[str]) -> str:
        """From its own column; of a row that is called a charity also from beside that word, or from a column
        of company and charity numbers: there digits alone, since both registers have an "SC012345"."""
        if number := values.charity_number(self.cell["charity_number"](cells)):
            return number
        kinds = self._kinds(cells)
        if not _CHARITY.search(kinds):
            return ""
        of_both = _OF_CHARITIES.search(self.columns.headers.get("company_number", ""))
        held = self.cell["company_number"](cells) if of_both else ""
        return values.charity_number_beside(held) or values.charity_number_beside(kinds)

    def _account(self, line: int, name: str, cells: Sequence[str]) -> Account:
        self.loaded += 1
        vendor_id = self.cell["vendor_id"](cells)
        number, charity = self._company_number(cells), self._charity_number(cells)
        if not number and not charity and not values.says_nothing(self.cell["company_number"](cells)):
            self.malformed.add(name_key(name))
        said = Identity(
            vendor_id="" if values.says_nothing(vendor_id) else vendor_id,
            company_number=number,
            vat_number=values.vat_number(self.cell["vat_number"](cells)),
            charity_number=charity,
            postcode=identifiers.postcode(self.cell["postcode"](cells)),
            kind=self._kinds(cells),
        )
        return self.ledger.account(line, name, said)

    # ------------------------------------------------------------------------------------- contracts

    def _contract(self, line: int, name: str, cells: Sequence[str]) -> None:
        account = self._account(line, name, cells)
        text = self.cell["amount"](cells)
        value = values.amount(text)
        if value is not None:
            account.pay(value)
        elif not values.says_nothing(text):
            self._note(line, AMOUNT_UNREADABLE, text, WRITE_AN_AMOUNT)
        workforce = {field: self._fact(line, field, cells) for field in facts.WORKFORCE}
        account.contracts.append(
            Contract(
                reference=self.cell["reference"](cells),
                title=" ".join(self.cell["contract_title"](cells).split()),
                description=self.cell["description"](cells),
                category=self.cell["category"](cells),
                cpv=values.cpv_codes(self.cell["cpv"](cells)),
                proclass=values.proclass_code(self.cell["proclass"](cells)),
                sic=self._sic(line, self.cell["sic"](cells)),
                value=value,
                start=self._day(line, "start", cells),
                end=self._day(line, "end", cells),
                delivery_countries=self._countries(line, "delivery_countries", cells),
                sourcing_countries=self._countries(line, "sourcing_countries", cells),
                health_service_england=self._flag(line, "health_service_england", cells),
                notice=self._day(line, "notice", cells),
                **workforce,
            )
        )

    def _day(self, line: int, field: str, cells: Sequence[str]) -> date | None:
        text = self.cell[field](cells)
        found = values.day(text)
        if found is None and not values.says_nothing(text):
            self._note(line, f"{field}: {DATE_UNREADABLE}", text, WRITE_A_DATE)
        return found

    def _countries(self, line: int, field: str, cells: Sequence[str]) -> tuple[str, ...]:
        text = self.cell[field](cells)
        if values.says_nothing(text):
            return ()
        codes, unknown = countries_of(text)
        for _ in unknown:
            self._note(line, f"{field}: {COUNTRY_UNKNOWN}", mend=WRITE_COUNTRIES)
        return codes

    def _sic(self, line: int, text: str) -> tuple[str, ...]:
        codes = values.sic_codes(text)
        if not values.says_nothing(text) and not any(code in reference.sic_codes() for code in codes):
            self._note(line, f"sic: {SIC_UNKNOWN}", text, mend=WRITE_A_SIC_CODE)
        return codes

    def _fact(self, line: int, field: str, cells: Sequence[str]) -> str:
        try:
            return facts.WORKFORCE[field](self.cell[field](cells))
        except ValueError as problem:
            self._note(line, f"{field}: {FACT_UNKNOWN}", mend=str(problem))
            return ""

    def _flag(self, line: int, field: str, cells: Sequence[str]) -> bool | None:
        try:
            return facts.yes_no(self.cell[field](cells))
        except ValueError as problem:
            self._note(line, f"{field}: {FACT_UNKNOWN}", mend=str(problem))
            return None

    # -------------------------------------------------------------------------------------- payments

    def _payment(self, line: int, name: str, cells: Sequence[str]) -> None:
        text = self.cell["amount"](cells)
        amount = values.amount(text)
        if amount is None and "amount" in self.columns:
            blank = values.says_nothing(text)
            what = NO_AMOUNT if blank else AMOUNT_UNREADABLE
            self._skip(line, what, "" if blank else text, WRITE_AN_AMOUNT)
            return
        if paid_on := values.day(self.cell["date"](cells)):
            self.days.add(paid_on)
        account = self._account(line, name, cells)
        category = self._category(cells)
        if amount is None:
            account.categories.setdefault(category, Decimal(0))
        else:
            account.pay_for(category, amount)

    def _category(self, cells: Sequence[str]) -> Category:
        """What was bought, in the council's words: category, else description, else department."""
        text, department = self.cell["category"](cells), self.cell["department"](cells)
        narrative = "" if text else " ".join(self.cell["description"](cells).split())
        return Category(
            text=text or narrative or department,
            cpv=self.cell["cpv"](cells),
            proclass=self.cell["proclass"](cells),
            department=department if narrative else "",
            is_narrative=bool(narrative),
        )

    # ----------------------------------------------------------------------------------------- result

    def _skip(self, line: int, what: str, value: str = "", mend: str = "") -> None:
        self.skipped.append(SkippedRow(line, what, _showable(value), mend))

    def _note(self, line: int, what: str, value: str = "", mend: str = "") -> None:
        self.notes.append(SkippedRow(line, what, _showable(value), mend))

    def _result(self) -> CouncilFile:
        suppliers = self.ledger.suppliers()
        return CouncilFile(
            name=self.table.name,
            sha256=self.table.sha256,
            kind=self.kind,
            columns=self.columns.headers,
            suppliers=suppliers,
            rows_read=self.read,
            rows_loaded=self.loaded,
            skipped=tuple(self.skipped),
            notes=tuple(self.notes),
            people_withheld=PeopleWithheld(self.people_rows, len(self.people)),
            redacted_rows=self.redacted,
            blank_rows=self.blank,
            repeated_headers=self.repeated,
            malformed_numbers=sum(
                not one.company_number and name_key(one.name) in self.malformed for one in suppliers
            ),
            buyers=self.buyers,
            period=(min(self.days), max(self.days)) if self.days else (None, None),
            encoding=self.table.encoding,
            sheet=self.table.sheet,
            unread_sheets=self.table.unread_sheets,
        )


def kind_of(columns: Columns) -> Literal["contracts", "spend"]:
    """What the columns tell of a file: a contract in each row, or a payment."""
    return "contracts" if _is_register(columns) else "spend"


def _is_register(columns: Columns) -> bool:
    if any(field in columns for field in _OF_CONTRACTS):
        return True
    if "transaction" in columns:
        return False
    named = any(field in columns for field in ("contract_title", "start", "end"))
    return named or ("sic" in columns and "date" not in columns)


def _showable(value: str) -> str:
    """The value if it can be nobody's name, else ""; columns may have slipped in the row."""
    plain = " ".join(value.split())
    return plain if _SHOWABLE.fullmatch(plain) or values.says_nothing(plain) else ""
