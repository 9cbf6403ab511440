"""Whether a price can pay for the labour in it: hours against the statutory wage floor and on-costs.

A price below the floor may be abnormally low (Procurement Act 2023 s.19(3)); it may also have a good reason.
The supplier must be told and may explain before anything is concluded (s.19(4) and (5)), and this result is
neither a mark nor a ground to disregard a tender. It knows no country, and of a supplier only its price.

For each kind of labour and each stretch of time with one set of rates:

    pay      = hours * (1 + 5.6 / 46.4) * rate of the band          (paid leave with it)
    on-costs = employer's National Insurance and pension, by pay for each worker and year

What is not known widens: how many workers share the hours decides how much lies above the thresholds, and a
worker may leave the pension. The low end is what nobody can go below, the high end what full-time workers
cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from screening.types import Sentence, say
from screening.wage_floors import AgeBand, Floor, floor_on, floors, holiday_share

_PENNY: Final = Decimal("0.01")
_DAYS: Final = Decimal("365.25")
FULL_TIME_HOURS: Final = Decimal(1950)
"""37.5 hours a week, paid leave with it: the most that one worker is taken to do where nobody says how many
there are. Fewer workers with more hours would pay more National Insurance, not less pay."""


@dataclass(frozen=True, slots=True)
class Labour:
    """Hours of work a year under one rate: what for, the band, by how many workers (None: nobody has said).

    Hours are those worked: travel between visits and hand-over are work; leave is not. `rate` is what the
    tender states, in pounds an hour, None if it states none.
    """

    label: str
    hours: Decimal
    band: AgeBand = AgeBand.ADULT
    workers: int | None = None
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """A price in pounds without VAT for a period (both days included), and the labour that it is for.

    `other_costs` are those that the tender states, None where it says nothing.
    """

    pounds: Decimal
    start: date
    end: date
    labour: tuple[Labour, ...]
    other_costs: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Pounds: at the least, as likely, at the most."""

    low: Decimal
    point: Decimal
    high: Decimal

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.low + other.low, self.point + other.point, self.high + other.high)


