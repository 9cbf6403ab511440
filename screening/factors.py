"""The risk factors: one documented function each, named in the tuple FACTORS at the foot.

A factor looks at one kind of work of a supplier (`Work`) and gives its effects. Every factor is monotone:
more risk never lowers an effect, and what is not known is never better than a good answer. Signals are
named by what they say, never by the question that asked. Controls are in `screening.controls`, those that
are asked only where they apply in `screening.modules`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from screening import controls, geography, reference
from screening.controls import DO_NOT_KNOW
from screening.effects import Effect, Kind, Triple
from screening.modules import SIGNALS_READ as MODULE_SIGNALS
from screening.modules import modules
from screening.raises import at_least, exact, multiplied, not_known, raised
from screening.sectors import Work, base_hazard
from screening.types import Case, Channel, Contract, OutsideFigure, say
from screening.weights import Range, Weights, value, weight
from screening.words import Phrases
from screening.workforce import accommodation, agency, low_paid, migrant, skill, tiers

# The steps of the ladder from which a sector counts as a finding of its own.
_NOTABLE = frozenset({"raised", "high", "very_high"})


def sector(work: Work) -> Iterable[Effect]:
    """What the kind of work carries before anything is known of the firm: the base hazard of every channel.

    Where the sector is not certain, the range spans those that it may be (`sectors.base_hazard`).
    """
    return _sector(work.weights, work.sector.id, work.certain, work.plausible)


@lru_cache(maxsize=8192)
def _sector(
    weights: Weights, name: str, certain: bool, plausible: tuple[tuple[str, float], ...]
) -> tuple[Effect, ...]:
    row = reference.sectors()[name]
    alike = Work(Case("", "", date.min), row, say(""), certain, (), plausible, weights)
    bases = [base_hazard(alike, channel) for channel in Channel]
    return tuple(
        Effect(
            "sector",
            channel,
            Kind.BASE,
            base.low,
            base.point,
            base.high,
            known=certain,
            reason=say("{sector}: {reason}", sector=row.label, reason=row.reason),
            source=row.source,
            finding=certain and row.hazard[channel] in _NOTABLE,
            ask=None if certain else say("What does this supplier provide to the council?"),
            label=name,
        )
        for channel, base in zip(Channel, bases, strict=True)
    )


# --- The size of the work -------------------------------------------------------------------------


def spend_share(amount: Decimal) -> float:
    """0 to 1 by the logarithm of the pounds between scale.spend_from and scale.spend_to."""
    low, high = _spend_logs()
    return min(1.0, max(0.0, (math.log(max(float(amount), 1.0)) - low) / (high - low)))


@cache
def _spend_logs() -> tuple[float, float]:
    return math.log(value("scale.spend_from")), math.log(value("scale.spend_to"))


def _money(contracts: Sequence[Contract], paid: Decimal | None) -> tuple[Range, Decimal, str]:
    """The share of `scale`, the pounds, and whose they are: of this "work", "paid" to the supplier, "" if not
    known."""
    total, complete = _NOTHING, bool(contracts)
    for contract in contracts:
        if contract.value is None:
            complete = False
        elif contract.value > _NOTHING:
            total += contract.value
    if complete:
        return exact(spend_share(total)), total, "work"
    if paid is not None:
        total = max(total, paid)
        return exact(spend_share(total)), total, "paid"
    least = spend_share(total)
    unsure = (max(least, value(f"unknown.scale_{corner}")) for corner in ("low", "point", "high"))
    return Range(*unsure), total, ""


def scale(work: Work) -> Iterable[Effect]:
    """The money for this kind of work: more paid means more workers exposed. Small: it never decides alone.

    The money is the value of the contracts of the sector; where one has no value, what was paid to the
    supplier, and where that is not known either, a range. The largest of these counts, so that one more
    contract never lowers.
    """
    share, total, whose = _money(work.contracts, work.case.spend)
    text = {
        "work": "About {pounds} pounds for this work",
        "paid": "About {pounds} pounds paid to the supplier",
    }.get(whose)
    known = text is not None
    reason = (
        say(text, pounds=f"{total:,.0f}") if text else say("Not known: what the council pays for this work")
    )
    ask = None if known else say("How much does the council pay this supplier in a year?")
    for channel in _SCALED:
        yield raised(work.weights, "scale", channel, share, known, reason, ask=ask)


_NOTHING = Decimal(0)
_SCALED = (Channel.OWN_WORKFORCE, Channel.LABOUR_PROVIDERS, Channel.GOODS, Channel.SUBCONTRACTING)


def _years(start: date | None, end: date | None) -> float | None:
    return (end - start).days / 365.25 if start and end and end >= start else None


def duration(work: Work) -> Iterable[Effect]:
    """The length of the longest contract: own workforce, small. A spend file does not tell it."""
    share, longest, known = _length(work.contracts)
    reason, ask = say("The longest contract runs {years} years", years=f"{longest:.1f}"), None
    if not known:
        reason = say("Not known: how long the work runs")
        ask = say("When did the contract start, and when does it end?")
    yield raised(work.weights, "duration", Channel.OWN_WORKFORCE, share, known, reason, ask=ask)


def _length(contracts: Sequence[Contract]) -> tuple[Range, float, bool]:
    """The share of `duration`, the years of the longest contract, and whether all lengths are known."""
    lengths = [_years(contract.start, contract.end) for contract in contracts]
    known_lengths = [length for length in lengths if length is not None]
    first, last = value("scale.years_from"), value("scale.years_to")
    longest = max(known_lengths, default=0.0)
    share = min(1.0, max(0.0, (longest - first) / (last - first)))
    if lengths and len(known_lengths) == len(lengths):
        return exact(share), longest, True
    return Range(share, max(share, value("unknown.duration_point")), 1.0), longest, False


# --- Places and goods -----------------------------------------------------------------------------


def countries(work: Work, kind: str) -> tuple[tuple[str, ...], bool]:
    """The known countries of "delivery" or "sourcing", and whether that is all: contracts and answer
    together.

    It is all if the supplier answered, or if every contract of this work names its countries.
    """
    by_contract = [
        contract.delivery_countries if kind == "delivery" else contract.sourcing_countries
        for contract in work.contracts
    ]
    signal = work.case.signals.get(f"{kind}.countries")
    if signal is None and len(by_contract) == 1 and len(by_contract[0]) < 2:
        return by_contract[0], bool(by_contract[0])
    given = () if signal is None else signal.value
    answered = {code for code in ((given,) if isinstance(given, str) else given) if code != DO_NOT_KNOW}
    known = answered.union(*by_contract)
    return tuple(sorted(known)), bool(answered) or (bool(by_contract) and all(by_contract))


# (Whether the figure of a country is complete, whether an outside index counted) -> what its line says of it.
_REMARKS = {
    (True, False): "",
    (False, False): "; part of the figures is missing",
    (True, True): "; the council's own copy of an outside index counted",
    (False, True): "; part of the figures is missing, the council's own copy of an outside index counted",
}


@lru_cache(maxsize=4096)
def _place(
    weights: Weights,
    name: str,
    channel: Channel,
    codes: tuple[str, ...],
    complete: bool,
    unsure: Range,
    texts: tuple[str, str],
    outside: tuple[OutsideFigure, ...],
) -> Effect:
    """The effect of places: the riskiest country, and at least the usual range where not all are known."""
    text, unknown_text = texts
    questions = {
        "delivery": "In which countries is the work done, support and back office included?",
        "sourcing": "Which countries do the goods for this contract come from, as far as you know the chain?",
    }
    ask, signal = (None, "") if complete else (say(questions[name]), f"{name}.countries")
    if not codes:
        return raised(weights, name, channel, unsure, False, say(unknown_text), ask=ask, signal=signal)
    risk = geography.worst(codes, weights, outside)
    share = risk.range if complete else at_least(risk.range, unsure)
    missing = _REMARKS[risk.complete, bool(risk.outside)]
    figure = round(100 * risk.range.point)
    country = reference.country_name(risk.code)
    reason = say(text + ", {figure} of 100{missing}", country=country, figure=figure, missing=missing)
    finding = risk.code != geography.HOME and risk.range.point > value("country.uk_high")
    source = weight("country.uk_point" if risk.code == geography.HOME else "country.governance").source
    more = {"finding": finding, "ask": ask, "signal": signal, "source": source}
    return raised(weights, name, channel, share, complete, reason, **more)


def delivery(work: Work) -> Iterable[Effect]:
    """Where the work is done: place channel. A council's services are mostly done here, but part may be
    abroad.

    The United Kingdom has its own figure. Never for the evaluation of tenders (Local Government Act 1988
    s.17).
    """
    home = geography.country_risk(geography.HOME, work.weights).range
    unsure = Range(home.low, home.point, value("unknown.delivery_high"))
    text = (
        "The supplier does not know in which countries the work is done; taken as the United Kingdom"
        if controls.answer(work.case, "delivery.countries") == DO_NOT_KNOW
        else "Not asked or not answered: in which countries the work is done; taken as the United Kingdom"
    )
    codes, complete = countries(work, "delivery")
    texts = ("Work in {country}", text)
    outside = geography.counted(work.case.outside, work.weights)
    yield _place(work.weights, "delivery", Channel.PLACE, codes, complete, unsure, texts, outside)


def sourcing(work: Work) -> Iterable[Effect]:
    """The governance of the countries that the goods come from: goods channel."""
    text = (
        "The supplier does not know which countries its goods come from"
        if controls.answer(work.case, "sourcing.countries") == DO_NOT_KNOW
        else "Not asked or not answered: which countries the goods come from"
    )
    codes, complete = countries(work, "sourcing")
    texts, unsure = ("Goods from {country}", text), not_known("sourcing")
    outside = geography.counted(work.case.outside, work.weights)
    yield _place(work.weights, "sourcing", Channel.GOODS, codes, complete, unsure, texts, outside)


@lru_cache(maxsize=1)
def _good_phrases() -> Phrases:
    return Phrases({name: good.phrases for name, good in reference.goods().items()})


@lru_cache(maxsize=65536)
def _named(text: str) -> frozenset[str]:
    return frozenset(hit.tag for hit in _good_phrases().find(text))


_NO_GOODS: frozenset[str] = frozenset()


def goods_named(contracts: Iterable[Contract]) -> frozenset[str]:
    """The ids of the goods that the words of contracts name."""
    named = _NO_GOODS
    for contract in contracts:
        for text in (contract.title, contract.description, contract.category):
            if text:
                named |= _named(text)
    return named


def goods_of(work: Work) -> tuple[str, ...]:
    """The ids of the goods of a kind of work: the sector's usual ones and those that the contracts name."""
    return _in_order(goods_named(work.contracts), tuple(work.sector.goods))


