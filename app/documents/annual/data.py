"""The figures of a statement as open data: CSV, JSON, and JSON-LD for machines that read the web."""

from __future__ import annotations

import io
import json
from typing import Any

from defusedcsv import csv

from app.documents.annual.publication import Publication, PublishedFigure

COLUMNS = ("council", "year_end", "name", "label", "value", "shown", "unit", "part_of", "as_at", "last_year")


def figures_csv(pub: Publication) -> bytes:
    """The figures as CSV (UTF-8 with a mark). `value` is empty where a count of people is too small."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in pub.figures:
        writer.writerow([pub.council, pub.year_end.isoformat(), *_cells(one)])
    return text.getvalue().encode("utf-8-sig")


def _cells(one: PublishedFigure) -> list[str]:
    number = "" if one.number is None else f"{one.number.normalize():f}"
    return [one.name, one.label, number, one.words, one.unit, one.of, one.as_at.isoformat(), one.before]


def figures_json(pub: Publication) -> str:
    """The same as JSON; numbers as text, so that no reader rounds them."""
    rows = [dict(zip(COLUMNS[2:], _cells(one), strict=True)) for one in pub.figures]
    return _json({"council": pub.council, "year_end": pub.year_end.isoformat(), "figures": rows})


def json_ld(pub: Publication, address: str) -> str:
    """The statement as a schema.org Report with its figures as a Dataset, at its permanent address."""
    variables: list[dict[str, Any]] = [
        {"@type": "PropertyValue", "propertyID": one.name, "name": one.label, "value": one.words}
        for one in pub.figures
    ]
    council = {"@type": "GovernmentOrganization", "name": pub.council}
    return _json(
        {
            "@context": "https://schema.org",
            "@type": "Report",
            "@id": address,
            "name": pub.title,
            "inLanguage": pub.language,
            "publisher": council,
            "temporalCoverage": f"{pub.year_start.isoformat()}/{pub.year_end.isoformat()}",
            "about": "Modern Slavery Act 2015, section 54",
            "creativeWorkStatus": "Draft" if pub.is_draft else "Published",
            "identifier": pub.sha256,
            "hasPart": [{"@type": "WebPageElement", "name": one.title, "url": f"{address}#{one.area}"}
                        for one in pub.sections],
            "mainEntity": {
                "@type": "Dataset",
                "name": pub.title,
                "creator": council,
                "variableMeasured": variables,
            },
        }
    )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