NOTHING: Final = Amount(Decimal(0), Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum, with what it is and the id of its source."""

    label: Sentence
    amount: Amount
    source: str


class Outcome(StrEnum):
    """What the sum shows. None of them is a decision."""

    MAY_BE_LOW = "may_be_low"
    """Even the least that the law asks to be paid is above the price."""
    NOT_CLEAR = "not_clear"
    """It depends on what is not known."""
    COVERS = "covers"
    """The price pays for the floor."""


@dataclass(frozen=True, slots=True)
class Result:
    """The sum line by line, the floor under the price, and what is left for all that the floor leaves out.

    `gap` is the price less floor and stated costs: below nought where the price does not pay for them.
    """

    steps: tuple[Step, ...]
    floor: Amount
    price: Decimal
    gap: Amount
    outcome: Outcome
    notes: tuple[Sentence, ...]


def check(price: Price) -> Result:
    """Hold a price against the floor. ValueError for a period that ends before it begins, one that begins
    before the first known rates, hours or costs below nought, or no labour at all."""
    _refuse(price)
    steps: list[Step] = []
    for start, end, floor in stretches(price.start, price.end):
        share = Decimal((end - start).days + 1) / _DAYS
        insurance = NOTHING
        for labour in price.labour:
            pay, nic, pension = _steps(labour, floor, share, start)
            steps += [pay, nic, pension]
            insurance += nic.amount
        steps.append(_allowance(insurance, floor, share, start))
    if price.other_costs is not None:
        same = Amount(*(_pence(price.other_costs),) * 3)
        steps.append(Step(say("Other costs, as the tender states them"), same, "tender"))
    floor_amount = sum((step.amount for step in steps), NOTHING)
    gap = Amount(*(_pence(price.pounds) - part for part in _corners(floor_amount)[::-1]))
    return Result(
        steps=tuple(steps),
        floor=floor_amount,
        price=_pence(price.pounds),
        gap=gap,
        outcome=_outcome(gap),
        notes=tuple(_notes(price)),
    )


def _corners(amount: Amount) -> tuple[Decimal, Decimal, Decimal]:
    return amount.low, amount.point, amount.high


def _outcome(gap: Amount) -> Outcome:
    if gap.high < 0:
        return Outcome.MAY_BE_LOW
    return Outcome.COVERS if gap.low >= 0 else Outcome.NOT_CLEAR


def _refuse(price: Price) -> None:
    if price.end < price.start:
        raise ValueError("the period ends before it begins")
    if not price.labour:
        raise ValueError("there is no labour to be paid for")
    if price.pounds < 0 or (price.other_costs or 0) < 0:
        raise ValueError("pounds cannot be below nought")
    for labour in price.labour:
        if labour.hours <= 0 or (labour.workers is not None and labour.workers < 1):
            raise ValueError(f"{labour.label}: hours and workers have to be above nought")
    floor_on(price.start)


def stretches(start: date, end: date) -> Iterator[tuple[date, date, Floor]]:
    """The period cut where the rates change: first day, last day, floor."""
    while start <= end:
        floor = floor_on(start)
        later = [one.holds_from for one in floors() if one.holds_from > start]
        last = min([end, *(day - timedelta(days=1) for day in later[:1])])
        yield start, last, floor
        start = last + timedelta(days=1)


def _steps(labour: Labour, floor: Floor, share: Decimal, start: date) -> list[Step]:
    rate = floor.rates[labour.band]
    paid_hours = labour.hours * (1 + holiday_share())
    year = paid_hours * rate
    pay = Amount(*(_pence(year * share),) * 3)
    since = f"{start.day} {start:%B %Y}"
    return [
        Step(
            say(
                "{label} from {since}: {hours} hours a year at {rate} pounds, paid leave with it",
                label=labour.label,
                since=since,
                hours=f"{labour.hours:,.0f}",
                rate=f"{rate:.2f}",
            ),
            pay,
            floor.source,
        ),
        Step(
            say("{label}: employer's National Insurance", label=labour.label),
            _insurance(labour, year, paid_hours, share, floor),
            floor.source,
        ),
        Step(
            say("{label}: employer's pension contributions", label=labour.label),
            _pension_amount(labour, year, paid_hours, share, floor),
            floor.source,
        ),
    ]


def _insurance(labour: Labour, year: Decimal, paid_hours: Decimal, share: Decimal, floor: Floor) -> Amount:
    """Nothing is due on the ordinary pay of workers under 21, nor on that of apprentices under 25."""

    def due(threshold: Decimal) -> Amount:
        def cost(each: Decimal) -> Decimal:
            return max(Decimal(0), each - threshold) * floor.nic_rate

        return _shared(labour, year, paid_hours, share, cost)

    if labour.band is AgeBand.ADULT:
        return due(floor.nic_threshold)
    young = due(floor.nic_young)
    if labour.band is AgeBand.APPRENTICE:
        return Amount(young.low, young.point, due(floor.nic_threshold).high)
    return young


def _allowance(insurance: Amount, floor: Floor, share: Decimal, start: date) -> Step:
    """The most that an employer who may claim the allowance saves.

    Nobody can say here whether it may, or whether other work uses it up, so it lowers the least only.
    """
    most = min(insurance.low, _pence(floor.nic_allowance * share))
    return Step(
        say(
            "Employment Allowance from {since}, if the tenderer may claim it and all of it is for this work",
            since=f"{start.day} {start:%B %Y}",
        ),
        Amount(-most, Decimal(0), Decimal(0)),
        floor.source,
    )


def _pension(each: Decimal, floor: Floor) -> Decimal:
    if each < floor.enrolled_from:
        return Decimal(0)
    return max(Decimal(0), min(each, floor.pension_to) - floor.pension_from) * floor.pension_rate


Cost = Callable[[Decimal], Decimal]
"""What is due for one worker, by that worker's pay in a year."""


def _shared(labour: Labour, year: Decimal, paid_hours: Decimal, share: Decimal, cost: Cost) -> Amount:
    """What is due by worker. Where nobody said how many there are: from nothing, with all of them below a
    threshold, to what full-time workers cost."""
    if labour.workers is not None:
        exact = _pence(labour.workers * cost(year / labour.workers) * share)
        return Amount(exact, exact, exact)
    workers = max(Decimal(1), paid_hours / FULL_TIME_HOURS)
    full = _pence(workers * cost(year / workers) * share)
    return Amount(Decimal(0), full, full)


def _pension_amount(
    labour: Labour, year: Decimal, paid_hours: Decimal, share: Decimal, floor: Floor
) -> Amount:
    """A worker may leave the scheme, and an apprentice or somebody under 22 need not be enrolled."""
    due = _shared(labour, year, paid_hours, share, lambda each: _pension(each, floor))
    likely = due.point if labour.band is AgeBand.ADULT else Decimal(0)
    return Amount(Decimal(0), likely, due.high)


def _pence(pounds: Decimal) -> Decimal:
    return pounds.quantize(_PENNY, ROUND_HALF_UP)


def _notes(price: Price) -> Iterator[Sentence]:
    newest = floors()[-1]
    if price.end >= newest.holds_from.replace(year=newest.holds_from.year + 1):
        yield say(
            "Rates after those of {day} are not known yet, so the floor is too low rather than too high.",
            day=f"{newest.holds_from.day} {newest.holds_from:%B %Y}",
        )
    if price.other_costs is None:
        yield say("The tender states no other costs: materials, overheads and profit are counted as nothing.")
    if any(labour.workers is None for labour in price.labour):
        yield say("How many workers share the hours is not known; that widens insurance and pension.")
    for labour in price.labour:
        yield from _rates_below(labour, price.start, price.end)


def _rates_below(labour: Labour, start: date, end: date) -> Iterator[Sentence]:
    if labour.rate is None:
        return
    for since, _last, floor in stretches(start, end):
        if labour.rate < floor.rates[labour.band]:
            yield say(
                "{label}: the stated rate of {rate} pounds is below the {floor} pounds of {day}.",
                label=labour.label,
                rate=f"{labour.rate:.2f}",
                floor=f"{floor.rates[labour.band]:.2f}",
                day=f"{since.day} {since:%B %Y}",
            )
