"""Reaching a sector: from the codes and words of what is bought, else from what the supplier is.

The order, most specific first (benchmarks/sectors.py measures it):

0. CPV codes, narrowed by the words of the title or by the text model where the code is broad
1. words of the title, if the text model (`screening.sector_text`) does not contradict them
2. ProClass
3. words of the category
4. the text model, where it is sure
5. the company's SIC codes
6. a broad code alone: all that it could mean
7. the text model, where it is not sure: several sectors, and an interval that spans them
8. weak words of the category together with the supplier's name
9. the supplier's name alone

Codes that are not in the published list are not followed, and vague ones decide nothing alone. Where several
codes of one kind disagree, the one with the highest hazard is taken, so that a high risk is never hidden
behind a low one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from screening import reference, sector_text, sector_words
from screening.reference import Sector
from screening.sector_codes import is_vague, sector_of_code, sectors_under
from screening.types import Case, Channel, Contract, Sentence, say
from screening.weights import SHIPPED, Range, Weights, ladder
from screening.words import Hit

UNKNOWN = "unknown"
_TITLE_LENGTH = 80

# Read off the calibration on held-out notices: from 0.7 the model is right four times in five, and nine times
# in ten where no known phrase means another sector.
SURE = 0.7
# Words of the title are right seven times in ten where the model gives their sector this much, else rarely.
AGREES = 0.4
# Below this the likeliest sector is right three times in ten or less: worse than the supplier's name.
WORTH_SAYING = 0.3
# The sectors named when unsure: until they hold this much together, each with at least that much.
ENOUGH, LEAST, MOST_NAMED = 0.8, 0.05, 4
# A known phrase that the model contradicts is right one time in five: it is given that much.
DISSENT = 0.2
# One word that no phrase of sector_words.yaml has is too little to go by.
FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A sector and how it was reached. `certain` is False where it is a guess; `rank` orders the bases.

    `plausible` are the sectors that it may be and their probabilities, the likeliest (`sector`) first; empty
    where it is certain, and where it is a guess without probabilities, which could be anything.
    """

    sector: str
    basis: Sentence
    certain: bool
    rank: int
    plausible: tuple[tuple[str, float], ...] = ()


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
    plausible: tuple[tuple[str, float], ...] = ()
    weights: Weights = SHIPPED


def base_hazard(work: Work, channel: Channel) -> Range:
    """The hazard of a channel before anything is known of the firm: that of the sector on the ladder.

    Unsure between sectors: from the lowest to the highest of them, the point by their probabilities. Unsure
    without probabilities: from the lowest to the highest of an unknown sector, the point that of the guess.
    """
    ladder = work.weights.ladder
    own = ladder[work.sector.hazard[channel]]
    if work.certain:
        return own
    if not work.plausible:
        widest = ladder[reference.sectors()[UNKNOWN].hazard[channel]]
        return Range(min(own.low, widest.low), own.point, max(own.high, widest.high))
    steps = [(ladder[reference.sectors()[name].hazard[channel]], share) for name, share in work.plausible]
    point = sum(step.point * share for step, share in steps) / sum(share for _, share in steps)
    low, high = min(step.low for step, _ in steps), max(step.high for step, _ in steps)
    return Range(low, min(max(point, low), high), high)


@cache
def hazard_order() -> Mapping[str, float]:
    """Sector -> its summed hazard by the shipped weights: no council's weights choose between sectors."""
    return {
        name: sum(ladder()[step].point for step in sector.hazard.values())
        for name, sector in reference.sectors().items()
    }


def _riskiest(names: Iterable[str]) -> str:
    return max(sorted(set(names)), key=lambda name: hazard_order()[name])


def _by_words(kind: str, text: str) -> Hit | None:
    hits = sector_words.longest(kind, text)
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
        for hit in sector_words.found("words", text):
            wide = [code for code in codes if hit.tag in sectors_under(code)]
            if wide:
                code = max(
                    wide, key=lambda each: (sector_of_code("cpv", each) == hit.tag, each in exact, each)
                )
                return Found(hit.tag, _cpv_basis(code, contract, hit), True, 0)
    by_code = {code: sector for code in exact if (sector := sector_of_code("cpv", code))}
    telling = {code: sector for code, sector in by_code.items() if not is_vague("cpv", code)}
    if not telling:
        return _by_vague_cpv(min(by_code), contract)
    sector = _riskiest(telling.values())
    code = min(code for code in telling if telling[code] == sector)
    return Found(sector, _cpv_basis(code, contract, None), True, 0)


