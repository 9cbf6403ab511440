"""The council's entry in the government's statement registry: its steps, and that it was entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import registry_forms, registry_words, scope
from app.council.registry_forms import EnteredForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import registry_entries as service
from app.services.annual.registry_entries import Entered, Filled, NotReady, Overtaken
from models import AnnualStatement
from screening import registry_form
from screening.registry_form import Field, Step, Value


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step in the list of steps: how far it is, and the first thing that is wrong with it."""

    step: Step
    state: str
    colour: str


def filled(statement: AnnualStatement) -> Filled:
    """The form of a statement as it stands."""
    return service.filled(db.session(), statement, clock.today())


def _lines(held: Filled) -> list[StepLine]:
    return [StepLine(one, *_state(held, one)) for one in registry_form.steps()]


def _state(held: Filled, step: Step) -> tuple[str, str]:
    problems = held.of_step(step.id)
    answered = [one.id for one in step.fields if any(held.entry.given(one.id))]
    if any(not one.is_missing for one in problems):
        return _("Something is wrong"), "orange"
    if problems:
        return (_("Incomplete"), "yellow") if answered else (_("Not started"), "grey")
    if held.entered or any(one.id in held.given for one in step.fields):
        return (_("Answered"), "green") if answered else (_("Left empty"), "grey")
    return (_("From your records"), "blue") if answered else (_("Not started"), "grey")


def _overview(statement: AnnualStatement, form: EnteredForm | None = None) -> str:
    held = filled(statement)
    form = form or EnteredForm(clock.today(), formdata=None)
    fields = registry_form.fields()
    return render_template(
        "council/registry.html",
        statement=statement,
        held=held,
        lines=_lines(held),
        problems=[
            (fields[one.field], registry_words.problem(one, fields[one.field])) for one in held.problems
        ],
        form=form,
        errors=form.first_errors(),
        is_lead=scope.is_lead(),
        is_public=statement.published_at is not None,
        is_unaltered=held.entered is None or service.is_unaltered(held.entered),
    )


def _to_overview(statement: AnnualStatement) -> HttpResponse:
    return redirect(url_for("council.registry", statement_id=statement.id))


@blueprint.get("/<int:statement_id>/registry")
@access.officer
def registry(statement_id: int) -> str:
    """The steps of the registry's form, how far each is, and the files."""
    return _overview(scope.statement(statement_id))


@blueprint.get("/<int:statement_id>/registry/<step>")
@access.lead
def registry_step(statement_id: int, step: str) -> str:
    """One step of the form: what the records answer, what the lead answered."""
    return _step_page(scope.statement(statement_id), _step(step))


@blueprint.post("/<int:statement_id>/registry/<step>")
@access.lead
def answer_registry(statement_id: int, step: str) -> str | tuple[str, int] | HttpResponse:
    """Keep the answers to a step, and go on to the next or back to the list."""
    statement, found = scope.statement(statement_id), _step(step)
    values = registry_forms.read(found, request.form)
    based_on = request.form.get("based_on", "")
    errors = {
        field: _("“%(entry)s” is not the name of a country", entry=entry[:60])
        for field, entry in registry_forms.unknown_countries(found, values).items()
    }
    if errors:
        return _step_page(statement, found, values, errors, based_on)
    try:
        wrong = service.save(
            db.session(), scope.person(), statement, step, values, based_on, clock.now(), clock.today()
        )
    except Entered:
        db.session().rollback()
        flash(
            _("The answers were entered in the registry, so they stand. Open them again to change them."),
            "error",
        )
        return _to_overview(statement)
    except Overtaken as overtaken:
        db.session().rollback()
        return _step_page(statement, found, values, overtaken_by=overtaken.by), 409
    if wrong:
        fields = registry_form.fields()
        db.session().rollback()
        said = {one.field: registry_words.problem(one, fields[one.field]) for one in wrong}
        return _step_page(statement, found, values, said, based_on)
    flash(_("Saved."), "success")
    return _after(statement, found) if "go_on" in request.form else _to_overview(statement)


