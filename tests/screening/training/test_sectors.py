"""Fitting the text model: what is learnt from, what is kept together, what is stored."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from screening.sector_text import read_model
from screening.training import sectors
from screening.training.sectors import Text, choose_features, fit, folds, read_notices, telling, write

HEADER = "title,description,organisation,cpv_codes\n"
# Invented notices.
ROWS = [
    ("Window cleaning 2019", "Cleaning of windows of the town hall", "90911300"),
    ("Window cleaning 2022", "Cleaning of windows of all offices", "90911300"),
    ("Refuse sacks", "Sacks for kerbside collections", "90511000 90000000"),
    ("Guarding of the depot", "Night patrols", "79713000"),
    ("A service", "Nothing to tell", "98000000"),
    ("Legal advice on leases", "Solicitors", "79111000"),
    ("Tree surgery", "Pruning of street trees", "77340000"),
]


@pytest.fixture
def notices(tmp_path: Path) -> list[sectors.Notice]:
    path = tmp_path / "notices.csv"
    lines = [f"{title},{text},Zedborough Council,{codes}" for title, text, codes in ROWS]
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return read_notices(path)


def test_vague_codes_and_divisions_beside_exact_codes_are_no_truth() -> None:
    assert telling(["90511000", "90000000"]) == ["90511000"]
    assert telling(["98000000"]) == [] and telling(["12345678"]) == []
    assert telling(["45000000"]) == ["45000000"]


def test_notices_without_a_telling_code_are_left_out(notices: list[sectors.Notice]) -> None:
    assert len(notices) == len(ROWS) - 1
    assert notices[2].sectors == {"waste"} and notices[2].division == "90"


def test_notices_that_resemble_each_other_share_a_fold(notices: list[sectors.Notice]) -> None:
    assert notices[0].group == notices[1].group
    assert len({each.group for each in notices}) == len(notices) - 1
    together = defaultdict(set)
    for each, fold in zip(notices, folds(notices), strict=True):
        together[each.group].add(fold)
    assert all(len(found) == 1 for found in together.values())
    assert len(set(folds(notices))) == sectors.FOLDS


def test_words_of_notices_alone_need_several_and_name_nobody() -> None:
    base = [Text("Window cleaning", "", frozenset({"cleaning"}), 1.0)] * 2
    said = [
        Text(title, "", frozenset({"cleaning"}), 1.0, group)
        for group, title in enumerate(
            [
                "Smith gizmo",
                "Smith gizmo",
                "Smith gizmo cleaning",
                "Zedborough rare",
                "Zedborough",
                "Zedborough",
            ]
        )
    ]
    chosen = choose_features(base + said, ["Zedborough Council"])
    assert {"window", "cleaning", "window cleaning", "gizmo"} <= set(chosen)
    assert not {"smith", "smith gizmo", "zedborough", "rare"} & set(chosen)


def test_what_is_written_is_read_and_the_same_again(tmp_path: Path) -> None:
    texts = [
        Text("Window cleaning", "", frozenset({"cleaning"}), 1.0),
        Text("Office cleaning", "", frozenset({"cleaning"}), 1.0),
        Text("Legal advice", "", frozenset({"legal"}), 1.0),
        Text("Legal costs", "", frozenset({"legal"}), 1.0),
        Text("Waste bins", "", frozenset({"waste"}), 1.0),
    ]
    model = fit(texts, [])
    write(model, tmp_path / "one.npz")
    write(fit(texts, []), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    read = read_model(tmp_path / "one.npz")
    assert read.guess("Cleaning", "") == model.guess("Cleaning", "")
    found = read.guess("Legal", "")
    assert found is not None and found.shares[0][0] == "legal"


def test_tempering_prefers_doubt_where_the_model_is_wrong() -> None:
    texts = [
        Text(title, "", frozenset({sector}), 50.0)
        for title, sector in (("cleaning", "cleaning"), ("legal", "legal"), ("tip", "waste"))
        for _ in range(2)
    ]
    model = fit(texts, [])
    right = [sectors.Notice("cleaning", "", (), frozenset({"cleaning"}), "90", "", 0)]
    wrong = [*right, sectors.Notice("cleaning", "", (), frozenset({"legal"}), "79", "", 1)]
    assert sectors.temper([model] * 2, wrong) > sectors.temper([model], right)


def test_two_sectors_are_too_few() -> None:
    texts = [Text(name, "", frozenset({name}), 1.0) for name in ("cleaning", "legal")]
    with pytest.raises(ValueError, match="three"):
        fit(texts, [])