def _by_vague_cpv(code: str, contract: Contract) -> Found | None:
    """A code that could mean many kinds of work: those that the text model sees among them, if any."""
    guess = sector_text.guess(contract.title, contract.description)
    if guess is None:
        return None
    under = sectors_under(code)
    shares = [(name, share) for name, share in guess.shares if name in under]
    whole = sum(share for _, share in shares)
    if whole < WORTH_SAYING:
        return None
    narrowed = tuple((name, share / whole) for name, share in shares)
    return _by_text(narrowed, _because(contract, guess.words, code), 0)


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
    codes = [code for code in contract.sic if not is_vague("sic", code) and code in reference.sic_codes()]
    by_code = {code: sector for code in codes if (sector := sector_of_code("sic", code))}
    if not by_code:
        return None
    sector = _riskiest(by_code.values())
    code = min(code for code in by_code if by_code[code] == sector)
    basis = say(
        "SIC {code}, {activity}, on the company's record", code=code, activity=reference.sic_codes()[code]
    )
    return Found(sector, basis, True, 5)


def _because(contract: Contract, words: tuple[str, ...], code: str = "") -> Sentence:
    """The words that decided, where they stand, and the broad code that they narrow."""
    named = ", ".join(words)
    if code:
        text = "CPV {code}, which is broad, and the words '{words}' of the contract '{title}'"
        return say(text, code=code, words=named, title=_label(contract))
    return say("the words '{words}' of the contract '{title}'", words=named, title=_label(contract))


def _by_text(
    shares: tuple[tuple[str, float], ...], because: Sentence, rank: int, dissent: tuple[Hit, ...] = ()
) -> Found:
    """What the text model says: one sector where it is sure, else those that it may be.

    `dissent` are phrases that mean another sector: with one the model is right in seven of ten cases in which
    it is sure, without in nine. So they make it unsure, and their sectors are named too.
    """
    first, chance = shares[0]
    if chance >= SURE and not dissent:
        return Found(first, say("{because} taken together", because=because), True, rank)
    plausible: dict[str, float] = {}
    for name, share in shares[:MOST_NAMED]:
        if plausible and (share < LEAST or sum(plausible.values()) >= ENOUGH):
            break
        plausible[name] = share
    for hit in dissent:
        plausible[hit.tag] = max(DISSENT, dict(shares).get(hit.tag, 0.0))
    named = sorted(plausible.items(), key=lambda pair: (-pair[1], pair[0]))
    if len(named) == 1:
        label = reference.sectors()[first].label
        return Found(first, say("{because}: probably {sector}", because=because, sector=label), False, rank)
    basis = say("{because}: not sure, could be {sectors}", because=because, sectors=_either(named))
    return Found(named[0][0], basis, False, rank, tuple(named))


def _either(named: Sequence[tuple[str, float]]) -> Sentence:
    """The labels of the sectors with "or" between."""
    label = reference.sectors()[named[0][0]].label
    if len(named) == 1:
        return say("{sector}", sector=label)
    return say("{sector} or {sectors}", sector=label, sectors=_either(named[1:]))


def _dissent(contract: Contract, sector: str) -> tuple[Hit, ...]:
    """The phrases of the title and of the description that mean another sector."""
    hits = (_by_words("words", text) for text in (contract.title, contract.description))
    return tuple(hit for hit in hits if hit and hit.tag != sector)


def _by_title(contract: Contract, guess: sector_text.Guess | None) -> Found | None:
    """The words of the title: plain ones, else if the text model sees no other kind of work behind them."""
    hit = _by_words("words", contract.title)
    if hit is None:
        return None
    doubted = guess is not None and dict(guess.shares).get(hit.tag, 0.0) < AGREES
    if doubted and not sector_words.is_plain(contract.title, hit.tag):
        return None
    text = "the words '{words}' in the contract title '{title}'"
    return Found(hit.tag, say(text, words=hit.phrase, title=_short(contract.title)), True, 1)


