"""Who may call a route. Every route states it; one that does not is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as HttpResponse

from models import Person, Role

View = Callable[..., Any]


def _mark(view: View, who: str) -> View:
    view.access = who  # type: ignore[attr-defined]  # read back by the guard and by the tests
    return view


def anyone(view: View) -> View:
    """The page is public."""
    return _mark(view, "anyone")


def _only(*roles: Role) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if not current_user.is_authenticated:
                return _to_sign_in()
            if current_user.role not in roles:
                abort(403)
            return view(*args, **kwargs)

        return _mark(guarded, roles[0].value)

    return decorate


officer = _only(Role.OFFICER, Role.LEAD)
lead = _only(Role.LEAD)
respondent = _only(Role.RESPONDENT)


def _to_sign_in() -> HttpResponse:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("public.sign_in", next=target))


def person() -> Person:
    """The person who is signed in; call it only behind `officer`, `lead` or `respondent`."""
    return cast(Person, current_user._get_current_object())


def init_app(app: Flask) -> None:
    """Refuse every view that does not say who may call it."""

    @app.before_request
    def refuse_unmarked() -> None:
        if request.endpoint is None:
            return
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, "access"):
            abort(403)

    anyone(app.view_functions["static"])
