"""Whether a council's own template holds what it must: it is filled in with a sample and read back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from app.documents.word.rendering import Problem, TemplateProblem, all_text, left_over, render

_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)

WORDS: Final = (
    *("schedule", "tender_pack", "review", "definitions", "in_this_schedule", "page", "of", "about", "terms"),
    *("kpis", "kpis_table", "kpi_title", "kpi_measure", "kpi_target", "kpi_frequency", "kpi_data"),
    *("plan", "plan_table", "plan_column", "plan_help", "plan_example", "plan_not_here", "permitted"),
    *("question_evidence", "question_allowed", "question_s17", "question_small_supplier", "refused", "why"),
    *("take_out", "clause_purpose", "clause_small_supplier", "changed", "dropped", "considered"),
)
"""The words of a document that a template may ask for as `words.schedule` and so on."""

_MUST: Final = ("title", "status", "notes", "definition", "clause_title", "clause_note", "clause_text")
_MUST_ITEMS: Final = ("clause_item", "kpi")
_MUST_TENDER: Final = ("permitted", "question", "refused_question", "because", "original")


def check(template: bytes, kind: str) -> None:
    """Raise `TemplateProblem` unless the template makes a whole document: "schedule", "tender_pack" or
    "statement".

    `detail` of `Problem.LACKS` is the placeholder whose text is nowhere in the document.
    """
    given = statement_sample() if kind == "statement" else sample()
    made = render(template, given, title="Sample", language="en", author="Sample", made=_NOW)
    text = all_text(made)
    if left_over(text):
        raise TemplateProblem(Problem.LEFT_OVER)
    for name, placeholder in placeholders(kind).items():
        if _token(name) not in text:
            raise TemplateProblem(Problem.LACKS, placeholder)
    if kind == "statement":  # what stands under "else" is looked at too
        render(template, bare_statement(), title="Sample", language="cy", author="Sample", made=_NOW)


def placeholders(kind: str) -> dict[str, str]:
    """What a template of a kind must hold: the name of a token and the placeholder that it stands for."""
    if kind == "statement":
        return dict(STATEMENT_PLACEHOLDERS)
    wanted = (*_MUST, *_MUST_ITEMS, *(_MUST_TENDER if kind == "tender_pack" else ()))
    return {name: PLACEHOLDERS[name] for name in wanted}


STATEMENT_PLACEHOLDERS: Final = {
    "title": "title",
    "council": "council",
    "status": "status",
    "section": "sections: section.title",
    "section_note": "sections: section.note",
    "line_text": "sections: section.lines: line.text (line.kind: text)",
    "line_heading": "sections: section.lines: line.text (line.kind: heading)",
    "line_bullet": "sections: section.lines: line.text (line.kind: bullet)",
    "line_number": "sections: section.lines: line.text (line.kind: number)",
    "figure": "figures: one.label",
    "figure_value": "figures: one.value",
    "figure_before": "figures: one.before",
    "approval": "approval",
    "rules": "rules",
}
"""What a template of a statement must hold. A line of a section has a kind: text, heading, bullet, number."""


def statement_sample() -> dict[str, Any]:
    """A statement in which everything is there, each text a token that can be found again."""
    kinds = ("text", "heading", "bullet", "number")
    words = ("figures", "figure", "value", "before", "page", "of", "rules")
    return {
        **{name: _token(name) for name in ("title", "council", "status", "rules")},
        "language": "en",
        "words": {name: _token(f"words_{name}") for name in words},
        "sections": [
            {
                "title": _token("section"),
                "note": _token("section_note"),
                "lines": [{"kind": kind, "text": _token(f"line_{kind}")} for kind in kinds],
            }
        ],
        "figures": [
            {
                "label": _token("figure"),
                "value": _token("figure_value"),
                "before": _token("figure_before"),
            }
        ],
        "approval": [_token("approval")],
    }


def bare_statement() -> dict[str, Any]:
    """The same with as little in it as a statement can have."""
    bare = {name: "" for name in ("title", "council", "status", "rules")}
    section = {"title": "", "note": "", "lines": [{"kind": "text", "text": ""}]}
    few = {"language": "cy", "sections": [section], "figures": [], "approval": []}
    return {**statement_sample(), **bare, **few}


PLACEHOLDERS: Final = {
    "title": "title",
    "status": "status",
    "notes": "notes",
    "definition": "definitions: one.term, one.text",
    "clause_title": "clauses: clause.title",
    "clause_note": "clauses: clause.note",
    "clause_text": "clauses: clause.lines: line.text",
    "clause_item": "clauses: clause.lines: line.text",
    "kpi": "kpis: one.title",
    "permitted": "permitted",
    "question": "stages: stage.questions: one.text",
    "refused_question": "stages: stage.refused: one.text",
    "because": "clauses: clause.because",
    "original": "clauses: clause.original",
}
"""What a template must hold, as it is told to the person who uploads one."""


def _token(name: str) -> str:
    return f"Sample {name.replace('_', ' ')} 4711"


def sample() -> dict[str, Any]:
    """A context in which everything is there, each text a token that can be found again."""
    question = {name: _token(f"question_{name}") for name in ("evidence", "allowed", "s17", "small_supplier")}
    refused = {"text": _token("refused_question"), "not_allowed": _token("not_allowed")}
    return {
        "title": _token("title"),
        "status": _token("status"),
        "council": _token("council"),
        "date": _token("date"),
        "reference": _token("reference"),
        "language": "en",
        "notes": [_token("notes")],
        "words": {name: _token(f"words_{name}") for name in WORDS},
        "definitions": [{"term": _token("definition"), "text": _token("definition_text")}],
        "clauses": [
            {
                "number": 2,
                "id": "K1",
                "version": _token("version"),
                "title": _token("clause_title"),
                "note": _token("clause_note"),
                "lines": [
                    {"number": "2.1", "level": 1, "text": _token("clause_text")},
                    {"number": "(a)", "level": 2, "text": _token("clause_item")},
                ],
                "because": [_token("because")],
                "purpose": _token("purpose"),
                "small_supplier": _token("small_supplier"),
                "legal_notes": [_token("legal_note")],
                "original": [_token("original")],
            }
        ],
        "kpis": [
            {
                "title": _token("kpi"),
                **{
                    name: _token(f"kpi_{name}") for name in ("measure", "unit", "target", "frequency", "data")
                },
            }
        ],
        "kpi_note": _token("kpi_note"),
        "plan": {
            "intro": _token("plan_intro"),
            "columns": [{name: _token(f"plan_{name}") for name in ("title", "help", "example", "not_here")}],
        },
        "facts": [{"label": _token("label"), "value": _token("value")}],
        "permitted": [_token("permitted")],
        "stages": [
            {
                "title": _token("stage"),
                "rules": [_token("rule")],
                "questions": [{"text": _token("question"), **question}],
                "refused": [refused],
            }
        ],
        "dropped": [{"title": _token("dropped"), "why": _token("dropped_why")}],
        "considered": [{"title": _token("considered"), "why": _token("considered_why")}],
    }
