"""Fit the text model of sectors, and measure it on notices that it has not seen. Offline; never a pickle.

    python -m screening.training sectors NOTICES.csv [--write]

NOTICES.csv has the columns `title`, `description`, `organisation` and `cpv_codes` (codes with spaces or
commas between). The notices stay outside the project; only fitted numbers are kept, and of the notices' words
only those that stand in `ENOUGH_NOTICES` unlike ones and are neither a buyer's name nor a person's.

The CPV code of a notice is taken as the truth, though buyers often choose a broad or a wrong one. Notices
that resemble each other (the same title but for a number, or mostly the same words) are always on the same
side.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from screening import reference
from screening.sector_codes import is_vague, sector_of_code
from screening.sector_text import FILE, FORMAT, TextModel, counts, features
from screening.words import tokens

FOLDS = 5
# How much one text of each kind counts; chosen on the notices among a handful, and not critical.
WEIGHTS = {"cpv": 0.3, "proclass": 1.0, "sic": 0.3, "phrase": 3.0, "notice": 3.0}
PENALTY = 10.0
ENOUGH_TEXTS = 2
ENOUGH_NOTICES = 3
ALIKE_WORDS = 0.5
ALIKE_TITLES = 85.0
_UNTOLD = 1e-12

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Text:
    """A text to learn from: the sectors that it may mean, and how much it counts."""

    title: str
    description: str
    sectors: frozenset[str]
    weight: float
    group: int = -1


@dataclass(frozen=True, slots=True)
class Notice:
    """A published notice whose CPV codes tell its sector; `division` is that of the first telling code."""

    title: str
    description: str
    cpv: tuple[str, ...]
    sectors: frozenset[str]
    division: str
    buyer: str
    group: int


def telling(codes: Iterable[str]) -> list[str]:
    """The CPV codes that say what is bought: listed, not vague, and not a division beside exact codes."""
    known = [code for code in codes if code in reference.cpv_codes() and not is_vague("cpv", code)]
    return [code for code in known if code[2:] != "000000"] or known


def read_notices(path: Path) -> list[Notice]:
    """The notices with a telling CPV code, with the group of those that resemble each other."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = []
    for row in table.to_dict("records"):
        codes = tuple(code for code in re.split(r"[\s,;|]+", row["cpv_codes"]) if code)
        if told := telling(codes):
            names = frozenset(found for code in told if (found := sector_of_code("cpv", code)))
            rows.append((row, codes, names, told[0][:2]))
    groups = _groups([(row["title"], row["description"]) for row, *_ in rows])
    return [
        Notice(row["title"], row["description"], codes, names, division, row["organisation"], group)
        for (row, codes, names, division), group in zip(rows, groups, strict=True)
    ]