@lru_cache(maxsize=8192)
def _in_order(named: frozenset[str], usual: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(named.union(usual)))


def listed_goods(work: Work) -> Iterable[Effect]:
    """Goods that are listed for a country as made with forced or child labour: goods channel.

    A known forced-labour pair puts a floor under the channel, just above the edge of medium, that no
    control lifts.
    """
    yield from listed_among(work, goods_named(work.contracts))


def listed_among(work: Work, named: frozenset[str]) -> Iterable[Effect]:
    """As `listed_goods`, were these the goods that the contracts name."""
    names = _in_order(named, tuple(work.sector.goods))
    if names:
        yield _listed(work.weights, names, *countries(work, "sourcing"))


@lru_cache(maxsize=16384)
def _listed(weights: Weights, names: tuple[str, ...], codes: tuple[str, ...], complete: bool) -> Effect:
    table = reference.goods()
    shares = {"forced": 1.0, "child": weights.value("share.child_labour")}
    pairs = [(table[name], code) for name in names for code in codes if code in table[name].listed]
    worst = max(pairs, key=lambda pair: (shares[pair[0].listed[pair[1]]], pair[0].id, pair[1]), default=None)
    share, ask, signal = exact(shares[worst[0].listed[worst[1]]] if worst else 0.0), None, ""
    reason = say("None of the usual goods is listed for the countries given, as at September 2020")
    if not complete:
        kinds = {kind for name in names for kind in table[name].listed.values()}
        cap = 1.0 if "forced" in kinds else value("unknown.goods_child_cap")
        unsure = not_known("goods")
        share = at_least(share, Range(cap * unsure.low, cap * unsure.point, cap * unsure.high))
        labels = ", ".join(table[name].label for name in names[:4])
        reason = say("Not known: where the goods come from; some origins of {goods} are listed", goods=labels)
        ask = say("Where do these goods come from, and who makes them: {goods}?", goods=labels)
        signal = "sourcing.countries"
    if worst is None:
        return raised(weights, "listed_goods", Channel.GOODS, share, complete, reason, ask=ask, signal=signal)
    good, code = worst
    forced = good.listed[code] == "forced"
    text = (
        "{good} from {country}: listed as made with forced labour"
        if forced
        else "{good} from {country}: listed as made with child labour"
    )
    return raised(
        weights,
        "listed_goods",
        Channel.GOODS,
        share,
        complete,
        say(text, good=good.label.capitalize(), country=reference.country_name(code)),
        finding=True,
        ask=ask,
        signal=signal,
        source=good.sources[code],
        floor=value("floor.forced_labour") if forced else 0.0,
    )


