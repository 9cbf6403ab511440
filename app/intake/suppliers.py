"""Adding up the rows of a council file to one record per supplier.

A supplier is what the council's ledger calls one (vendor id), else what Companies House calls one (company
number), else one name. Records of different vendor ids are joined only where they are certainly the same
legal entity: the same company number, or the same full name with a legal form, since Companies House
registers no two companies under one name. "St Mary's Church" twice stays two suppliers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from app.intake import addresses, values
from app.intake.records import SupplierInput
from screening.names import clean
from screening.types import Contract

# Categories of a spend file that are kept apart for one supplier; the rest is added up.
MAX_CATEGORIES = 20
OTHER_CATEGORIES = "Other categories"


class Category(NamedTuple):
    """What a payment was for, as written in the file; `cpv` and `proclass` are the cells' text.

    `is_narrative` marks the text of a description column, taken where there is no category; `department` is
    what to fall back on.
    """

    text: str = ""
    cpv: str = ""
    proclass: str = ""
    department: str = ""
    is_narrative: bool = False


class Identity(NamedTuple):
    """What a row says of who the supplier is, beside its name; `kind` is the council's word for that."""

    vendor_id: str = ""
    company_number: str = ""
    vat_number: str = ""
    charity_number: str = ""
    postcode: str = ""
    kind: str = ""


@dataclass(slots=True)
class Account:
    """What the rows of one supplier add up to so far."""

    first_line: int
    names: Counter[str] = field(default_factory=Counter)
    vendor_ids: Counter[str] = field(default_factory=Counter)
    company_numbers: Counter[str] = field(default_factory=Counter)
    vat_numbers: Counter[str] = field(default_factory=Counter)
    charity_numbers: Counter[str] = field(default_factory=Counter)
    postcodes: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)
    lines: int = 0
    amounts: int = 0
    spend: Decimal = Decimal(0)
    credits: Decimal = Decimal(0)
    contracts: list[Contract] = field(default_factory=list)
    categories: dict[Category, Decimal] = field(default_factory=dict)

    def pay(self, amount: Decimal) -> Decimal:
        """Add an amount to spend or, if negative, to credits; returns what was added to spend."""
        self.amounts += 1
        if amount < 0:
            self.credits += amount
            return Decimal(0)
        self.spend += amount
        return amount

    def pay_for(self, category: Category, amount: Decimal) -> None:
        """Add a payment (or, if negative, a credit) and what it was for."""
        self.categories[category] = self.categories.get(category, Decimal(0)) + self.pay(amount)

    def absorb(self, other: Account) -> None:
        """Take over all of another record of the same supplier."""
        for mine, theirs in (
            (self.names, other.names),
            (self.vendor_ids, other.vendor_ids),
            (self.company_numbers, other.company_numbers),
            (self.vat_numbers, other.vat_numbers),
            (self.charity_numbers, other.charity_numbers),
            (self.postcodes, other.postcodes),
        ):
            mine.update(theirs)
        self.kinds |= other.kinds
        self.first_line = min(self.first_line, other.first_line)
        self.lines += other.lines
        self.amounts += other.amounts
        self.spend += other.spend
        self.credits += other.credits
        self.contracts.extend(other.contracts)
        for category, total in other.categories.items():
            self.categories[category] = self.categories.get(category, Decimal(0)) + total

    @property
    def name(self) -> str:
        """The spelling used most often; of equals the first."""
        return self.names.most_common(1)[0][0]


class Ledger:
    """The suppliers of one file, in the making: rows in, `SupplierInput` out."""

    def __init__(self) -> None:
        self._accounts: dict[tuple[str, ...], Account] = {}

    def account(self, line: int, name: str, said: Identity) -> Account:
        """The record that a row belongs to, counted as one more line of it."""
        vendor_id, company_number = said.vendor_id, said.company_number
        identity = (
            ("vendor", vendor_id)
            if vendor_id
            else ("company", company_number)
            if company_number
            else ("name", *name_key(name))
        )
        account = self._accounts.get(identity)
        if account is None:
            account = self._accounts[identity] = Account(first_line=line)
        account.lines += 1
        account.names[name] += 1
        for counter, value in (
            (account.vendor_ids, vendor_id),
            (account.company_numbers, company_number),
            (account.vat_numbers, said.vat_number),
            (account.charity_numbers, said.charity_number),
            (account.postcodes, said.postcode),
        ):
            if value:
                counter[value] += 1
        if said.kind:
            account.kinds.add(said.kind)
        return account

    def suppliers(self) -> tuple[SupplierInput, ...]:
        """The suppliers in the order in which the file names them first."""
        accounts = _joined_by_name(_joined_by_number(self._accounts.values()))
        accounts.sort(key=lambda account: account.first_line)
        _drop_narratives(accounts)
        return tuple(_supplier(account, key) for account, key in zip(accounts, _keys(accounts), strict=True))


