"""The text model of sectors: what it reads, what it says, and the files that it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from screening import reference
from screening.sector_text import FILE, FORMAT, features, guess, read_model, text_model


def test_features_are_telling_words_and_pairs_of_them() -> None:
    assert features("Supply of the Street-Cleansing services, lot 2") == [
        "street",
        "cleansing",
        "street cleansing",
    ]
    assert features("2024/25 of the") == []


@pytest.mark.parametrize(
    ("title", "description", "sector"),
    [
        ("Resurfacing of carriageways and footways", "", "highways"),
        ("Night patrols of the depot", "A guarding company to supply licensed security officers", "security"),
        ("Employers' agent", "Quantity surveyor and principal designer for the new school", "architecture"),
        ("School meals", "Hot lunches cooked in primary school kitchens", "catering"),
    ],
)
def test_the_likeliest_sector(title: str, description: str, sector: str) -> None:
    found = guess(title, description)
    assert found is not None and found.shares[0][0] == sector
    assert found.words and {word for each in found.words for word in each.split()} <= set(
        features(f"{title} {description}")
    )


def test_probabilities_are_ordered_and_add_up_over_all_sectors() -> None:
    found = guess("Grounds maintenance and cleaning of car parks", "")
    assert found is not None
    chances = [share for _, share in found.shares]
    assert sum(chances) == pytest.approx(1.0) and chances == sorted(chances, reverse=True)
    assert {name for name, _ in found.shares} == reference.sectors().keys() - {"unknown"}
    assert found.known == 5


@pytest.mark.parametrize("title", ["", "Xyzzy Plugh", "2024"])
def test_a_text_without_a_known_word_is_not_guessed(title: str) -> None:
    assert guess(title, "") is None


def test_a_word_of_the_title_counts_more_than_one_of_the_description() -> None:
    one, other = guess("Security guards", "Cleaning"), guess("Cleaning", "Security guards")
    assert one is not None and other is not None
    assert dict(one.shares)["security"] > dict(other.shares)["security"]


def test_hostile_texts_are_read_in_time() -> None:
    assert guess("cleaning " * 200_000, "\x00" * 5_000) is not None


def test_nothing_heavy_is_loaded_to_evaluate() -> None:
    code = (
        "import sys; from screening.sector_text import guess; assert guess('Window cleaning', '');"
        "print([name for name in ('sklearn', 'pandas', 'scipy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_the_numbers_are_few_and_name_no_person() -> None:
    assert (reference.DATA / FILE).stat().st_size < 2_000_000
    people = (reference.DATA / "surnames.txt").read_text(encoding="utf-8").casefold().split()
    known = {word for table in (reference.cpv_codes(), reference.proclass_codes(), reference.sic_codes())
             for text in table.values() for word in features(text)}  # fmt: skip
    phrases = {word for row in reference.load_yaml("sector_words.yaml").values()
               for phrase in row.get("words", ()) for word in features(phrase)}  # fmt: skip
    assert set(text_model().names) & set(people) <= known | phrases


def _arrays() -> dict[str, Any]:
    return {
        "format": np.array(FORMAT),
        "vocabulary": np.array(["clean", "waste"]),
        "sectors": np.array(["cleaning", "waste"]),
        "idf": np.ones(2, dtype=np.float32),
        "weights": np.eye(2, dtype=np.float16),
        "intercepts": np.zeros(2, dtype=np.float32),
        "temperature": np.array(1.0),
    }


def test_a_file_that_fits_is_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", **_arrays())
    found = read_model(tmp_path / "model.npz").guess("Waste waste", "")
    assert found is not None and found.shares[0][0] == "waste" and found.words == ("waste",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": np.array("fairhand-sector-text-0")}, "format"),
        ({"sectors": np.array(["cleaning", "alchemy"])}, "alchemy"),
        ({"sectors": np.array(["waste", "waste"])}, "twice"),
        ({"idf": np.ones(3, dtype=np.float32)}, "fit together"),
        ({"vocabulary": np.array(["clean", "clean"])}, "fit together"),
        ({"weights": np.full((2, 2), np.nan, dtype=np.float16)}, "finite"),
        ({"temperature": np.array(0.0)}, "finite"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    np.savez(tmp_path / "model.npz", **(_arrays() | change))
    with pytest.raises(ValueError, match=said):
        read_model(tmp_path / "model.npz")


def test_a_pickle_is_never_opened(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", **(_arrays() | {"vocabulary": np.array(["clean", {}], dtype=object)}))
    with pytest.raises(ValueError, match="allow_pickle"):
        read_model(tmp_path / "model.npz")
