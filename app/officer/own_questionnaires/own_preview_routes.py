"""Walking through a questionnaire as a supplier would. Answers stay in the page; nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import render_template, request
from flask_babel import gettext as _

from app import access
from app.extensions import clock
from app.officer.blueprint import blueprint
from app.officer.labels import setting_options
from app.officer.own_questionnaires import own_questionnaire_views as views
from app.officer.own_questionnaires.own_questionnaire_routes import built, language, row_of
from models import CouncilQuestionnaire
from questionnaires import (
    Answer,
    Context,
    Problems,
    Question,
    Questionnaire,
    Setting,
    answers,
    burden,
    own,
    path,
)

_BOXES = ("evidence_day", "evidence_month", "evidence_year")
Given = dict[str, Answer]


@blueprint.route("/questionnaires/<int:row_id>/preview", methods=["GET", "POST"])
@access.officer
def preview_questionnaire(row_id: int) -> str:
    """The start, one question, or the end: what was answered so far comes with the form."""
    row = row_of(row_id)
    whole = built(row)
    if whole is None:
        return _start(row, None)
    whole = whole.asked_in(Context(setting=_setting()))
    given = _given(whole)
    asked = _asked(whole, request.values.get("question", ""))
    if asked is None and request.values.get("question"):
        asked = next(iter(path.on_path(whole, given)), None)
    if asked is None:
        return _start(row, whole)
    if request.method == "GET":
        return _page(row, whole, given, asked, {}, {})
    raw = {name: request.form.getlist(name) for name in ("answer", "evidence_url", "evidence_date")}
    found = answers.parse(
        asked,
        _to_parse(raw),
        language(),
        required=path.is_required(whole, given, asked),
        as_at=clock.today(),
    )
    if isinstance(found, Problems):
        return _page(row, whole, given, asked, raw, dict(found.messages))
    given[asked.id] = found
    following = path.next_after(whole, given, asked.id)
    if following is None:
        return _end(row, whole, given)
    stored = given.get(following.id)
    return _page(row, whole, given, following, _shown(following, stored) if stored else {}, {})


def _setting() -> Setting:
    wanted = request.values.get("setting", "")
    return Setting(wanted) if wanted in tuple(Setting) else Setting.POST_AWARD


def _asked(whole: Questionnaire, question_id: str) -> Question | None:
    return next((one for one in whole.questions if one.id == question_id), None)


def _given(whole: Questionnaire) -> Given:
    """The answers that the form carries; what is none is passed over, for it comes from a browser."""
    try:
        sent = json.loads(request.form.get("given", "{}"))
    except (ValueError, RecursionError):
        return {}
    given: Given = {}
    for question in whole.questions if isinstance(sent, dict) else ():
        try:
            answer = Answer.from_json(sent[question.id])
            read = answers.parse(question, answers.to_raw(question, answer), "en", required=False)
        except (KeyError, ValueError):
            continue
        if isinstance(read, Answer):
            given[question.id] = read
    return given


def _to_parse(raw: Mapping[str, list[str]]) -> dict[str, list[str]]:
    parts = [*raw.get("evidence_date", []), "", "", ""][:3]
    boxes = {box: [part] for box, part in zip(_BOXES, parts, strict=True)}
    return {"answer": raw["answer"], "evidence_url": raw["evidence_url"], **boxes}


def _shown(question: Question, answer: Answer) -> dict[str, list[str]]:
    raw = answers.to_raw(question, answer, language())
    dated = [part for box in _BOXES for part in raw.get(box, [])]
    return {"answer": raw["answer"], "evidence_url": raw.get("evidence_url", []), "evidence_date": dated}


def _start(row: CouncilQuestionnaire, whole: Questionnaire | None) -> str:
    return render_template(
        "officer/own_preview_start.html",
        row=row,
        whole=whole,
        own_first=sorted(whole.sections, key=lambda one: not own.is_own(one.id)) if whole else (),
        language=language(),
        title=views.title(row, language()),
        settings=setting_options(),
        setting=_setting().value,
    )


def _page(
    row: CouncilQuestionnaire,
    whole: Questionnaire,
    given: Given,
    asked: Question,
    raw: dict[str, list[str]],
    errors: dict[str, str],
) -> str:
    on_path = path.is_on_path(whole, given, asked.id)
    section = whole.section_of(asked.id)
    return render_template(
        "officer/own_preview.html",
        row=row,
        q=views.question_shown(path.worded(whole, given, asked), language()),
        raw=raw,
        errors=errors,
        given=json.dumps({name: answer.to_json() for name, answer in given.items()}),
        setting=whole.context.setting.value,
        section=section.title.in_language(language()),
        progress=path.progress(whole, asked.id, given).in_language(language()),
        on_path=on_path,
    )


def _end(row: CouncilQuestionnaire, whole: Questionnaire, given: Given) -> str:
    counted = path.submitted(whole, given)
    rows = []
    for name, answer in counted.items():
        question = whole.question(name)
        value = answers.display(question, answer, language())
        rows.append(
            (question.text.in_language(language()), value if isinstance(value, str) else "; ".join(value))
        )
    return render_template(
        "officer/own_preview_end.html",
        row=row,
        title=_("End of the preview"),
        rows=rows,
        burden=burden(whole, given, language=language()),
        lacking=[one.text.in_language(language()) for one in _lacking(whole, given)],
    )


def _lacking(whole: Questionnaire, given: Given) -> list[Question]:
    return [
        one
        for one in path.on_path(whole, given)
        if one.id not in given and path.is_required(whole, given, one)
    ]