def _groups(texts: Sequence[tuple[str, str]]) -> list[int]:
    """A number for each text, the same for texts that resemble each other, directly or through others."""
    parent = list(range(len(texts)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    bags = [Counter(features(title) + features(description)) for title, description in texts]
    rarity = Counter(word for bag in bags for word in bag)
    names = {word: place for place, word in enumerate(sorted(rarity))}
    weighted = matrix(
        bags, names, np.array([np.log(len(bags) / rarity[word]) + 1 for word in sorted(rarity)])
    )
    alike = (weighted @ weighted.T).tocoo()
    for one, other, value in zip(alike.row, alike.col, alike.data, strict=True):
        if value > ALIKE_WORDS:
            parent[root(int(one))] = root(int(other))
    titles = [" ".join(sorted({word for word in features(title) if " " not in word})) for title, _ in texts]
    for one, title in enumerate(titles):
        for other in range(one):
            if title and fuzz.ratio(title, titles[other]) >= ALIKE_TITLES:
                parent[root(one)] = root(other)
    return [root(index) for index in range(len(texts))]


def reference_texts() -> list[Text]:
    """The descriptions of all codes that are not vague, and the phrases of sector_words.yaml."""
    kinds = {
        "cpv": reference.cpv_codes(),
        "proclass": reference.proclass_codes(),
        "sic": reference.sic_codes(),
    }
    texts = []
    for kind, table in kinds.items():
        for code, description in table.items():
            found = sector_of_code(kind, code)
            if found and not is_vague(kind, code):
                texts.append(Text(description, "", frozenset({found}), WEIGHTS[kind]))
    for sector, row in reference.load_yaml("sector_words.yaml").items():
        texts += [Text(phrase, "", frozenset({sector}), WEIGHTS["phrase"]) for phrase in row.get("words", ())]
    return texts


def notice_texts(notices: Iterable[Notice]) -> list[Text]:
    """The notices as texts to learn from."""
    return [
        Text(each.title, each.description, each.sectors, WEIGHTS["notice"], each.group) for each in notices
    ]


def _names_of_people() -> frozenset[str]:
    lists = [
        (reference.DATA / name).read_text(encoding="utf-8") for name in ("given_names.txt", "surnames.txt")
    ]
    return frozenset(token for text in lists for token in tokens(text))


def choose_features(texts: Sequence[Text], buyers: Iterable[str]) -> list[str]:
    """The features worth a weight: not too rare, and from notices only words that name nobody."""
    held: Counter[str] = Counter()
    groups: dict[str, set[int]] = {}
    for text in texts:
        for feature in counts(text.title, text.description):
            if text.group < 0:
                held[feature] += 1
            else:
                groups.setdefault(feature, set()).add(text.group)
    reference_words = {word for feature in held for word in feature.split()}
    named = _names_of_people() | {word for buyer in buyers for word in features(buyer)}
    chosen = []
    for feature in sorted(held.keys() | groups.keys()):
        seen = len(groups.get(feature, ()))
        only_noticed = not set(feature.split()) <= reference_words
        if only_noticed and (seen < ENOUGH_NOTICES or any(word in named for word in feature.split())):
            continue
        if held[feature] + seen >= ENOUGH_TEXTS:
            chosen.append(feature)
    return chosen


def matrix(bags: Sequence[Mapping[str, int]], names: Mapping[str, int], idf: Floats) -> csr_matrix:
    """One row of length 1 for each bag of features."""
    data, columns, ends = [], [], [0]
    for bag in bags:
        values = {
            names[key]: (1 + np.log(times)) * idf[names[key]] for key, times in bag.items() if key in names
        }
        length = np.sqrt(sum(value * value for value in values.values())) or 1.0
        columns += list(values)
        data += [value / length for value in values.values()]
        ends.append(len(columns))
    return csr_matrix((np.array(data, dtype=np.float32), columns, ends), shape=(len(bags), len(names)))


def fit(texts: Sequence[Text], buyers: Iterable[str]) -> TextModel:
    """Fit the model, with temperature 1. A text of several sectors counts with each in part.

    ValueError with fewer than three sectors, which would make another kind of regression.
    """
    if len({name for text in texts for name in text.sectors}) < 3:
        raise ValueError("texts of at least three sectors are needed")
    names = choose_features(texts, buyers)
    vocabulary = {name: row for row, name in enumerate(names)}
    bags = [counts(text.title, text.description) for text in texts]
    rarity = Counter(key for bag in bags for key in bag if key in vocabulary)
    idf = np.array([np.log((1 + len(bags)) / (1 + rarity[name])) + 1 for name in names])
    rows, labels, weights = [], [], []
    for row, text in enumerate(texts):
        for sector in sorted(text.sectors):
            rows.append(row)
            labels.append(sector)
            weights.append(text.weight / len(text.sectors))
    weighted = matrix(bags, vocabulary, idf)[rows]
    fitted = LogisticRegression(C=PENALTY, max_iter=200, tol=1e-3).fit(
        weighted, labels, sample_weight=weights
    )
    return TextModel(
        names=tuple(names),
        vocabulary=vocabulary,
        idf=idf.astype(np.float32),
        weights=fitted.coef_.T.astype(np.float16).astype(np.float32),
        intercepts=fitted.intercept_.astype(np.float32),
        sectors=tuple(str(name) for name in fitted.classes_),
        temperature=1.0,
    )


def folds(notices: Sequence[Notice]) -> list[int]:
    """The fold of each notice; notices of one group share it, and the folds are of about the same size."""
    sizes = Counter(each.group for each in notices)
    filled = [0] * FOLDS
    place: dict[int, int] = {}
    for group, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        place[group] = filled.index(min(filled))
        filled[place[group]] += size
    return [place[each.group] for each in notices]


def held_out(notices: Sequence[Notice]) -> list[TextModel]:
    """For each notice the model that was fitted without its fold, tempered on all held-out notices."""
    where = folds(notices)
    base = reference_texts()
    models = []
    for fold in range(FOLDS):
        known = [each for each, its in zip(notices, where, strict=True) if its != fold]
        models.append(fit(base + notice_texts(known), {each.buyer for each in known}))
    heat = temper([models[fold] for fold in where], notices)
    return [with_temperature(models[fold], heat) for fold in where]


def with_temperature(model: TextModel, heat: float) -> TextModel:
    """The same model with another temperature."""
    return TextModel(
        model.names, model.vocabulary, model.idf, model.weights, model.intercepts, model.sectors, heat
    )


def temper(models: Sequence[TextModel], notices: Sequence[Notice]) -> float:
    """The temperature at which the held-out notices are the least surprising."""

    def loss(heat: float) -> float:
        total = 0.0
        for model, notice in zip(models, notices, strict=True):
            guess = with_temperature(model, heat).guess(notice.title, notice.description)
            shares = dict(guess.shares) if guess else {}
            total -= np.log(sum(shares.get(name, 0.0) for name in notice.sectors) + _UNTOLD)
        return total / len(notices)

    return float(minimize_scalar(loss, bounds=(0.3, 3.0), method="bounded", options={"xatol": 0.02}).x)


def write(model: TextModel, path: Path) -> None:
    """Store the numbers; the same model gives the same bytes."""
    np.savez_compressed(
        path,
        format=np.array(FORMAT),
        vocabulary=np.array(model.names),
        sectors=np.array(model.sectors),
        idf=model.idf,
        weights=model.weights.astype(np.float16),
        intercepts=model.intercepts,
        temperature=np.array(model.temperature),
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, and with --write store a model that is fitted on all the notices."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notices", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write screening/data/{FILE}")
    options = parser.parse_args(argv)
    notices = read_notices(options.notices)
    models = held_out(notices)
    guesses = [model.guess(each.title, each.description) for model, each in zip(models, notices, strict=True)]
    right = [
        bool(guess and guess.shares[0][0] in each.sectors)
        for guess, each in zip(guesses, notices, strict=True)
    ]
    groups = len({each.group for each in notices})
    print(f"{len(notices)} notices in {groups} groups; temperature {models[0].temperature:.2f}")
    print(f"sector right on held-out notices: {sum(right) / len(right):.3f}")
    if options.write:
        texts = reference_texts() + notice_texts(notices)
        final = with_temperature(fit(texts, {each.buyer for each in notices}), models[0].temperature)
        write(final, reference.DATA / FILE)
        size = (reference.DATA / FILE).stat().st_size
        print(f"{len(final.names)} features, {len(final.sectors)} sectors: {size} bytes")
