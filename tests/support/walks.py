"""One walk of everybody through the whole site, in one language, for every test of the run that needs it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.settings import Settings
from support.filler import Record
from support.hostile import Hostile
from support.kept_pages import Album
from support.lived_in import Queue, fill_in, make_lived_in
from support.world import make_world

#: By language. Another seed puts other texts into each field; every text is put into some.
SEEDS = {"en": 2026, "cy": 2027}


@dataclass(frozen=True)
class Walk:
    """What everybody found who filled in everything, and every page that they got."""

    records: dict[str, Record]
    album: Album


Walking = Callable[[str], Walk]


@pytest.fixture
def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Walking:
    """The walk in a language: of an earlier test if there was one, in whichever process of this run.

    It is kept as a file beside those of the run, since it takes half a minute: what is looked at in a browser
    was got by the same walk by which the forms are tried.
    """
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        shared = shared.parent

    def walked(language: str) -> Walk:
        kept = shared / f"walk-{language}.pickle"
        if not kept.exists():
            _keep(_walk(request, language), kept)
        found = pickle.loads(kept.read_bytes())
        assert isinstance(found, Walk)
        return found

    return walked


def _walk(request: pytest.FixtureRequest, language: str) -> Walk:
    site: Flask = request.getfixturevalue("app")
    session: Session = request.getfixturevalue("session")
    settings: Settings = request.getfixturevalue("settings")
    monkeypatch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    request.getfixturevalue("unlimited")
    queue, album = Queue(monkeypatch), Album()
    lived = make_lived_in(make_world(session, settings))
    queue.do_all()
    hostile = Hostile(SEEDS[language])
    return Walk(fill_in(site, lived, hostile, queue.do_all, album, language), album)


def _keep(walk: Walk, place: Path) -> None:
    # Another process may do the same at the same time: what has the name is always whole.
    part = place.with_name(f"{place.name}.{id(walk)}")
    part.write_bytes(pickle.dumps(walk))
    part.replace(place)
