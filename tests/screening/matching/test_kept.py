"""An index is saved, shared, added to and searched."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.matching import Member, NameIndex, Query, Target
from screening.matching.pool import match_all
from screening.matching.saved import UnusableIndex, content_hash

TARGETS = [
    Target("a", "Zandworth Cleaning Services Limited", "01234567", "EX1 1AA", vat_number="123456782"),
    Target("b", "Quillfeather Catering PLC", "SC654321", aliases=("Brindlewick Foods Ltd",)),
    Target("c", "Torvale Holdings PLC", "05555555", previous_names=("Old Puffin Foods Limited",)),
    Target("d", "Torvale Services Ltd", members=(Member("Hexley Meals Ltd", "07654321"),)),
    Target("e", ""),
]
INDEX = NameIndex.build(TARGETS)
QUERIES = [
    Query("1", "ZANDWORTH CLEANING SVCS LTD"),
    Query("2", "Something Else", "SC654321"),
    Query("3", "OLD PUFFIN FOODS LTD"),
    Query("4", "Hexley Meals"),
    Query("5", "The Company Limited"),
]


def test_a_saved_index_answers_as_the_built_one(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "index")
    loaded = NameIndex.load(tmp_path / "index")
    answers = INDEX.match(QUERIES)
    assert loaded.match(QUERIES) == answers
    assert [m.reasons for found in loaded.match(QUERIES) for m in found] == [
        m.reasons for found in answers for m in found
    ]
    assert loaded.search("zand") == INDEX.search("zand")


def test_an_empty_index_is_saved_too(tmp_path: Path) -> None:
    NameIndex.build([]).save(tmp_path / "index")
    assert NameIndex.load(tmp_path / "index").match(QUERIES[:1]) == [()]


def test_no_file_of_an_index_can_be_executed(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "index")
    assert {path.suffix for path in (tmp_path / "index").iterdir()} == {".npy", ".json"}


@pytest.mark.parametrize("harm", ["missing", "cut", "version", "empty"])
def test_an_unusable_index_is_refused(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "index"
    INDEX.save(folder)
    description = folder / "index.json"
    if harm == "missing":
        (folder / "names.words.npy").unlink()
    elif harm == "cut":
        (folder / "names.words.npy").write_bytes(b"\x93NUMPY")
    elif harm == "empty":
        description.unlink()
    else:
        description.write_text(json.dumps(json.loads(description.read_text()) | {"format": 0}))
    with pytest.raises(UnusableIndex, match="build it again"):
        NameIndex.load(folder)


def test_an_index_is_kept_by_what_went_into_it(tmp_path: Path) -> None:
    told: list[int] = []
    NameIndex.kept(TARGETS, tmp_path, told.append)
    NameIndex.kept(TARGETS[::-1], tmp_path, told.append)
    assert told == [len(TARGETS)]
    NameIndex.kept(TARGETS[1:], tmp_path, told.append)
    assert told == [len(TARGETS), len(TARGETS) - 1]
    assert [path.name for path in tmp_path.iterdir()] == [content_hash(TARGETS[1:])]


def test_targets_are_added_without_touching_the_others() -> None:
    more = INDEX.with_more([Target("f", "Fernhollow Digital Ltd")]).with_more(
        [Target("g", "Larkbeck School")]
    )
    assert more.segments[0] is INDEX.segments[0]
    for name, key in (("Fernhollow Digital", "f"), ("LARKBECK SCHOOL", "g"), ("Old Puffin Foods", "c")):
        assert more.match([Query("q", name)])[0][0].target_key == key
    assert [hit.key for hit in more.search("larkb")] == ["g"]
    assert more.match(QUERIES) == INDEX.match(QUERIES)


def test_a_key_cannot_be_added_twice() -> None:
    with pytest.raises(ValueError, match="'a'"):
        INDEX.with_more([Target("a", "Another")])
    with pytest.raises(ValueError, match="same key"):
        INDEX.with_more([Target("f", "One"), Target("f", "Two")])


def test_an_added_target_is_a_rival_of_one_indexed_before() -> None:
    more = INDEX.with_more([Target("f", "Zandworth Cleaning Services Limited")])
    assert {match.decision for match in more.match(QUERIES[:1])[0]} == {"possible"}


def test_a_match_can_be_sent_to_another_process_with_its_reasons() -> None:
    [found] = INDEX.match(QUERIES[:1])
    (sent,) = pickle.loads(pickle.dumps(found))
    assert sent == found[0]
    assert sent.reasons == found[0].reasons


def test_several_processes_answer_in_order(tmp_path: Path) -> None:
    INDEX.save(tmp_path / "index")
    asked = [Query(str(i), QUERIES[i % 5].name) for i in range(50)]
    found = list(match_all(tmp_path / "index", iter(asked), processes=2))
    assert [query for query, _ in found] == asked
    assert [answer for _, answer in found] == INDEX.match(asked)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("z", ["a"]),
        ("zandworth clean", ["a"]),
        ("cleaning zand", ["a"]),
        ("torv", ["c", "d"]),
        ("torvale services ltd", ["d"]),
        ("brindle", ["b"]),
        ("old puffin", ["c"]),
        ("hexley", ["d"]),
        ("0123", ["a"]),
        ("1234567", ["a"]),
        ("sc65", ["b"]),
        ("123456782", ["a"]),
        ("zandwroth cleaning", ["a"]),
        ("nobody of this name", []),
        ("", []),
        ("  ", []),
        ("\x00", []),
    ],
)
def test_what_is_typed_finds(typed: str, keys: list[str]) -> None:
    assert [hit.key for hit in INDEX.search(typed)] == keys


@pytest.mark.parametrize(
    ("typed", "how"),
    [
        ("zand", "name"),
        ("brindle", "further name"),
        ("old", "previous name"),
        ("hexl", "member"),
        ("sc6", "number"),
    ],
)
def test_it_is_said_how_it_was_found(typed: str, how: str) -> None:
    assert INDEX.search(typed)[0].how == how


@settings(deadline=None)
@given(st.text(max_size=40), st.integers(1, 4))
def test_no_text_typed_fails(typed: str, limit: int) -> None:
    found = INDEX.search(typed, limit)
    assert len(found) <= limit
    assert len({hit.key for hit in found}) == len(found)