def _by_proclass(contract: Contract) -> Found | None:
    code = contract.proclass
    sector = sector_of_code("proclass", code) if code in reference.proclass_codes() else None
    if sector is None or is_vague("proclass", code):
        return None
    return Found(
        sector, say("ProClass {code} on the contract '{title}'", code=code, title=_label(contract)), True, 2
    )


def _by_category(contract: Contract) -> Found | None:
    hit = _by_words("words", contract.category)
    if hit is None:
        return None
    return Found(hit.tag, say("the category '{category}'", category=_short(contract.category)), True, 3)


def _by_broad_code(contract: Contract) -> Found | None:
    """The last word of a vague code: any sector that it could mean, each as likely as the next."""
    kinds = [("cpv", code.split("-")[0].strip()) for code in contract.cpv] + [("proclass", contract.proclass)]
    for kind, code in kinds:
        sector = sector_of_code(kind, code) if is_vague(kind, code) else None
        if sector:
            names = sorted(sectors_under(code) if kind == "cpv" else {sector})
            even = tuple((name, 1 / len(names)) for name in names) if len(names) > 1 else ()
            basis = say(
                "{code} on the contract '{title}', which could be other work",
                code=code,
                title=_label(contract),
            )
            return Found(sector, basis, False, 6, even)
    return None


def of_contract(contract: Contract) -> Found | None:
    """The sector of one contract by what is bought, or by the company's SIC codes; None if nothing tells."""
    if found := _by_cpv(contract):
        return found
    guess = sector_text.guess(contract.title, contract.description)
    if found := _by_title(contract, guess) or _by_proclass(contract) or _by_category(contract):
        return found
    told = None
    if guess and guess.known >= FEWEST_WORDS:
        dissent = _dissent(contract, guess.shares[0][0])
        told = _by_text(guess.shares, _because(contract, guess.words), 4, dissent)
    if told and told.certain:
        return told
    if found := _by_sic(contract):
        return found
    if found := _by_broad_code(contract):
        return found
    if told and guess and guess.shares[0][1] >= WORTH_SAYING:
        return replace(told, rank=7)
    return None


def of_name(name: str) -> Found | None:
    """The sector that a supplier's name suggests: the last resort, never certain."""
    hit = _by_words("names", name)
    if hit is None:
        return None
    return Found(hit.tag, say("the word '{words}' in the supplier's name only", words=hit.phrase), False, 9)


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
        return Found(named.tag, say(both, category=_short(text), words=named.phrase), False, 8)
    return Found(
        hit.tag, say("the category '{category}', which could be other work", category=_short(text)), False, 8
    )


def works(case: Case, weights: Weights = SHIPPED) -> tuple[Work, ...]:
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
            named = Found(UNKNOWN, basis, False, 10)
        table = reference.sectors()
        return (Work(case, table[named.sector], named.basis, named.certain, case.contracts, (), weights),)
    return tuple(_work(case, sector, pairs, silent, weights) for sector, pairs in sorted(told.items()))


def _work(
    case: Case, sector: str, pairs: list[tuple[Found, Contract]], silent: list[Contract], weights: Weights
) -> Work:
    """All contracts of one sector. One certain contract makes it certain; guesses add up what they doubt."""
    certain = any(found.certain for found, _ in pairs)
    doubts: dict[str, float] = {}
    for found, _ in pairs:
        for name, share in found.plausible:
            doubts[name] = max(share, doubts.get(name, 0.0))
    if certain or not all(found.plausible for found, _ in pairs):
        doubts = {}
    return Work(
        case,
        reference.sectors()[sector],
        min(pairs, key=_clearest)[0].basis,
        certain,
        (*(contract for _, contract in pairs), *silent),
        tuple(sorted(doubts.items(), key=lambda pair: (-pair[1], pair[0]))),
        weights,
    )


def _clearest(pair: tuple[Found, Contract]) -> tuple[int, Decimal, str]:
    """The basis to show: the most specific kind, of the largest contract, then by its text."""
    found, contract = pair
    return found.rank, -(contract.value or Decimal(0)), str(found.basis)
