"""A supplier's own report as files: plain text to send on, and a table to share out among colleagues.

Both are made of the structure that the page shows (`app/supplier/report_views.py`); the PDF is made of the
same by the template `plan`.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from defusedcsv import csv

_WIDTH: Final = 90


def plan_csv(shown: Mapping[str, Any], header: Sequence[str]) -> bytes:
    """One line for each recommendation, in order, with two empty cells for a name and a day.

    UTF-8 with a byte order mark and CR LF; cells that a spreadsheet would run as a formula are disarmed.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for number, one in enumerate([*shown["most"]["items"], *shown["rest"]["items"]], start=1):
        first = [one["find_out"]] if one["find_out"] else []
        links = [f"{each['title']}: {each['address']}" for each in one["guidance"]]
        lines = ("\n".join(each) for each in (one["because"], [one["why"]], [*first, *one["steps"]]))
        writer.writerow(
            [str(number), one["title"], *lines, one["effort"], one["evidence"], "\n".join(links), "", ""]
        )
    return text.getvalue().encode("utf-8-sig")


def plan_text(shown: Mapping[str, Any]) -> str:
    """The whole report as plain text, for an e-mail or a screen reader."""
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: Mapping[str, Any]) -> Iterator[str]:
    yield from (shown["title"], "=" * len(shown["title"]))
    yield from _paragraphs(shown["introduction"])
    yield from _section(shown["strengths"])
    yield from (_wrapped(item, "- ") for item in shown["strengths"]["items"])
    for name in ("most", "rest"):
        if name == "rest" and not shown[name]["items"]:
            continue
        yield from _section(shown[name])
        for one in shown[name]["items"]:
            yield from _advice(one, shown["labels"])
    yield from _section(shown["evidence"])
    yield from _rows(shown["evidence"])
    if shown["missing"]["items"]:
        yield from _section(shown["missing"])
        for item in shown["missing"]["items"]:
            yield from ("", _wrapped(item["question"]), _wrapped(item["what"], "  "))
    if shown["promises"]["rows"]:
        yield from _section(shown["promises"])
        yield from _rows(shown["promises"])
    yield from _section(shown["about"])


def _section(part: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", "", part["heading"], "-" * len(part["heading"]))
    yield from _paragraphs(part["texts"])


def _advice(one: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[str]:
    yield from ("", _wrapped(one["title"].upper()))
    yield from _paragraphs(one["because"])
    if one["find_out"]:
        yield _wrapped(f"{labels['find_out']}: {one['find_out']}")
    yield _wrapped(f"{labels['why']}: {one['why']}")
    yield f"{labels['how']}:"
    yield from (_wrapped(step, f"  {number}. ") for number, step in enumerate(one["steps"], start=1))
    yield _wrapped(f"{labels['effort']}: {one['effort']}")
    yield _wrapped(f"{labels['evidence']}: {one['evidence']}")
    yield f"{labels['guidance']}:"
    for each in one["guidance"]:
        yield _wrapped(", ".join(filter(None, (each["title"], each["publisher"], each["note"]))), "  - ")
        yield f"    {each['address']}"


def _rows(table: Mapping[str, Any]) -> Iterator[str]:
    for row in table["rows"]:
        yield ""
        yield from (_wrapped(f"{name}: {cell}") for name, cell in zip(table["columns"], row, strict=True))


def _paragraphs(texts: Sequence[str]) -> Iterator[str]:
    yield from (_wrapped(text) for text in texts)


def _wrapped(text: str, first: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