Factor = Callable[[Work], Iterable[Effect]]

BY_WORK: tuple[Factor, ...] = (
    sector,
    agency,
    migrant,
    skill,
    low_paid,
    accommodation,
    tiers,
    scale,
    duration,
    delivery,
    sourcing,
    listed_goods,
    modules,
)
"""The factors that say something of each kind of work."""

BY_SUPPLIER: tuple[Factor, ...] = (controls.statement, controls.answered)
"""The factors that say the same of every kind of work of a supplier: they read the case alone."""

FACTORS: tuple[Factor, ...] = (*BY_WORK, *BY_SUPPLIER)

BY_WORKFORCE: tuple[Factor, ...] = (agency, migrant, skill, tiers)
"""The factors that read the workforce facts of the contracts."""

BY_SIZE: tuple[Factor, ...] = (scale, duration)
"""The factors whose values differ from contract to contract: see `size_raises`."""

BY_ORIGIN: tuple[Factor, ...] = (delivery, sourcing, listed_goods)
"""The factors that read the countries of the contracts and the goods that their words name."""

BY_CONTRACT: tuple[Factor, ...] = (*BY_WORKFORCE, *BY_SIZE, *BY_ORIGIN)
"""The factors that read the contracts; the others say the same of every contract of a kind of work."""


def size_raises(
    contract: Contract, spend: Decimal | None, weights: Weights
) -> tuple[tuple[Channel, Triple], ...]:
    """What BY_SIZE multiply each channel by for one contract, in the order of BY_CONTRACT."""
    money = multiplied(weights, "scale", _money((contract,), spend)[0])
    years = multiplied(weights, "duration", _length((contract,))[0])
    return (*((channel, money) for channel in _SCALED), (Channel.OWN_WORKFORCE, years))


SIGNALS_READ: frozenset[str] = (
    frozenset(
        {
            "workforce.agency",
            "workforce.migrant",
            "workforce.low_paid",
            "workforce.accommodation",
            "subcontracting.tiers",
            "delivery.countries",
            "sourcing.countries",
        }
    )
    | controls.SIGNALS_READ
    | MODULE_SIGNALS
)
