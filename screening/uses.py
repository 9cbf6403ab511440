"""What a result may lawfully be used for, and what the judgement may not see for that use.

`data/uses.yaml` says for each factor for which uses it may speak. For a use that a factor may not serve, two
things happen. The facts that only such factors read are taken out of the case before anything is judged, so
that no output, the sha256 of the case included, can depend on them. Then the factors' effects, which without
facts would be estimates, are dropped; the report names each with the legal reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache

from screening.effects import Effect
from screening.reference import load_yaml, source_date
from screening.types import Case, Channel, Contract, LeftOut, Sentence, Use, say

_EVERY = frozenset(Use)


@dataclass(frozen=True, slots=True)
class UseRow:
    """What a use is for, and what a result made for it may still not be used for."""

    use: Use
    purpose: str
    limit: Sentence
    source: str


@dataclass(frozen=True, slots=True)
class FactorRow:
    """The uses for which a factor (or a channel) may speak, why, and the facts that only it reads."""

    uses: frozenset[Use]
    reason: str
    source: str
    signals: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@cache
def use_rows() -> Mapping[Use, UseRow]:
    """The uses, in the order of the file."""
    table = load_yaml("uses.yaml")["uses"]
    return {
        Use(name): UseRow(Use(name), row["purpose"], say(row["limit"]), row["source"])
        for name, row in table.items()
    }


def _factor_row(row: Mapping[str, object]) -> FactorRow:
    def names(key: str) -> tuple[str, ...]:
        listed = row.get(key, ())
        return tuple(str(name) for name in listed) if isinstance(listed, list) else ()

    uses = frozenset(Use(name) for name in names("uses"))
    return FactorRow(uses, str(row["reason"]), str(row["source"]), names("signals"), names("fields"))


@cache
def factor_rows() -> Mapping[str, FactorRow]:
    """The row of each factor by its name, a control by its signal."""
    return {name: _factor_row(row) for name, row in load_yaml("uses.yaml")["factors"].items()}


@cache
def channel_rows() -> Mapping[Channel, FactorRow]:
    """The rows of the channels that may not speak for every use."""
    return {Channel(name): _factor_row(row) for name, row in load_yaml("uses.yaml")["channels"].items()}


@cache
def barred(use: Use, factor: str, channel: Channel) -> FactorRow | None:
    """The row that keeps a factor out of a use in a channel, None if it may speak.

    A factor without a row may speak for nothing but the management of contracts: KeyError in any other use,
    so that nobody adds a factor without asking what it may be used for.
    """
    row = factor_rows().get(factor)
    if row is None:
        if use is Use.CONTRACT_MANAGEMENT:
            return None
        raise KeyError(f"uses.yaml does not say for which uses the factor {factor!r} may speak")
    if use not in row.uses:
        return row
    whole = channel_rows().get(channel)
    return whole if whole is not None and use not in whole.uses else None


@cache
def _unseen(use: Use) -> tuple[frozenset[str], Mapping[str, object]]:
    """The signals and the contract fields that nothing may read for a use; the fields with their defaults."""
    rows = [row for row in factor_rows().values() if use not in row.uses]
    blank = {field.name: field.default for field in fields(Contract)}
    return (
        frozenset(name for row in rows for name in row.signals),
        {name: blank[name] for row in rows for name in row.fields},
    )


_PLACES = frozenset({"delivery_countries", "sourcing_countries"})
"""The fields without which no figure of a country may be read."""


def seen(case: Case, use: Use) -> Case:
    """The case as it may be seen for a use: without the facts that none of the permitted factors may read."""
    signals, blanks = _unseen(use)
    if not signals and not blanks:
        return case
    return replace(
        case,
        contracts=tuple(replace(contract, **blanks) for contract in case.contracts),  # type: ignore[arg-type]
        signals={name: signal for name, signal in case.signals.items() if name not in signals},
        outside=() if blanks.keys() >= _PLACES else case.outside,
    )


@cache
def permitted(use: Use) -> tuple[str, ...]:
    """What a result made for a use may be used for: all uses for which no factor would have been left out.

    A result from which something was left out serves only the use that it was made for: elsewhere it would
    hide what may and should be seen.
    """
    if _leaves_out(use):
        return (use.value,)
    rows = (*factor_rows().values(), *channel_rows().values())
    common = _EVERY.intersection(*(row.uses for row in rows))
    return tuple(each.value for each in Use if each in common)


@cache
def _leaves_out(use: Use) -> bool:
    return any(use not in row.uses for row in (*factor_rows().values(), *channel_rows().values()))


def split(effects: Iterable[Effect], use: Use) -> tuple[list[Effect], list[Effect]]:
    """The effects that may speak for a use, and those that may not."""
    if not _leaves_out(use):
        return list(effects), []
    speak: list[Effect] = []
    silent: list[Effect] = []
    for effect in effects:
        (speak if barred(use, effect.factor, effect.channel) is None else silent).append(effect)
    return speak, silent


def left_out(silent: Iterable[Effect], use: Use) -> tuple[LeftOut, ...]:
    """What was left out, once for each channel and factor, with the legal reason of its row."""
    found: dict[tuple[Channel, str], LeftOut] = {}
    for effect in silent:
        row = barred(use, effect.factor, effect.channel)
        if row is not None:
            found[effect.channel, effect.factor] = LeftOut(
                effect.channel, effect.factor, say(row.reason), row.source, source_date(row.source)
            )
    places = {channel: place for place, channel in enumerate(Channel)}
    return tuple(sorted(found.values(), key=lambda each: (places[each.channel], each.factor)))
