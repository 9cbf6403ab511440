"""From a template, its data and a cover to the bytes of a PDF file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from app.documents.pdf.coverage import FONTS, showable

#: The format allows no string of more than 32,767 bytes, and a word without a place to break is one string.
_ENDLESS_WORD: Final = re.compile(r"\S{2000}")
TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Cover:
    """What stands around every document: its title, and the lines at the head and the foot of each page.

    `heading` names for whom or by whom it is, for example the council and the supplier. `foot` is the line
    beside the page number, as a rule the date in words. `page` has {page} and {pages}, in the language of the
    document.
    """

    title: str
    heading: str
    foot: str
    page: str


def render(template: str, data: Mapping[str, Any], *, cover: Cover, language: str, now: datetime) -> bytes:
    """A PDF/UA-1 and PDF/A-2a file from `templates/<template>.typ`; the same input gives the same bytes.

    `data` is what JSON can hold: strings are shown as they are and are never read as markup; a character that
    the fonts lack is shown as a replacement mark. `language` is "en" or "cy", `now` (with a time zone) is
    written into the file as the time at which it was made. Raises LookupError for a template that is not
    there and `typst.TypstError` for one that cannot be set.
    """
    path = TEMPLATES / f"{template}.typ"
    if not path.is_file():
        raise LookupError(f"no template is called {template!r}")
    inputs = {"data": _json(data), "cover": _json(asdict(cover)), "language": language}
    return typst.compile(
        str(path),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(now.timestamp()),
    )


def picture(template: str, data: Mapping[str, Any], *, language: str) -> bytes:
    """A PNG picture of 200 dots an inch from a template of one page; otherwise as `render`."""
    path = TEMPLATES / f"{template}.typ"
    if not path.is_file():
        raise LookupError(f"no template is called {template!r}")
    drawn = typst.compile(
        str(path),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=200.0,
        sys_inputs={"data": _json(data), "cover": _json({}), "language": language},
    )
    return drawn if isinstance(drawn, bytes) else drawn[0]


def _json(value: Any) -> str:
    return json.dumps(_showable(value), ensure_ascii=True)


def _showable(value: Any) -> Any:
    if isinstance(value, str):
        return _ENDLESS_WORD.sub(r"\g<0> ", showable(value))
    if isinstance(value, Mapping):
        return {name: _showable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_showable(each) for each in value]
    return value