@lru_cache(maxsize=65_536)
def name_key(name: str) -> tuple[str, str]:
    """What makes a name: its cleaned core and legal form ("The Outdoors School", "OUTDOORS SCHOOL THE")."""
    cleaned = clean(name)
    return cleaned.core or " ".join(name.casefold().split()), cleaned.legal_form


# ------------------------------------------------------------------------------------------------ joining


def _joined_by_number(accounts: Iterable[Account]) -> list[Account]:
    """Accounts that hold one and the same company number become one."""
    joined: list[Account] = []
    owner: dict[str, Account] = {}
    for account in accounts:
        number = next(iter(account.company_numbers)) if len(account.company_numbers) == 1 else ""
        if number and number in owner:
            owner[number].absorb(account)
            continue
        if number:
            owner[number] = account
        joined.append(account)
    return joined


def _joined_by_name(accounts: Sequence[Account]) -> list[Account]:
    """Accounts of one company name become one, and rows without any number join their only namesake."""
    by_name: defaultdict[tuple[str, str], list[Account]] = defaultdict(list)
    for account in accounts:
        by_name[name_key(account.name)].append(account)
    joined: list[Account] = []
    for (_, legal_form), namesakes in by_name.items():
        numbers = {number for account in namesakes for number in account.company_numbers}
        anchored = [account for account in namesakes if account.vendor_ids or account.company_numbers]
        if len(numbers) <= 1 and (legal_form or len(anchored) <= 1):
            first, *rest = namesakes
            for account in rest:
                first.absorb(account)
            joined.append(first)
        else:
            joined.extend(namesakes)
    return joined


# ------------------------------------------------------------------------------------------------- results


def _drop_narratives(accounts: Sequence[Account]) -> None:
    """Replace a description that only one supplier has by the department.

    What is written for a single supplier tells of a case, perhaps of a person; what several share is a
    category in all but name.
    """
    used_by = Counter(
        text for account in accounts for text in {c.text for c in account.categories if c.is_narrative}
    )
    for account in accounts:
        kept: dict[Category, Decimal] = {}
        for category, total in account.categories.items():
            if category.is_narrative and used_by[category.text] < 2:
                category = Category(category.department, category.cpv, category.proclass)
            kept[category] = kept.get(category, Decimal(0)) + total
        account.categories = kept


def _keys(accounts: Sequence[Account]) -> list[str]:
    """Stable keys, all different: vendor id, else company number, else cleaned name."""
    keys: list[str] = []
    seen: set[str] = set()
    for account in accounts:
        key = _most_common(account.vendor_ids) or _most_common(account.company_numbers)
        key = key or " ".join(filter(None, name_key(account.name)))
        while key in seen:
            key += "'"
        seen.add(key)
        keys.append(key)
    return keys


def _supplier(account: Account, key: str) -> SupplierInput:
    name = account.name
    others = {spelling.casefold(): spelling for spelling, _ in reversed(account.names.most_common())}
    others.pop(name.casefold(), None)
    vendor_id = _most_common(account.vendor_ids)
    registered = (*account.company_numbers, *account.charity_numbers)
    open_to_all = addresses.may_be_kept(registered, name_key(name)[1], account.kinds)
    return SupplierInput(
        key=key,
        name=name,
        other_names=tuple(sorted(others.values())),
        vendor_id=vendor_id,
        other_vendor_ids=tuple(sorted(set(account.vendor_ids) - {vendor_id})),
        company_number=_most_common(account.company_numbers),
        vat_number=_most_common(account.vat_numbers),
        charity_number=_most_common(account.charity_numbers),
        postcode=_most_common(account.postcodes) if open_to_all else "",
        spend=account.spend if account.amounts else None,
        credits=account.credits,
        contracts=(*account.contracts, *_by_category(account)),
        lines=account.lines,
        first_line=account.first_line,
    )


def _most_common(counter: Counter[str]) -> str:
    return counter.most_common(1)[0][0] if counter else ""


def _by_category(account: Account) -> list[Contract]:
    """One contract per category, largest first; what is beyond `MAX_CATEGORIES` is added up in one."""
    totals: dict[tuple[str, str, str], Decimal] = {}
    for category, total in account.categories.items():
        words = (category.text, category.cpv, category.proclass)
        totals[words] = totals.get(words, Decimal(0)) + total
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    contracts = [
        Contract(
            category=text,
            cpv=values.cpv_codes(cpv),
            proclass=values.proclass_code(proclass),
            value=total if account.amounts else None,
        )
        for (text, cpv, proclass), total in ranked[:MAX_CATEGORIES]
        if account.amounts or text or cpv or proclass
    ]
    if rest := ranked[MAX_CATEGORIES:]:
        contracts.append(
            Contract(category=OTHER_CATEGORIES, value=sum((total for _, total in rest), Decimal(0)))
        )
    return contracts
