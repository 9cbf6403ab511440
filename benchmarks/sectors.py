"""How often a contract's words lead to the right sector, beside simpler ways, on notices with a CPV code.

    .venv/bin/python benchmarks/sectors.py NOTICES.csv

NOTICES.csv has the columns `title`, `description`, `organisation` and `cpv_codes`. The CPV code is hidden and
taken as the truth. The text model is always one that was fitted without the notice and those that resemble
it. Prints the accuracy of each way, of each basis of the shipped order, of the model's own probabilities, and
by CPV division and by sector.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from unittest import mock

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from screening import reference, sector_text, sector_words, sectors  # the checkout is put on the path above
from screening.sector_codes import is_vague, sector_of_code
from screening.sector_text import Guess, TextModel, counts
from screening.training import sectors as training
from screening.training.sectors import FOLDS, Notice
from screening.types import Contract

Answers = list[str | None]
STEPS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0)
FEWEST = 5


def most_frequent(notices: Sequence[Notice]) -> Answers:
    """The commonest sector of the other folds."""
    where = training.folds(notices)
    best = []
    for fold in range(FOLDS):
        seen = Counter(
            name for each, its in zip(notices, where, strict=True) if its != fold for name in each.sectors
        )
        best.append(max(sorted(seen), key=lambda name: seen[name]))
    return [best[fold] for fold in where]


def nearest_description(notices: Sequence[Notice]) -> Answers:
    """The sector of the CPV code whose description shares most with the notice, by TF-IDF."""
    codes = [code for code in reference.cpv_codes() if not is_vague("cpv", code)]
    bags = [counts(reference.cpv_codes()[code], "") for code in codes]
    rarity = Counter(word for bag in bags for word in bag)
    place = {word: number for number, word in enumerate(sorted(rarity))}
    idf = np.array([np.log(len(bags) / rarity[word]) + 1 for word in sorted(rarity)])
    near = training.matrix([counts(each.title, each.description) for each in notices], place, idf)
    shared = (near @ training.matrix(bags, place, idf).T).toarray()
    return [sector_of_code("cpv", codes[row.argmax()]) if row.max() > 0 else None for row in shared]


def phrases_only(notices: Sequence[Notice]) -> Answers:
    """The longest known phrase of the title, else of the description."""
    return [phrase(each.title) or phrase(each.description) for each in notices]


def phrase(text: str) -> str | None:
    """The sector of the longest known phrase of a text."""
    hits = sector_words.phrases("words").find(text)
    return hits[0].tag if hits else None


def shipped(notices: Sequence[Notice], guesses: Sequence[Guess | None]) -> list[sectors.Found | None]:
    """What `sectors.of_contract` says without the code, with the model that has not seen the notice."""
    found = []
    for notice, guess in zip(notices, guesses, strict=True):
        with mock.patch.object(sector_text, "guess", return_value=guess):
            found.append(sectors.of_contract(Contract(title=notice.title, description=notice.description)))
    return found


def line(label: str, answers: Answers, notices: Sequence[Notice]) -> None:
    """Print how many are answered, and how many answers and how many notices are right."""
    told = [answer is not None for answer in answers]
    right = [answer in each.sectors for answer, each in zip(answers, notices, strict=True)]
    among = sum(right) / max(1, sum(told))
    print(f"{label:44} {sum(told) / len(told):8.1%} {among:8.1%} {sum(right) / len(right):8.1%}")


def by(
    label: str, key: Callable[[Notice], Sequence[str]], notices: Sequence[Notice], ways: list[Answers]
) -> None:
    """Print the share of right answers of each way, for each value of `key` with some notices."""
    print(f"\n{label:32} notices   model  phrases  nearest")
    sizes = Counter(value for each in notices for value in key(each))
    for value, size in sizes.most_common():
        if size < FEWEST:
            break
        rows = [index for index, each in enumerate(notices) if value in key(each)]
        right = [sum(way[row] in notices[row].sectors for row in rows) / size for way in ways]
        print(f"{value:32} {size:7d} " + " ".join(f"{part:8.0%}" for part in right))


def calibration(guesses: Sequence[Guess | None], notices: Sequence[Notice]) -> None:
    """Print how often the model is right where it says with what probability."""
    print("\nprobability of the likeliest   notices   said   right")
    known = [(guess.shares[0], each) for guess, each in zip(guesses, notices, strict=True) if guess]
    for low, high in pairwise(STEPS):
        rows = [(top, each) for top, each in known if low <= top[1] < high or top[1] == high == 1.0]
        if rows:
            said = sum(top[1] for top, _ in rows) / len(rows)
            right = sum(top[0] in each.sectors for top, each in rows) / len(rows)
            print(f"{low:.1f} to {high:.1f} {len(rows):29d} {said:6.0%} {right:7.0%}")


def bases(found: Sequence[sectors.Found | None], notices: Sequence[Notice]) -> None:
    """Print the accuracy of each basis of the shipped order, and how often the named sectors hold it."""
    print("\nbasis                                        notices   right   among those named")
    labels = {1: "words of the title, model agrees", 4: "text model, sure", 7: "text model, unsure"}
    for rank, label in labels.items():
        rows = [
            (each, notice) for each, notice in zip(found, notices, strict=True) if each and each.rank == rank
        ]
        if rows:
            right = sum(each.sector in notice.sectors for each, notice in rows) / len(rows)
            among = sum(bool(_named(each) & notice.sectors) for each, notice in rows) / len(rows)
            print(f"{label:44} {len(rows):7d} {right:7.0%} {among:12.0%}")
    print(f"{'nothing told':44} {sum(each is None for each in found):7d}")


def _named(found: sectors.Found) -> frozenset[str]:
    return frozenset(name for name, _ in found.plausible) | {found.sector}


def best(
    models: Sequence[TextModel], notices: Sequence[Notice], *, title_only: bool = False
) -> list[Guess | None]:
    """The guess of each notice's model."""
    return [
        model.guess(each.title, "" if title_only else each.description)
        for model, each in zip(models, notices, strict=True)
    ]


def top(guesses: Sequence[Guess | None]) -> Answers:
    """The likeliest sector of each guess."""
    return [guess.shares[0][0] if guess else None for guess in guesses]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notices", type=Path)
    notices = training.read_notices(parser.parse_args().notices)
    models = training.held_out(notices)
    guesses = best(models, notices)
    found = shipped(notices, guesses)
    print(f"{len(notices)} notices, {len({each.group for each in notices})} unlike ones, {FOLDS} folds\n")
    print(f"{'way':44} {'answers':>8} {'of those':>8} {'of all':>8}")
    nearest, by_phrases = nearest_description(notices), phrases_only(notices)
    line("commonest sector", most_frequent(notices), notices)
    line("nearest CPV description", nearest, notices)
    line("phrases of the title", [phrase(each.title) for each in notices], notices)
    line("phrases of title, then description", by_phrases, notices)
    line("text model, title alone", top(best(models, notices, title_only=True)), notices)
    line("text model", top(guesses), notices)
    line("shipped order, sector named", [each.sector if each else None for each in found], notices)
    bases(found, notices)
    calibration(guesses, notices)
    ways = [top(guesses), by_phrases, nearest]
    by("CPV division", lambda each: [each.division], notices, ways)
    by("sector", lambda each: sorted(each.sectors), notices, ways)


if __name__ == "__main__":
    main()
