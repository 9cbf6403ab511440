"""Reaching a sector: from the codes and words of what is bought, else from what the supplier is.

The order, most specific first: CPV codes (narrowed by the words of the title where the code is broad),
words of the title, ProClass, words of the category, the company's SIC codes, words of the description, weak
words of the category together with the supplier's name, the supplier's name alone. Codes that are not in
the published list are not followed. Where several codes of one kind disagree, the one with the highest
hazard is taken, so that a high risk is never hidden behind a low one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from screening import reference
from screening.reference import Sector
from screening.types import Case, Contract, Sentence, say
from screening.weights import ladder
from screening.words import Hit, Phrases

UNKNOWN = "unknown"
_TITLE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Found:
    """A sector and how it was reached. `certain` is False where it is a guess; `rank` orders the bases."""

    sector: str
    basis: Sentence
    certain: bool
    rank: int


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work that a supplier does for the council: all its contracts in one sector.

    `contracts` are those of the sector and those whose sector nothing tells, which count with every kind of
    work.
    """

    case: Case
    sector: Sector
    basis: Sentence
    certain: bool
    contracts: tuple[Contract, ...]


@cache
def hazard_order() -> Mapping[str, float]:
    """Sector -> its hazard summed over the channels, before anything is known: to choose between sectors."""
    return {
        name: sum(ladder()[step].point for step in sector.hazard.values())
        for name, sector in reference.sectors().items()
    }


def _riskiest(names: Iterable[str]) -> str:
    return max(sorted(set(names)), key=lambda name: hazard_order()[name])


@cache
def _prefixes(kind: str) -> Mapping[str, str]:
    """Code prefix -> sector, for "sic", "cpv" or "proclass". ValueError if a prefix leads to two sectors."""
    table: dict[str, str] = {}
    for sector, kinds in reference.load_yaml("sector_codes.yaml").items():
        for prefix in kinds.get(kind, ()) if sector != "vague" else ():
            if table.setdefault(prefix, sector) != sector:
                raise ValueError(f"sector_codes.yaml: {kind} {prefix} leads to {table[prefix]} and {sector}")
    return table


@cache
def _vague_sic() -> frozenset[str]:
    return frozenset(reference.load_yaml("sector_codes.yaml")["vague"]["sic"])


@lru_cache(maxsize=65536)
def sector_of_code(kind: str, code: str) -> str | None:
    """The sector of a "sic", "cpv" or "proclass" code by its longest known beginning, None if none is."""
    table = _prefixes(kind)
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return table[code[:length]]
    return None


@lru_cache(maxsize=8192)
def sectors_under(cpv: str) -> frozenset[str]:
    """Every sector that a CPV code could mean: its own, and those of the more exact codes below it."""
    stem = cpv.rstrip("0").ljust(2, "0")
    below = {sector for prefix, sector in _prefixes("cpv").items() if prefix.startswith(stem)}
    own = sector_of_code("cpv", cpv)
    return frozenset(below | {own} if own else below)


@cache
def phrases(kind: str) -> Phrases:
    """The phrases of sector_words.yaml: "words" (what is bought), "names" (of suppliers) or "weak"."""
    table = reference.load_yaml("sector_words.yaml")
    return Phrases({sector: row.get(kind, ()) for sector, row in table.items()})


@lru_cache(maxsize=65536)
def _words(kind: str, text: str) -> tuple[Hit, ...]:
    """The hits that are longest; more than one only if they are equally long and mean different sectors."""
    hits = phrases(kind).find(text)
    return tuple(hit for hit in hits if (hit.words, hit.letters) == (hits[0].words, hits[0].letters))


def _by_words(kind: str, text: str) -> Hit | None:
    hits = _words(kind, text)
    return max(hits, key=lambda hit: (hazard_order()[hit.tag], hit.tag)) if hits else None


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _TITLE_LENGTH else plain[: _TITLE_LENGTH - 1].rstrip() + "…"


def _label(contract: Contract) -> str:
    return _short(contract.title or contract.description or contract.reference or contract.category)


def _by_cpv(contract: Contract) -> Found | None:
    listed = [code.split("-")[0].strip() for code in contract.cpv]
    codes = [code for code in listed if code in reference.cpv_codes()]
    # A whole division (two digits) says little beside a more exact code on the same contract.
    exact = [code for code in codes if code[2:] != "000000"] or codes
    if not exact:
        return None
    for text in (contract.title, contract.description):
        for hit in phrases("words").find(text):
            wide = [code for code in codes if hit.tag in sectors_under(code)]
            if wide:
                code = max(
                    wide, key=lambda each: (sector_of_code("cpv", each) == hit.tag, each in exact, each)
                )
                return Found(hit.tag, _cpv_basis(code, contract, hit), True, 0)
    by_code = {code: sector for code in exact if (sector := sector_of_code("cpv", code))}
    sector = _riskiest(by_code.values())
    code = min(code for code in by_code if by_code[code] == sector)
    return Found(sector, _cpv_basis(code, contract, None), True, 0)


