"""The fill-in sheet as a PDF."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.documents import pdf
from app.documents.registry_sheet.content import Line, Sheet


def sheet_pdf(sheet: Sheet, now: datetime) -> bytes:
    """The sheet as an accessible PDF: the questions that are asked, with their options; ticks are words."""
    data = {
        "status": sheet.status,
        "notes": list(sheet.notes),
        "ticked": sheet.words.ticked,
        "answer": sheet.words.answer,
        "parts": [
            {
                "title": part.title,
                "needed": part.needed.lower(),
                "intro": part.intro,
                "questions": [_question(line, sheet) for line in part.lines if line.is_asked],
            }
            for part in sheet.parts
        ],
    }
    cover = pdf.Cover(title=sheet.title, heading=sheet.council, foot=sheet.status, page=sheet.words.page)
    return pdf.render("registry", data, cover=cover, language=sheet.language, now=now)


def _question(line: Line, sheet: Sheet) -> dict[str, Any]:
    return {
        "words": line.question + (" †" if line.question_is_ours else ""),
        "hint": line.hint,
        "how": ". ".join(filter(None, (line.how, line.condition))),
        "options": [{"words": one.words, "ticked": one.ticked} for one in line.options],
        "answer": list(line.answer),
        "none": "" if line.chosen else without_answer(line, sheet),
    }


def without_answer(line: Line, sheet: Sheet) -> str:
    """What stands where there is no answer."""
    return sheet.words.to_answer if line.is_open else sheet.words.no_answer