def _after(statement: AnnualStatement, step: Step) -> HttpResponse:
    order = [one.id for one in registry_form.steps()]
    rest = order[order.index(step.id) + 1 :]
    if not rest:
        return _to_overview(statement)
    return redirect(url_for("council.registry_step", statement_id=statement.id, step=rest[0]))


def _step(name: str) -> Step:
    try:
        return registry_form.step(name)
    except KeyError:
        abort(404)


def _step_page(
    statement: AnnualStatement,
    step: Step,
    typed: Mapping[str, Value] | None = None,
    errors: Mapping[str, str] | None = None,
    based_on: str | None = None,
    overtaken_by: str = "",
) -> str:
    held = filled(statement)
    values = {one.id: held.entry.values.get(one.id, ()) for one in step.fields} if typed is None else typed
    order = [one.id for one in registry_form.steps()]
    return render_template(
        "council/registry_step.html",
        statement=statement,
        held=held,
        step=step,
        number=order.index(step.id) + 1,
        count=len(order),
        values=values,
        shown=registry_forms.shown,
        hint=registry_words.hint,
        topics=_topics(step),
        risks=_risks(step, values, errors or {}),
        from_records={} if typed is not None else _notes(held, step, differs=False),
        differs={} if typed is not None else _notes(held, step, differs=True),
        errors=errors or {},
        based_on=held.revision(step.id) if based_on is None else based_on,
        overtaken_by=overtaken_by,
    )


def _topics(step: Step) -> list[tuple[str, list[Field]]]:
    """The questions of a step that lead to no risk, those of one topic together; what only an option leads to
    stands with that option."""
    plain = (field for field in step.fields if not field.only_if and not field.risk)
    return [(topic, list(fields)) for topic, fields in groupby(plain, key=lambda one: one.topic)]


def _risks(step: Step, values: Mapping[str, Value], errors: Mapping[str, str]) -> list[tuple[int, bool]]:
    """The risks of a step by number, and whether each is shown open: the first, and those with anything in
    them."""
    found: dict[int, bool] = {}
    for field in step.fields:
        if field.risk:
            has = any(values.get(field.id, ())) or field.id in errors
            found[field.risk] = found.get(field.risk, field.risk == 1) or has
    return list(found.items())


def _notes(held: Filled, step: Step, *, differs: bool) -> dict[str, str]:
    """What the records say of the fields of a step: where that is the answer, or where it is not."""
    notes = {}
    for field in step.fields:
        said = held.differs(field.id) if differs else held.from_records(field.id)
        if said is None:
            continue
        source = registry_words.source(said.source)
        if differs:
            words = ", ".join(field.options.get(one, one) for one in said.value)
            words = registry_forms.shown(field, said.value) if not field.is_chosen else words
            notes[field.id] = _("Your records say: %(answer)s (%(source)s)", answer=words, source=source)
        else:
            notes[field.id] = _("From your records: %(source)s", source=source)
    return notes


@blueprint.post("/<int:statement_id>/registry/entered")
@access.lead
def enter_registry(statement_id: int) -> str | HttpResponse:
    """Note that the answers were entered in the registry; from then on they stand."""
    statement, form = scope.statement(statement_id), EnteredForm(clock.today())
    if not form.validate() or form.entered_on.data is None:
        return _overview(statement, form)
    try:
        service.enter(
            db.session(), scope.person(), statement, form.entered_on.data, clock.now(), clock.today()
        )
    except NotReady as missing:
        db.session().rollback()
        if missing.unpublished:
            flash(_("The statement has to be published before it is entered in the registry."), "error")
        else:
            flash(_("The registry would not take it yet: see what is missing or wrong."), "error")
    else:
        flash(_("Noted. The answers stand as they were entered."), "success")
    return _to_overview(statement)


@blueprint.post("/<int:statement_id>/registry/open")
@access.lead
def open_registry(statement_id: int) -> HttpResponse:
    """Open the answers again, to amend the entry in the registry."""
    statement = scope.statement(statement_id)
    service.reopen(db.session(), scope.person(), statement, clock.now())
    flash(_("The answers can be changed again."), "success")
    return _to_overview(statement)
