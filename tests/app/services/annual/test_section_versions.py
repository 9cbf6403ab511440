"""Versions of sections: each kept, and their words taken out without losing who wrote when."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import annual_statements, section_versions
from app.store import annual as store
from app.store import audit


@pytest.fixture
def section(world):
    made = annual_statements.begin(
        world.session, world.officer, world.council, date(2026, 3, 31), "six_areas", clock.now()
    )
    return made.sections[0]


def write(world, section, text: str, based_on: int, suggested: bool = False) -> None:
    annual_statements.write(
        world.session,
        world.officer,
        section,
        text,
        f"cy {text}",
        "",
        based_on,
        clock.now(),
        suggested=suggested,
    )


def test_every_text_that_was_saved_is_kept(world, section) -> None:
    write(world, section, "One", 0, suggested=True)
    write(world, section, "Two", 1)
    with pytest.raises(annual_statements.Conflict):
        write(world, section, "Lost", 1)
    write(world, section, "Two", 2)  # nothing changed
    kept = store.versions(world.session, section.id)
    assert [(one.revision, one.text, one.text_cy, one.state) for one in kept] == [
        (2, "Two", "cy Two", "drafted"), (1, "One", "cy One", "suggested"),
    ]  # fmt: skip
    assert kept[0].written_by is world.officer and kept[0].written_at == clock.now()


def test_words_are_taken_out_once_and_never_of_what_stands(world, section) -> None:
    write(world, section, "A case that can be known", 0)
    write(world, section, "Totals", 1)
    first = store.version(world.session, section.id, 1)
    for _time in range(2):
        section_versions.remove_words(world.session, world.officer, section, first, clock.now())
    assert (first.text, first.text_cy, first.removed_at) == ("", "", clock.now())
    assert len(audit.of_action(world.session, section, "statement.version_removed")) == 1
    with pytest.raises(annual_statements.Finished):
        current = store.version(world.session, section.id, 2)
        section_versions.remove_words(world.session, world.officer, section, current, clock.now())
    assert section.text == "Totals"
