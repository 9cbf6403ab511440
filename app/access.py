"""Who may call a route. Every route states it; one that does not is refused to everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as HttpResponse

from app.extensions import clock, db
from app.problems import Problem
from app.services.outside import api_tokens
from models import ApiToken, Person, Role, Scope

View = Callable[..., Any]
_TOKEN = "fairhand.token"
_ANYONE = "anyone"


def _mark(view: View, who: str) -> View:
    view.access = who  # type: ignore[attr-defined]  # read back by the guard and by the tests
    return view


def anyone(view: View) -> View:
    """The page is public."""
    return _mark(view, _ANYONE)


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
councillor = _only(Role.COUNCILLOR, Role.OFFICER, Role.LEAD)
respondent = _only(Role.RESPONDENT)


def token(scope: Scope) -> Callable[[View], View]:
    """A program of a council may call it, with a token that has this scope; nobody who is signed in may."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            found = presented_token()
            if found is None:
                raise Problem(401)
            if scope.value not in found.scopes:
                raise Problem(403, f"The token has not the scope {scope.value}.")
            return view(*args, **kwargs)

        return _mark(guarded, f"token {scope.value}")

    return decorate


def presented_token() -> ApiToken | None:
    """The valid token that the request bears in its header `Authorization: Bearer`, if any."""
    # Kept on the request, not on `g`, which an application's context may carry from one request to the next.
    if _TOKEN not in request.environ:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        is_bearer = scheme.lower() == "bearer"
        found = api_tokens.holder(db.session(), secret.strip(), clock.now()) if is_bearer else None
        request.environ[_TOKEN] = found
    return cast("ApiToken | None", request.environ[_TOKEN])


def api_token() -> ApiToken:
    """The token of the request; call it only behind `token`."""
    found = presented_token()
    return found if found is not None else abort(401)


def _to_sign_in() -> HttpResponse:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("public.sign_in", next=target))


def person() -> Person:
    """The person who is signed in; call it only behind `officer`, `lead` or `respondent`."""
    return cast(Person, current_user._get_current_object())


def init_app(app: Flask) -> None:
    """Refuse every view that does not say who may call it; what is not for anyone is kept by no browser."""

    @app.before_request
    def refuse_unmarked() -> None:
        if request.endpoint is None:
            return
        view = current_app.view_functions[request.endpoint]
        if not hasattr(view, "access"):
            abort(403)

    @app.after_request
    def keep_no_copy(response: Response) -> Response:
        """Whoever comes to a shared machine next finds no answers there by going back."""
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, "access", _ANYONE) != _ANYONE and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    anyone(app.view_functions["static"])
