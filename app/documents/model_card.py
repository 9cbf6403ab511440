"""The transparency record (ATRS) and the model card, made from the configuration that the judgement uses.

The words are in model_card.yaml; weights, factors, controls, sources, uses, thresholds and figures are read
where the judgement reads them, so that a change of one changes the documents. What only a council can say is
a gap that is marked. Both documents are lists of `Section`s; `app.documents.card_writers` renders them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

import screening
from app.documents import words
from screening import reference, uses, weights, worklist
from screening.changes import FACTOR_NAMES
from screening.reference import load_yaml
from screening.types import Channel

OLD_YEARS: Final = 5
"""A source of more years ago than this is named among the limits."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it tells, its columns, and its rows of as many cells."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document. `level` is 2 for a section and 3 for a field; `council` is what is left to the
    council, empty where nothing is."""

    level: int
    title: str
    text: str = ""
    council: str = ""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document with its title and the sentence below it."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]


@cache
def _texts() -> Mapping[str, Any]:
    path = Path(__file__).with_name("model_card.yaml")
    texts: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return texts


def atrs(year: int, figures: Path | None = None) -> Document:
    """The draft of the transparency record, tier 1 and tier 2.

    `year` is that for which limits are told; `figures` a folder with measured figures of the matcher.
    """
    table = _texts()["atrs"]
    facts, make = _facts(), _tables(year, figures)
    sections = []
    for section in table["sections"]:
        sections.append(Section(2, section["title"]))
        sections += [
            _field(field, f"{field['id']} {field['title']}", facts, make) for field in section["fields"]
        ]
    return Document(
        "Algorithmic transparency record (draft)",
        f"Algorithmic Transparency Recording Standard, template {table['template']}. Made from the "
        f"configuration of the judgement, version {screening.MODEL_VERSION}. A draft until the council has "
        "completed it.",
        tuple(sections),
    )


def model_card(year: int, figures: Path | None = None) -> Document:
    """The model card; the arguments are those of `atrs`."""
    facts, make = _facts(), _tables(year, figures)
    sections = [
        Section(2, section["title"], str(section.get("text", "")).format(**facts), "", _made(section, make))
        for section in _texts()["card"]["sections"]
    ]
    return Document("Model card", words.ADVICE, tuple(sections))


def _field(
    field: Mapping[str, Any], title: str, facts: Mapping[str, str], make: Mapping[str, Callable[[], Table]]
) -> Section:
    text = str(field.get("text", "")).format(**facts)
    return Section(3, title, text, str(field.get("council", "")), _made(field, make))


def _made(part: Mapping[str, Any], make: Mapping[str, Callable[[], Table]]) -> tuple[Table, ...]:
    return tuple(make[name]() for name in part.get("tables", ()))


def _facts() -> dict[str, str]:
    """What the braces of the texts are filled with."""
    return {
        "version": screening.MODEL_VERSION,
        "channels": words.listed(words.CHANNELS[channel].lower() for channel in Channel),
        "channel_count": str(len(Channel)),
        "sector_count": str(len(reference.sectors())),
        "factor_count": str(len(uses.factor_rows())),
        "weight_count": str(sum(len(rows) for rows in load_yaml("weights.yaml").values())),
        "control_count": str(len(load_yaml("controls.yaml"))),
        "source_count": str(len(reference.sources())),
        "matcher_fitted_on": f"fitted on {load_yaml('match_calibration.yaml')['fitted_on']}",
        "matcher_feature_count": str(len(load_yaml("match_calibration.yaml")["pair"]["coefficients"])),
    }


# --- The tables ---------------------------------------------------------------------------------------------


def _tables(year: int, figures: Path | None) -> Mapping[str, Callable[[], Table]]:
    return {
        "uses": _uses,
        "factors": _factors,
        "sectors": _sectors,
        "weights": _weights,
        "controls": _controls,
        "statement": _statement,
        "sources": _sources,
        "reviews": _reviews,
        "settings": _settings,
        "models": _models,
        "matcher_features": _matcher_features,
        "matcher_thresholds": _matcher_thresholds,
        "matcher_figures": lambda: _matcher_figures(figures),
        "limits": lambda: _limits(year),
        "risks": lambda: _listed("Risks and mitigations", ("Risk", "Mitigation"), _texts()["risks"]),
    }


def _listed(caption: str, columns: tuple[str, ...], rows: Iterable[Sequence[object]]) -> Table:
    return Table(caption, columns, tuple(tuple(str(cell) for cell in row) for row in rows))


def _cited(source: str) -> str:
    """A source as the tables cite it: publisher, title and date."""
    row = reference.sources().get(source)
    return f"{row.publisher}, {row.title}, {row.as_at}" if row else source


def _uses() -> Table:
    rows = (
        (words.USES[row.use.value], row.purpose, str(row.limit), _cited(row.source))
        for row in uses.use_rows().values()
    )
    return _listed("Permitted uses", ("Use", "Purpose", "Limit", "Source"), rows)


def _factors() -> Table:
    rows = (
        (
            name,
            FACTOR_NAMES.get(name, name),
            "; ".join(words.USES[use.value] for use in uses.use_rows() if use in row.uses),
            row.reason,
            _cited(row.source),
        )
        for name, row in uses.factor_rows().items()
    )
    return _listed(
        "Factors and the uses for which each may speak", ("Factor", "Name", "Uses", "Reason", "Source"), rows
    )


def _sectors() -> Table:
    rows = (
        (row.label, *(row.hazard[channel] for channel in Channel), row.reason, _cited(row.source))
        for row in reference.sectors().values()
    )
    columns = ("Sector", *(words.CHANNELS[channel] for channel in Channel), "Reason", "Source")
    return _listed("Sectors and their steps on the ladder", columns, rows)


def _weights() -> Table:
    bounds = weights.bounds_rows()

    def moved(name: str) -> str:
        row = bounds.get(name)
        return f"{row.lowest:g} to {row.highest:g}: {row.reason}" if row else "fixed"

    rows = (
        (f"{table}.{key}", _numbers(row), moved(f"{table}.{key}"), row["reason"], _cited(row["source"]))
        for table, numbers in load_yaml("weights.yaml").items()
        for key, row in numbers.items()
    )
    return _listed("Weights", ("Weight", "Value", "May be moved", "Reason", "Source"), rows)


def _numbers(row: Mapping[str, Any]) -> str:
    """The number of a row, or its low, point and high."""
    if "value" in row:
        return f"{row['value']:g}"
    return " / ".join(f"{row[name]:g}" for name in ("low", "point", "high"))


def _controls() -> Table:
    rows = (
        (
            signal,
            row["label"],
            _parts(row["effect"]),
            _parts(row["answers"]),
            row["reason"],
            _cited(row["source"]),
        )
        for signal, row in load_yaml("controls.yaml").items()
    )
    columns = ("Control", "What it is", "Removes at most", "Worth of answers", "Reason", "Source")
    return _listed("Controls", columns, rows)


def _statement() -> Table:
    found = weights.statement_control()
    rows = [(part.label, _parts(part.effect)) for part in (found.presence, *found.areas.values())]
    rows += [
        (f"covered by its group's statement: {basis.value}", f"{part:g} of a statement of its own")
        for basis, part in found.covered.items()
    ]
    return _listed(f"Worth of a published statement. {found.reason}", ("Part", "Removes at most"), rows)


def _parts(parts: Mapping[Any, float]) -> str:
    return "; ".join(f"{name} {part:g}" for name, part in parts.items())


def _sources() -> Table:
    rows = (
        (
            row.id,
            f"{row.publisher}, {row.title}",
            row.as_at,
            row.licence,
            row.address or "in the code",
            row.sha256[:12],
        )
        for row in reference.sources().values()
    )
    columns = ("Source", "Publisher and title", "As at", "Licence", "Address", "SHA-256 begins")
    return _listed("Sources", columns, rows)


def _reviews() -> Table:
    rows = (
        (row.label, f"{row.hours:g}", f"{row.settles:g}", row.reason, _cited(row.source))
        for row in worklist.reviews().values()
    )
    return _listed("Kinds of review", ("Review", "Hours", "Chance of an answer", "Reason", "Source"), rows)


def _settings() -> Table:
    tables = {name: rows for name, rows in load_yaml("worklist.yaml").items() if name != "reviews"}
    rows = (
        (f"{table}.{key}", f"{row['value']:g}", row["reason"], _cited(row["source"]))
        for table, numbers in tables.items()
        for key, row in numbers.items()
    )
    return _listed(
        "Settings of the worklist and of stability", ("Setting", "Value", "Reason", "Source"), rows
    )


def _models() -> Table:
    rows = ([str(cell).format(version=screening.MODEL_VERSION) for cell in row] for row in _texts()["models"])
    return _listed("Models", ("Model", "Version", "Kind"), rows)


def _matcher_features() -> Table:
    learned = load_yaml("match_calibration.yaml")["pair"]["coefficients"]
    return _listed(
        "Numbers of a pair of names that the matcher weighs",
        ("Number", "Coefficient"),
        ((name, f"{weight:g}") for name, weight in learned.items()),
    )


def _matcher_thresholds() -> Table:
    rows = (
        (name, f"{row['value']:g}", " ".join(str(row["reason"]).split()))
        for name, row in load_yaml("match_thresholds.yaml").items()
    )
    return _listed("Thresholds and rules of the matcher", ("Rule", "Value", "Reason"), rows)


def _matcher_figures(folder: Path | None) -> Table:
    """The figures of the benchmark's own files; a row that says so where there are none."""
    rows: list[tuple[str, str, str, str]] = []
    for path in sorted(folder.glob("*-fairhand.json")) if folder and folder.is_dir() else ():
        record = json.loads(path.read_text(encoding="utf-8"))
        for name, figure in record["figures"].items():
            rows.append((record["task"], name, f"{figure:.3f}", record["date"]))
    if not rows:
        rows.append(("none", "no file of figures was found", "", ""))
    return _listed("Measured figures of the matcher", ("Task", "Figure", "Value", "Measured on"), rows)


def _limits(year: int) -> Table:
    old = [row for row in reference.sources().values() if row.file and year - int(row.as_at[:4]) > OLD_YEARS]
    told = [*_texts()["limits"], *(f"{row.title} ({row.publisher}) is as at {row.as_at}." for row in old)]
    return _listed("Known limits", ("Limit",), ((" ".join(text.split()),) for text in told))
