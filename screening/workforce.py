"""The factors of the workforce: who does the work, through whom, and on what terms.

A fact comes from two sides: what the supplier answered, and what the council knows of the contract. One rule
joins them: the riskier known fact stands, and the reason says whose it is. A supplier's answer covers all of
its contracts; a contract's fact covers that contract, so until every contract has one the rest is taken as
usual in the trade, and never better than what is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from screening import controls
from screening.controls import DO_NOT_KNOW
from screening.effects import Effect
from screening.raises import at_least, exact, raised
from screening.sectors import Work
from screening.types import Channel, Sentence, say
from screening.weights import Range, Weights, usual

_HOW_MANY: Mapping[str, str] = {"none": "none", "some": "some", "most": "most", "yes": "yes"}
_HOUSED: Mapping[str, str] = {"no": "none", "yes": "most"}
_TIERS: Mapping[str, str] = {"none": "none", "one": "one_tier", "more": "more_tiers", "yes": "yes"}
_SKILL: Mapping[str, str] = {"skilled": "none", "mixed": "some", "low": "most"}
_FREQUENCY_WORDS = {
    "rare": "rare",
    "some": "found in part of the firms",
    "common": "common",
    "usual": "usual",
}

ANSWERS: Mapping[str, tuple[str, ...]] = {
    "workforce.agency": ("none", "some", "most"),
    "workforce.migrant": ("none", "some", "most"),
    "workforce.low_paid": ("none", "some", "most"),
    "workforce.accommodation": tuple(_HOUSED),
    "subcontracting.tiers": ("none", "one", "more"),
}
"""What a supplier may answer to each workforce signal, besides "unknown"."""

CONTRACT_FACTS: Mapping[str, tuple[str, ...]] = {
    "agency_labour": tuple(_HOW_MANY),
    "migrant_workers": tuple(_HOW_MANY),
    "subcontracting_tiers": tuple(_TIERS),
    "workforce_skill": tuple(_SKILL),
}
"""What each workforce fact of a contract may say, besides "" for not known."""


def _share(weights: Weights, name: str) -> Range:
    """The share that a word stands for: exact, but for a "yes" that does not say how many."""
    if name == "yes":
        return Range(*(weights.value(f"share.{each}") for each in ("some", "yes", "most")))
    return exact(weights.value(f"share.{name}"))


@lru_cache(maxsize=8192)
def _fact(
    weights: Weights,
    factor: str,
    channel: Channel,
    answer: str | None,
    told: tuple[str, ...],
    every: bool,
    how_common: str,
    trade: str,
    texts: tuple[str, str],
    signal: str,
) -> Effect:
    """The effect of a workforce fact: `told` by contracts (`every` one of them or not), and the answer."""
    table = {"accommodation": _HOUSED, "tiers": _TIERS, "skill": _SKILL}.get(factor, _HOW_MANY)
    what, question = texts
    answered = _share(weights, table[answer]) if answer is not None and answer in table else None
    contracts = max((_share(weights, table[each]) for each in told), key=_size, default=None)
    ranges = [each for each in (answered, contracts) if each is not None]
    frequency = _FREQUENCY_WORDS[how_common]
    words: dict[str, object] = {"what": what, "trade": trade.lower(), "how_common": frequency}
    if not ranges:
        text = (
            "The supplier does not know: {what}; in {trade} this is {how_common}"
            if answer == DO_NOT_KNOW
            else "Not asked or not answered: {what}; in {trade} this is {how_common}"
        )
        return raised(
            weights,
            factor,
            channel,
            _usual(factor, how_common),
            False,
            say(text, **words),
            ask=say(question),
            signal=signal,
        )
    share = ranges[0]
    for each in ranges[1:]:
        share = at_least(share, each)
    complete = answered is not None or every
    if not complete:
        share = at_least(share, _usual(factor, how_common))
    fact = max(told, key=lambda each: (_size(_share(weights, table[each])), each), default="")
    known = complete and share.low == share.high
    return raised(
        weights,
        factor,
        channel,
        share,
        known,
        _reason(answer if answered else None, fact, answered, contracts, complete, words),
        finding=max(ranges, key=_size).point > 0,
        ask=None if known else say(question),
        signal="" if known else signal,
    )


def _usual(factor: str, how_common: str) -> Range:
    """The share while nothing is known. The usual skill of a trade is in its base hazard already: what is not
    known of the skill can only add to it."""
    share = usual()[how_common]
    return Range(0.0, 0.0, share.high) if factor == "skill" else share


def _size(share: Range) -> tuple[float, float]:
    return share.point, share.high


def _reason(
    answer: str | None,
    fact: str,
    answered: Range | None,
    contracts: Range | None,
    complete: bool,
    words: Mapping[str, object],
) -> Sentence:
    """Whose fact stands: the supplier's, the contract's, or the riskier of the two."""
    if answered is None or contracts is None:
        if answered is not None:
            return say("The supplier answered '{answer}': {what}", answer=answer, what=words["what"])
        if complete:
            return say("The contract says '{fact}': {what}", fact=fact, what=words["what"])
        return say(
            "A contract says '{fact}', others do not say: {what}; in {trade} this is {how_common}",
            fact=fact,
            **words,
        )
    text = (
        "The supplier answered '{answer}', the contract says '{fact}'; the riskier stands, the answer: {what}"
        if _size(answered) >= _size(contracts)
        else "The supplier answered '{answer}', the contract says '{fact}'; "
        "the riskier stands, the contract: {what}"
    )
    return say(text, answer=answer, fact=fact, what=words["what"])


def _workforce(
    work: Work,
    factor: str,
    channel: Channel,
    texts: tuple[str, str],
    signal: str = "",
    field: str = "",
    like: str = "",
) -> Effect:
    """The effect of one fact; `like` names another factor whose usual frequency in the trade is taken."""
    answer = controls.answer(work.case, signal) if signal else None
    given = [getattr(contract, field) for contract in work.contracts] if field else []
    told = tuple(sorted(set(given) - {""})) if any(given) else ()
    how_common = work.sector.usual[like or factor]
    every = bool(given) and all(given)
    return _fact(
        work.weights, factor, channel, answer, told, every, how_common, work.sector.label, texts, signal
    )


def agency(work: Work) -> Iterable[Effect]:
    """Workers who come through agencies, labour providers or payroll firms: labour provider channel."""
    what = "how much of the work is done by agency workers"
    question = "How many of the workers on this contract come through agencies or labour providers?"
    texts = (what, question)
    yield _workforce(
        work, "agency", Channel.LABOUR_PROVIDERS, texts, "workforce.agency", field="agency_labour"
    )


def migrant(work: Work) -> Iterable[Effect]:
    """Workers recruited from abroad for the job or on sponsored visas: own workforce. Never a nationality."""
    what = "how many workers were recruited from abroad or are on sponsored visas"
    question = "How many of the workers were recruited from abroad for the job, or are on sponsored visas?"
    texts = (what, question)
    yield _workforce(
        work, "migrant", Channel.OWN_WORKFORCE, texts, "workforce.migrant", field="migrant_workers"
    )


def skill(work: Work) -> Iterable[Effect]:
    """Work that needs no training: own workforce, small. How far not knowing can add goes by how common low
    pay is in the trade."""
    what = "how skilled the workforce is"
    question = "Does the work need trained people, or can anybody be put to it?"
    texts = (what, question)
    yield _workforce(work, "skill", Channel.OWN_WORKFORCE, texts, field="workforce_skill", like="low_paid")


def low_paid(work: Work) -> Iterable[Effect]:
    """Workers at or near the minimum wage: own workforce."""
    what = "how many workers are paid at or near the minimum wage"
    question = "How many of the workers are paid at or near the minimum wage?"
    yield _workforce(work, "low_paid", Channel.OWN_WORKFORCE, (what, question), "workforce.low_paid")


def accommodation(work: Work) -> Iterable[Effect]:
    """Housing tied to the job: own workforce."""
    what = "whether workers are given housing that is tied to the job"
    question = "Is any worker housed by the employer or by somebody whom the employer chose?"
    yield _workforce(
        work, "accommodation", Channel.OWN_WORKFORCE, (what, question), "workforce.accommodation"
    )


def tiers(work: Work) -> Iterable[Effect]:
    """Tiers of sub-contractors below the supplier: sub-contracting channel."""
    what = "how many tiers of sub-contractors do the work"
    question = "How many tiers of sub-contractors do part of the work?"
    texts = (what, question)
    yield _workforce(
        work, "tiers", Channel.SUBCONTRACTING, texts, "subcontracting.tiers", field="subcontracting_tiers"
    )
