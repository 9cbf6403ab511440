"""The reader of the clause texts: `data/clauses/*.yaml` into families and clauses, checked while they load.

A mistake in the data is a ValueError that names the clause: a condition that does not exist, a fill-in
without a range, two variants that suit one case equally well, a variant that nobody can reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from typing import Any

from screening.changes import FACTOR_NAMES
from screening.clauses.types import (
    Call,
    Clause,
    ContractType,
    Definition,
    Fact,
    Family,
    FillIn,
    Provision,
    Size,
    Tier,
    Welsh,
)
from screening.reference import load_yaml, sources
from screening.types import Channel, StatementStatus

FILES = ("foundations", "workers", "oversight", "putting_right")
"""The files of `data/clauses` with the families, in the order of a contract schedule.

The Welsh of each is in `welsh_<file>.yaml`.
"""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_FAMILY_KEYS = {
    *("key", "title", "purpose", "use_when", "not_when", "sources", "idea", "legal_notes", "kpis"),
    *("calls", "fill_ins", "variants"),
}
_VARIANT_KEYS = {"version", "tiers", "types", "sizes", "provisions", "small_supplier", "use_when", "not_when"}
_WELSH_KEYS = {"title", "purpose", "variants"}
_CALL_KEYS = {"from", "always", "factors", "channels", "statement", "types", "facts"}


def load_data(name: str) -> Any:
    """One file of `data/clauses`, by its name without the ending."""
    return load_yaml(f"clauses/{name}.yaml")


@cache
def families() -> tuple[Family, ...]:
    """The families K1 to K17 in order. ValueError for a mistake in the data, naming the clause."""
    found: list[Family] = []
    for file in FILES:
        english, welsh = load_data(file), load_data(f"welsh_{file}")
        strangers = set(welsh) - set(english)
        if strangers:
            raise ValueError(f"welsh_{file}.yaml: no such family: {', '.join(sorted(strangers))}")
        found += [_family(name, row, welsh.get(name, {})) for name, row in english.items()]
    return tuple(found)


@cache
def clauses() -> Mapping[str, Clause]:
    """Every clause by its id, such as "K5.care"."""
    return {clause.id: clause for family in families() for clause in family.clauses}


def clause_for(family: Family, tier: Tier, kind: ContractType, size: Size) -> Clause:
    """The most special variant that suits; there is always exactly one."""
    return max(
        (clause for clause in family.clauses if clause.suits(tier, kind, size)),
        key=lambda clause: clause.narrowness,
    )


@cache
def definitions() -> Mapping[str, Definition]:
    """The defined terms by their English term, in the order of the alphabet."""
    table = load_data("definitions")["terms"]
    return {term: _definition(term, row) for term, row in sorted(table.items())}


@cache
def readings() -> Mapping[str, Definition]:
    """How words without a capital are read, such as "within": by the pattern of the texts that use them."""
    table = load_data("definitions")["readings"]
    return {row["used"]: _definition(term, row) for term, row in sorted(table.items())}


def _definition(term: str, row: Mapping[str, Any]) -> Definition:
    return Definition(term, row["text"].strip(), row.get("welsh_term", ""), row.get("welsh", "").strip())


@cache
def proper_names() -> tuple[str, ...]:
    """Names that are written with capitals and need no definition, such as Acts and bodies."""
    return tuple(load_data("definitions")["names"])


def definitions_for(chosen: Iterable[Clause]) -> tuple[Definition, ...]:
    """The definitions that some clauses use, and those that these use in turn, in alphabetical order.

    After them stands how the clauses' words without a capital are read.
    """
    texts = [text for clause in chosen for part in clause.provisions for text in (part.text, *part.items)]
    waiting, used = list(texts), set[str]()
    while waiting:
        text = waiting.pop()
        for term, definition in definitions().items():
            if term not in used and re.search(rf"\b{re.escape(term)}s?\b", text):
                used.add(term)
                waiting.append(definition.text)
    return (
        *(definition for term, definition in definitions().items() if term in used),
        *(
            reading
            for used_in, reading in readings().items()
            if any(re.search(used_in, one) for one in texts)
        ),
    )


def placeholders(provisions: Iterable[Provision]) -> tuple[str, ...]:
    """The names of the fill-ins of a text, each once, in the order of the text."""
    texts = (text for part in provisions for text in (part.text, *part.items))
    return tuple(dict.fromkeys(name for text in texts for name in _PLACEHOLDER.findall(text)))


# --- From rows to objects ---------------------------------------------------------------------------------


def _known(where: str, row: Mapping[str, Any], keys: set[str]) -> None:
    strange = set(row) - keys
    if strange:
        raise ValueError(f"{where}: no such key: {', '.join(sorted(strange))}")


def _family(name: str, row: Mapping[str, Any], welsh: Mapping[str, Any]) -> Family:
    _known(name, row, _FAMILY_KEYS)
    fill_ins = {key: _fill_in(f"{name} {key}", key, each) for key, each in row.get("fill_ins", {}).items()}
    for source in row["sources"]:
        if source not in sources():
            raise ValueError(f"{name}: no such source: {source}")
    _known(f"{name} in Welsh", welsh, _WELSH_KEYS)
    title, purpose = welsh.get("title", ""), welsh.get("purpose", "")
    texts = {variant: _provisions(each) for variant, each in welsh.get("variants", {}).items()}
    strangers = set(texts) - set(row["variants"])
    if strangers:
        raise ValueError(f"{name}: Welsh of a variant that does not exist: {', '.join(sorted(strangers))}")
    variants = tuple(
        _clause(name, variant, row, each, fill_ins, (title, purpose, texts.get(variant, ())))
        for variant, each in row["variants"].items()
    )
    _check_choice(name, variants)
    unused = set(fill_ins) - {key for clause in variants for key in clause.fill_ins}
    if unused:
        raise ValueError(f"{name}: fill-in that no text uses: {', '.join(sorted(unused))}")
    calls = tuple(_call(name, each) for each in row["calls"])
    return Family(
        name, row.get("key", ""), row["title"], row["purpose"].strip(), calls, variants, title, purpose
    )


def _fill_in(where: str, name: str, row: Mapping[str, Any]) -> FillIn:
    found = FillIn(name, row["default"], row["lowest"], row["highest"], row["unit"])
    if not 0 < found.lowest <= found.default <= found.highest:
        raise ValueError(
            f"{where}: the default {found.default} is not from {found.lowest} to {found.highest}"
        )
    return found


def _provisions(rows: Iterable[Any]) -> tuple[Provision, ...]:
    return tuple(
        Provision(row.strip())
        if isinstance(row, str)
        else Provision(row["text"].strip(), tuple(item.strip() for item in row["items"]))
        for row in rows
    )


def _clause(
    family: str,
    variant: str,
    common: Mapping[str, Any],
    row: Mapping[str, Any],
    fill_ins: Mapping[str, FillIn],
    cy: tuple[str, str, tuple[Provision, ...]],
) -> Clause:
    name = f"{family}.{variant}"
    _known(name, row, _VARIANT_KEYS)
    provisions = _provisions(row["provisions"])
    used = placeholders(provisions)
    missing = set(used) - set(fill_ins)
    if missing:
        raise ValueError(f"{name}: no range for the fill-in {', '.join(sorted(missing))}")
    title, purpose, text = cy
    if text:
        shape = [(set(placeholders([one])), len(one.items)) for one in provisions]
        if [(set(placeholders([one])), len(one.items)) for one in text] != shape:
            raise ValueError(f"{name}: the Welsh has other sub-clauses, items or fill-ins than the English")
    return Clause(
        id=name,
        family=family,
        variant=variant,
        version=int(row["version"]),
        tiers=frozenset(Tier(each) for each in row.get("tiers", Tier)),
        types=frozenset(ContractType(each) for each in row.get("types", ContractType)),
        sizes=frozenset(Size(each) for each in row.get("sizes", Size)),
        title=common["title"],
        purpose=common["purpose"].strip(),
        use_when=row.get("use_when", common["use_when"]).strip(),
        not_when=row.get("not_when", common["not_when"]).strip(),
        provisions=provisions,
        fill_ins={key: fill_ins[key] for key in used},
        sources=tuple(common["sources"]),
        idea=common["idea"].strip(),
        small_supplier=row["small_supplier"].strip(),
        legal_notes=tuple(common["legal_notes"]),
        kpis=tuple(common.get("kpis", ())),
        welsh=Welsh(title, purpose, text) if title else None,
    )


def _call(name: str, row: Mapping[str, Any]) -> Call:
    _known(f"{name} calls", row, _CALL_KEYS)
    strange = set(row.get("factors", ())) - FACTOR_NAMES.keys()
    if strange:
        raise ValueError(f"{name}: no such factor: {', '.join(sorted(strange))}")
    found = Call(
        tier=Tier(row["from"]),
        always=bool(row.get("always", False)),
        factors=tuple(row.get("factors", ())),
        channels={Channel(key): int(tenths) for key, tenths in row.get("channels", {}).items()},
        statement=tuple(StatementStatus(each) for each in row.get("statement", ())),
        types=tuple(ContractType(each) for each in row.get("types", ())),
        facts=tuple(Fact(each) for each in row.get("facts", ())),
    )
    if not all(0 < tenths < 1000 for tenths in found.channels.values()):
        raise ValueError(f"{name}: a channel carries more than 0 and fewer than 1000 tenths of a point")
    if not (found.always or found.factors or found.channels or found.statement or found.types or found.facts):
        raise ValueError(f"{name}: a call without a trigger")
    return found


def _check_choice(name: str, variants: tuple[Clause, ...]) -> None:
    """ValueError unless every case has exactly one best variant and every variant is best for some case."""
    reached = set()
    for tier, kind, size in product(Tier, ContractType, Size):
        suited = sorted(
            (clause for clause in variants if clause.suits(tier, kind, size)),
            key=lambda clause: -clause.narrowness,
        )
        case = f"{tier.value}, {kind.value}, {size.value}"
        if not suited:
            raise ValueError(f"{name}: no variant for {case}")
        if len(suited) > 1 and suited[0].narrowness == suited[1].narrowness:
            raise ValueError(f"{name}: {suited[0].id} and {suited[1].id} both suit {case}")
        reached.add(suited[0].id)
    lost = {clause.id for clause in variants} - reached
    if lost:
        raise ValueError(f"{name}: nobody can reach {', '.join(sorted(lost))}")
