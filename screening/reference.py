"""The reference tables: one typed reader per file of `screening/data`, each read once, when first asked for.

`data/sources.yaml` registers every file with its publisher, licence, as-at date and sha256; `sources()`
reads it. Countries are ISO 3166-1 alpha-2 codes here; the publishers' own names are kept in the files and
resolved by `country_code`. All functions return immutable or shared objects: do not change them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from screening.types import Channel

DATA = Path(__file__).parent / "data"

GOVERNANCE_FIELDS = ("voice_and_accountability", "rule_of_law", "control_of_corruption")


@dataclass(frozen=True, slots=True)
class Source:
    """One row of the register of sources; `file` is relative to `data`, empty for a cited document.

    `as_at` is the date that the content describes, as exactly as it is known: a year, a month or a day (ISO
    8601).
    """

    id: str
    publisher: str
    title: str
    licence: str
    as_at: str
    address: str
    file: str = ""
    sha256: str = ""
    reader: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sector:
    """One row of sectors.csv: ladder steps by channel, how common each workforce fact is, usual goods."""

    id: str
    label: str
    hazard: Mapping[Channel, str]
    usual: Mapping[str, str]
    goods: tuple[str, ...]
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Good:
    """A good or group of goods: the phrases that name it and the countries listed for it.

    `listed` maps a country to "forced" (forced labour, whether or not child labour too) or "child" (child
    labour only); `sources` maps a country to the source of its listing.
    """

    id: str
    label: str
    phrases: tuple[str, ...]
    listed: Mapping[str, str]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Governance:
    """World Bank estimates of a country, each about -2.5 (weak) to 2.5 (strong), None if missing."""

    voice_and_accountability: float | None
    rule_of_law: float | None
    control_of_corruption: float | None


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_yaml(name: str) -> Any:
    """Read one YAML file of `data`. Callers turn it into typed objects at once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=loader)


@cache
def sources() -> Mapping[str, Source]:
    """The register of sources by id."""
    return {name: Source(id=name, **row) for name, row in load_yaml("sources.yaml").items()}


def source_date(source: str) -> str:
    """The as-at date of a source, for the explanation of a contribution. KeyError if not registered."""
    return sources()[source].as_at


def reference_versions() -> dict[str, str]:
    """Every registered file: source id -> its as-at date and the first twelve digits of its sha256."""
    return {
        source.id: f"as at {source.as_at}, sha256 {source.sha256[:12]}"
        for source in sources().values()
        if source.file
    }


@cache
def sectors() -> Mapping[str, Sector]:
    """The sector table by sector id; the last row, "unknown", stands for a supplier of whom nothing tells."""
    table = {}
    for row in _rows("sectors.csv"):
        table[row["sector"]] = Sector(
            id=row["sector"],
            label=row["label"],
            hazard={channel: row[f"hazard_{channel.value}"] for channel in Channel},
            usual={key.removeprefix("usual_"): row[key] for key in row if key.startswith("usual_")},
            goods=tuple(row["goods"].split()),
            reason=row["reason"],
            source=row["source"],
        )
    return table


@cache
def sic_codes() -> Mapping[str, str]:
    """UK SIC 2007: five digits -> description. "00001" (public sector) is the registry's own, not SIC."""
    return {row["code"]: row["description"] for row in _rows("codes/sic2007.csv")}


@cache
def cpv_codes() -> Mapping[str, str]:
    """Common Procurement Vocabulary 2008: eight digits -> description."""
    return {row["code"]: row["description"] for row in _rows("codes/cpv2008.csv")}


@cache
def proclass_codes() -> Mapping[str, str]:
    """ProClass 17: six digits -> its levels, joined."""
    return {
        row["code"]: ": ".join(level for level in (row["level1"], row["level2"], row["level3"]) if level)
        for row in _rows("codes/proclass_17.csv")
    }


@cache
def _country_aliases() -> Mapping[str, str]:
    return {row["name"].casefold(): row["alpha_2"] for row in _rows("countries/aliases.csv")}


@cache
def country_code(name: str) -> str | None:
    """The alpha-2 code of a country's name or alpha-3 code, as publishers write it; None if not known."""
    import pycountry  # loaded only when a name has to be resolved

    found = _country_aliases().get(name.strip().casefold())
    if found:
        return found
    try:
        return str(pycountry.countries.lookup(name.strip()).alpha_2)
    except LookupError:
        return None


@cache
def country_name(code: str) -> str:
    """The usual English name of an alpha-2 code; the code itself if it is not a country that we know."""
    import pycountry

    if code == "XK":
        return "Kosovo"
    country = pycountry.countries.get(alpha_2=code)
    return str(getattr(country, "common_name", country.name)) if country else code


@cache
def governance() -> Mapping[str, Governance]:
    """World Bank governance indicators of 2019 by country."""
    table = {}
    for row in _rows("countries/wgi_2019.csv"):
        code = country_code(row["iso3"]) or country_code(row["name"])
        if code:
            values = [float(row[name]) if row[name] else None for name in GOVERNANCE_FIELDS]
            table[code] = Governance(*values)
    return table


@cache
def ratifications() -> Mapping[str, float]:
    """The share of six conventions on child and forced labour and trafficking that a country has ratified,
    2019.

    Only the countries and territories that the US Department of Labor reports on; an empty cell is left out.
    """
    table = {}
    for row in _rows("countries/dol_ratifications_2019.csv"):
        code = country_code(row["name"])
        answers = [value for key, value in row.items() if key != "name" and value]
        if code and answers:
            table[code] = answers.count("yes") / len(answers)
    return table


@cache
def listed_goods() -> Mapping[tuple[str, str], str]:
    """(country, good as listed) -> "forced" or "child": the US Department of Labor's list, September 2020."""
    table = {}
    for row in _rows("countries/dol_goods_2020.csv"):
        code = country_code(row["name"])
        if code is None:
            raise ValueError(f"dol_goods_2020.csv: no country code for {row['name']!r}")
        table[(code, row["good"])] = "forced" if row["forced_labour"] == "yes" else "child"
    return table


def _own_phrases(good: str) -> list[str]:
    """The phrases of a listed name: "Brazil Nuts/Chestnuts" -> two, "Tin ore (cassiterite)" -> "Tin ore"."""
    return [part.split("(")[0].strip() for part in good.split("/")]


@cache
def goods() -> Mapping[str, Good]:
    """Goods by id: the groups of goods.yaml, then every other listed name as a good of its own."""
    pairs: dict[str, dict[str, str]] = {}
    for (country, name), kind in listed_goods().items():
        pairs.setdefault(name, {})[country] = kind
    table: dict[str, Good] = {}
    grouped: set[str] = set()
    for key, row in load_yaml("goods.yaml").items():
        listed: dict[str, str] = {}
        for name in row["dol"]:
            for country, kind in pairs[name].items():
                listed[country] = "forced" if "forced" in (kind, listed.get(country)) else kind
        origin = dict.fromkeys(listed, "dol_goods_2020")
        for country in row.get("forced_labour", ()):
            listed[country] = "forced"
            origin[country] = row["source"]
        phrases = [phrase for name in row["dol"] for phrase in _own_phrases(name)] + row["words"]
        table[key] = Good(key, row["label"], tuple(dict.fromkeys(phrases)), listed, origin)
        grouped.update(row["dol"])
    for name in sorted(pairs.keys() - grouped):
        phrases = _own_phrases(name)
        table[name] = Good(
            name,
            phrases[0].lower(),
            tuple(phrases),
            pairs[name],
            dict.fromkeys(pairs[name], "dol_goods_2020"),
        )
    return table
