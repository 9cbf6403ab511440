"""A search for duplicates that remembers the last one finds the same as one without, with less work."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extensions import clock
from app.services.organisations import duplicate_pairs, duplicate_search
from app.services.organisations.search_memory import Memory
from app.store.duplicates import Record
from models import Supplier
from screening.matching import NameIndex

WORDS = (
    "Northgate",
    "Larkmoor",
    "Tarkwell",
    "Cleaning",
    "Home",
    "Homecare",
    "Care",
    "Services",
    "Exe",
    "Parish",
)
ENDS = ("", " Ltd", " LIMITED", " LLP", " Council")
NAMES = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.sampled_from(ENDS),
)
NUMBERS = st.sampled_from(("", "", "", "01234567", "07654321"))


@st.composite
def records(draw: st.DrawFn, key: int) -> Record:
    organisation = draw(st.sampled_from((None, None, 7)))
    return Record(
        key,
        draw(NAMES),
        draw(NUMBERS),
        draw(st.sampled_from(("", "", "123456789"))),
        Decimal(draw(st.integers(0, 3))),
        organisation,
        "LARKMOOR" if organisation else "",
        draw(st.sampled_from(("", "", "EX1 1JN", "EX2 4QJ"))),
        draw(st.sampled_from(((), (), ("Tarkwell Roofing Ltd",)))),
        draw(st.sampled_from(("", "", "1121596"))),
        draw(st.booleans()),
    )


@st.composite
def histories(draw: st.DrawFn) -> list[list[Record]]:
    """What a council's suppliers were at each of some searches: added, changed and gone between them."""
    standing: dict[int, Record] = {}
    searches = []
    last = 0
    for _search in range(draw(st.integers(2, 4))):
        for _added in range(draw(st.integers(0, 6))):
            last += 1
            standing[last] = draw(records(last))
        for key in draw(st.lists(st.sampled_from(sorted(standing)), max_size=3)) if standing else ():
            standing[key] = draw(records(key))
        if standing and draw(st.booleans()):
            del standing[draw(st.sampled_from(sorted(standing)))]
        searches.append([standing[key] for key in sorted(standing)])
    return searches


@settings(max_examples=60, deadline=None)
@given(histories())
def test_with_a_memory_the_same_is_found_as_without(searches) -> None:
    memory = Memory()
    for standing in searches:
        # Reasons, probabilities and signs are compared too: all that `Proposed` has.
        assert duplicate_pairs.propose(standing, memory=memory) == duplicate_pairs.propose(standing)


@settings(max_examples=30, deadline=None)
@given(histories())
def test_a_memory_is_read_as_it_was_written(tmp_path_factory, searches) -> None:
    folder = tmp_path_factory.mktemp("memory")
    memory = Memory()
    for standing in searches:
        duplicate_pairs.propose(standing, memory=memory)
    memory.save(folder, "rules")
    assert Memory.load(folder, "rules") == memory
    assert Memory.load(folder, "other rules") == Memory()


@pytest.mark.parametrize("content", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_a_damaged_memory_is_as_good_as_none(tmp_path, content) -> None:
    (tmp_path / "answers.npz").write_bytes(content)
    assert Memory.load(tmp_path, "rules") == Memory()


def test_an_archive_of_something_else_is_as_good_as_none(tmp_path) -> None:
    with (tmp_path / "answers.npz").open("wb") as file:
        np.savez(file, rules=np.array("rules"), questions=np.array([1, 2], dtype=np.uint64))
    assert Memory.load(tmp_path, "rules") == Memory()


def many(count: int) -> list[Record]:
    """Names of which neighbours in the list are like each other."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [
        Record(
            key + 1,
            f"{4 * letters[key // 2 % 26]}{letters[key // 52]}moor {('Roofs', 'Roofing')[key % 2]} Ltd",
            *("", "", Decimal(key), None, "", "", ()),
        )
        for key in range(count)
    ]


@pytest.fixture
def work(monkeypatch):
    """How many names were looked for, and how many pairs compared, since it was last emptied."""
    done = {"names": 0, "pairs": 0}
    match, compared = NameIndex.match, duplicate_pairs._compared

    def counted_match(self, queries, *args, **kwargs):
        done["names"] += len(queries)
        return match(self, queries, *args, **kwargs)

    def counted_pairs(pairs, by_id):
        done["pairs"] += len(pairs)
        return compared(pairs, by_id)

    monkeypatch.setattr(NameIndex, "match", counted_match)
    monkeypatch.setattr(duplicate_pairs, "_compared", counted_pairs)
    return done


def test_only_what_changed_is_compared(work) -> None:
    standing, memory = many(400), Memory()
    found = duplicate_pairs.propose(standing, memory=memory)
    assert work["names"] == 400 and work["pairs"] > 100
    work.update(names=0, pairs=0)
    changed = [replace(standing[0], name="Tarkwell Zinc Works"), *standing[1:]]
    changed.append(replace(standing[20], id=401))
    again = duplicate_pairs.propose(changed, memory=memory)
    assert 0 < work["names"] < 60
    assert (21, 401) in again and again.keys() != found.keys()
    assert again == duplicate_pairs.propose(changed)


def test_a_search_leaves_its_memory_to_the_next(world, tmp_path, work) -> None:
    names = ("Larkmoor Homecare Ltd", "LARKMOOR HOMECARE LIMITED", "Tarkwell Roofing Ltd")
    for key, name in enumerate(names):
        world.session.add(
            Supplier(council_id=world.council.id, key=f"m{key}", name=name, vendor_id=f"m{key}")
        )
    world.session.commit()
    first = duplicate_search.find(world.session, world.council.id, clock.now(), folder=tmp_path)
    assert first.new == 1 and work["names"] > 3
    work.update(names=0, pairs=0)
    made = Supplier(council_id=world.council.id, key="m9", name="Zebra Nursing", vendor_id="m9")
    world.session.add(made)
    world.session.commit()
    again = duplicate_search.find(world.session, world.council.id, clock.now(), folder=tmp_path)
    assert (again.proposed, again.new, again.gone) == (1, 0, 0)
    assert work["names"] == 1