def _cpv_basis(code: str, contract: Contract, hit: Hit | None) -> Sentence:
    if hit is None or sector_of_code("cpv", code) == hit.tag:
        return say("CPV {code} on the contract '{title}'", code=code, title=_label(contract))
    return say(
        "CPV {code} on the contract '{title}', narrowed by the words '{words}'",
        code=code,
        title=_label(contract),
        words=hit.phrase,
    )


def _by_sic(contract: Contract) -> Found | None:
    codes = [code for code in contract.sic if code not in _vague_sic() and code in reference.sic_codes()]
    by_code = {code: sector for code in codes if (sector := sector_of_code("sic", code))}
    if not by_code:
        return None
    sector = _riskiest(by_code.values())
    code = min(code for code in by_code if by_code[code] == sector)
    basis = say(
        "SIC {code}, {activity}, on the company's record", code=code, activity=reference.sic_codes()[code]
    )
    return Found(sector, basis, True, 4)


def of_contract(contract: Contract) -> Found | None:
    """The sector of one contract by what is bought, or by the company's SIC codes; None if nothing tells."""
    found = _by_cpv(contract)
    if found:
        return found
    if hit := _by_words("words", contract.title):
        text = "the words '{words}' in the contract title '{title}'"
        return Found(hit.tag, say(text, words=hit.phrase, title=_short(contract.title)), True, 1)
    if contract.proclass in reference.proclass_codes():
        sector = sector_of_code("proclass", contract.proclass)
        if sector:
            text = "ProClass {code} on the contract '{title}'"
            return Found(sector, say(text, code=contract.proclass, title=_label(contract)), True, 2)
    if hit := _by_words("words", contract.category):
        return Found(hit.tag, say("the category '{category}'", category=_short(contract.category)), True, 3)
    if found := _by_sic(contract):
        return found
    if hit := _by_words("words", contract.description):
        text = "the words '{words}' in the description of the contract '{title}'"
        return Found(hit.tag, say(text, words=hit.phrase, title=_label(contract)), True, 5)
    return None


def of_name(name: str) -> Found | None:
    """The sector that a supplier's name suggests: the last resort, never certain."""
    hit = _by_words("names", name)
    if hit is None:
        return None
    return Found(hit.tag, say("the word '{words}' in the supplier's name only", words=hit.phrase), False, 7)


def of_weak_words(contract: Contract, name: str) -> Found | None:
    """The sector of a category that says more of the contract than of the work; the supplier's name goes
    first.

    A ledger's "Main / Term Contractor" pays for waste collection as well as for building. Never certain.
    """
    text = contract.category or contract.title
    hit = _by_words("weak", text)
    if hit is None:
        return None
    if named := _by_words("names", name):
        both = "the category '{category}' and the word '{words}' in the supplier's name"
        return Found(named.tag, say(both, category=_short(text), words=named.phrase), False, 6)
    return Found(
        hit.tag, say("the category '{category}', which could be other work", category=_short(text)), False, 6
    )


def works(case: Case) -> tuple[Work, ...]:
    """The kinds of work of a supplier, by sector id; at least one, of the sector "unknown" if nothing tells.

    A contract that tells nothing counts with each kind of work that the others tell: its money is not lost
    and it does not make a known supplier unknown. The order of the contracts does not matter.
    """
    told: dict[str, list[tuple[Found, Contract]]] = {}
    silent: list[Contract] = []
    for contract in case.contracts:
        found = of_contract(contract) or of_weak_words(contract, case.name)
        if found:
            told.setdefault(found.sector, []).append((found, contract))
        else:
            silent.append(contract)
    if not told:
        named = of_name(case.name)
        if named is None:
            basis = say("nothing on the contracts, nor the supplier's name, tells what is bought")
            named = Found(UNKNOWN, basis, False, 8)
        table = reference.sectors()
        return (Work(case, table[named.sector], named.basis, named.certain, case.contracts),)
    return tuple(
        Work(
            case,
            reference.sectors()[sector],
            min(pairs, key=_clearest)[0].basis,
            any(found.certain for found, _ in pairs),
            (*(contract for _, contract in pairs), *silent),
        )
        for sector, pairs in sorted(told.items())
    )


def _clearest(pair: tuple[Found, Contract]) -> tuple[int, Decimal, str]:
    """The basis to show: the most specific kind, of the largest contract, then by its text."""
    found, contract = pair
    return found.rank, -(contract.value or Decimal(0)), str(found.basis)
