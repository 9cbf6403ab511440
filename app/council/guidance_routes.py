"""The guidance library: the list by audience and topic, and what a lead does to its entries."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import guidance_words as words
from app.council import scope
from app.council.guidance_forms import EntryForm
from app.council.guidance_views import Shown, shown
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.guidance import guidance as service
from app.services.guidance import guidance_changes as changes
from app.services.guidance.guidance import Entry, Kind, Reader


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; whatever it asks for that there is not is left out."""

    audience: str
    topic: str
    kind: str
    only: str

    def takes(self, entry: Entry) -> bool:
        """Whether an entry is wanted, apart from what its link says."""
        details = entry.details
        return (
            entry.is_hidden == (self.only == "hidden")
            and (not self.audience or self.audience in details.audiences)
            and (not self.topic or self.topic in details.topics)
            and (not self.kind or self.kind == details.kind)
        )

    def said(self) -> dict[str, str]:
        """The arguments of the address."""
        named = {"audience": self.audience, "topic": self.topic, "kind": self.kind, "only": self.only}
        return {name: value for name, value in named.items() if value}


def _wanted() -> Wanted:
    def one_of(name: str, allowed: object) -> str:
        given = request.args.get(name, "")
        return given if given in list(allowed) else ""  # type: ignore[call-overload]  # all are iterable

    every_topic = [one for group in service.topics().values() for one in group]
    return Wanted(
        one_of("audience", Reader),
        one_of("topic", every_topic),
        one_of("kind", Kind),
        one_of("only", ("flagged", "hidden")),
    )


def _address(wanted: Wanted) -> str:
    return url_for("council.guidance", **wanted.said())  # type: ignore[arg-type]  # none is an option of url_for


def _entry(name: str) -> Entry:
    return service.entry(db.session(), scope.council().id, name) or abort(404)


@blueprint.get("/guidance")
@access.officer
def guidance() -> str:
    """The library, by kind; the address says what is shown of it."""
    wanted, council_id = _wanted(), scope.council().id
    every = service.library(db.session(), council_id)
    found = service.lines(db.session(), council_id, every)
    lines = [
        shown(one)
        for one in found
        if wanted.takes(one.entry) and (wanted.only != "flagged" or one.is_flagged)
    ]
    return render_template(
        "council/guidance.html",
        groups=_by_kind(lines),
        number=len(lines),
        wanted=wanted,
        hidden=sum(one.is_hidden for one in every),
        flagged=sum(one.is_flagged and not one.entry.is_hidden for one in found),
        audiences=[(one.value, words.reader(one)) for one in Reader],
        kinds=[(one.value, words.kind(one)) for one in Kind],
        topics=_topics(),
        is_lead=scope.is_lead(),
    )


def _by_kind(lines: list[Shown]) -> list[tuple[str, list[Shown]]]:
    found = [(kind, [one for one in lines if one.line.entry.details.kind == kind]) for kind in Kind]
    return [(words.kind(kind), those) for kind, those in found if those]


@blueprint.route("/guidance/add", methods=["GET", "POST"])
@access.lead
def add_guidance() -> str | HttpResponse:
    """Add an entry of the council's own."""
    form = EntryForm()
    if form.validate_on_submit():
        made = changes.add(db.session(), scope.person(), scope.council().id, form.details(), clock.now())
        flash(_("The entry stands in the library."), "success")
        return redirect(url_for("council.guidance") + f"#entry-{made.id}")
    return _edit_page(form, None)


@blueprint.route("/guidance/<entry>/edit", methods=["GET", "POST"])
@access.lead
def edit_guidance(entry: str) -> str | HttpResponse:
    """Say an entry in the council's own words."""
    held = _entry(entry)
    form = EntryForm(held)
    if form.validate_on_submit():
        changes.edit(db.session(), scope.person(), scope.council().id, held, form.details(), clock.now())
        flash(_("The entry is changed."), "success")
        return _back(held)
    return _edit_page(form, held)


def _edit_page(form: EntryForm, held: Entry | None) -> str:
    return render_template(
        "council/guidance_edit.html",
        form=form,
        errors=form.first_errors(),
        entry=held,
        groups=_topics(),
    )


def _topics() -> list[tuple[str, list[tuple[str, str]]]]:
    """All topics in words, by group."""
    return [
        (words.group(group), [(one, words.topic(one)) for one in names])
        for group, names in service.topics().items()
    ]


def _back(held: Entry) -> HttpResponse:
    return redirect(_address(_wanted()) + f"#entry-{held.id}")


@blueprint.post("/guidance/<entry>/hide")
@access.lead
def hide_guidance(entry: str) -> HttpResponse:
    """Show an entry nowhere but among the hidden ones."""
    held = _entry(entry)
    changes.hide(db.session(), scope.person(), scope.council().id, held, clock.now())
    flash(
        _("“%(title)s” is hidden. You can show it again below “Hidden”.", title=held.details.title), "success"
    )
    return redirect(_address(_wanted()))


@blueprint.post("/guidance/<entry>/restore")
@access.lead
def restore_guidance(entry: str) -> HttpResponse:
    """Show a hidden entry again."""
    held = _entry(entry)
    changes.restore(db.session(), scope.person(), scope.council().id, held, clock.now())
    flash(_("The entry is shown again."), "success")
    return redirect(url_for("council.guidance") + f"#entry-{held.id}")


@blueprint.post("/guidance/<entry>/take-back")
@access.lead
def take_back_guidance(entry: str) -> HttpResponse:
    """Say a shipped entry in the shipped words again."""
    held = _entry(entry)
    if held.is_own:
        abort(404)
    changes.take_back(db.session(), scope.person(), scope.council().id, held, clock.now())
    flash(_("The entry reads as it was shipped."), "success")
    return _back(held)


@blueprint.post("/guidance/<entry>/read")
@access.lead
def read_guidance(entry: str) -> HttpResponse:
    """Note that the lead read it, and that it is still right."""
    held = _entry(entry)
    changes.read_again(db.session(), scope.person(), scope.council().id, held, clock.now())
    flash(_("Noted that you read it today and that it is still right."), "success")
    return _back(held)
