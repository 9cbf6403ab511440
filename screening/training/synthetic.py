"""Made-up pairs of names, so that the model of pairs knows slips of the pen and foreign legal forms.

Councils' ledgers hold few of either. A pair of one entity is a real name beside itself with one slip, or
with its legal form written in another way; a pair of two is a real name beside itself with one word
exchanged for another name's. Only how the two differ is made up, never how a name looks.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final, NamedTuple

from screening.matching.parts import weight
from screening.name_words import fold, word_lists

# Two spellings each of one form, of many countries.
_FORMS: Final = (
    ("limited", "ltd"), ("plc", "public limited company"), ("inc", "incorporated"), ("corp", "corporation"),
    ("llc", "l.l.c."), ("gmbh", "gesellschaft mit beschränkter haftung"), ("ag", "aktiengesellschaft"),
    ("ooo", "limited liability company"), ("oao", "jsc"), ("jsc", "joint stock company"), ("s.p.a.", "spa"),
    ("s.a.", "société anonyme"), ("sp. z o.o.", "spółka z ograniczoną odpowiedzialnością"), ("b.v.", "bv"),
    ("a/s", "as"), ("s.r.l.", "srl"), ("ab", "aktiebolag"), ("sarl", "s.à r.l."), ("co., ltd.", "co ltd"),
)  # fmt: skip
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

# How often what is done to a name: chosen so that slips are most of it.
_SLIP, _WRITTEN_TOGETHER = 0.6, 0.7
_IN_THE_RAREST_WORD = 0.8
_HEAD_EXCHANGED, _ANY_EXCHANGED = 0.5, 0.75
_BOTH_FORMS, _ONE_FORM = 0.5, 0.65


class Example(NamedTuple):
    """Two names and whether they are one entity."""

    left: str
    right: str
    same: bool


def examples(names: Sequence[str], count: int, seed: int) -> list[Example]:
    """`count` pairs of each kind made from `names`; the same for the same names, in whatever order."""
    chance = random.Random(seed)
    known = sorted({" ".join(words) for name in names if (words := _without_form(name))})
    if not any(_can_slip(name.split()) for name in known) or len(known) < 2:
        return []
    made: list[Example] = []
    for make in (_same, _other):
        found: list[Example] = []
        for _ in range(100 * count):
            if len(found) == count:
                break
            example = make(chance.choice(known).split(), chance.choice(known).split(), chance)
            found += [example] if example else []
        made += found
    return made


def _without_form(name: str) -> list[str]:
    words = name.lower().split()
    lists = word_lists()
    while len(words) > 1 and (folded := fold(words[-1])):
        if folded[-1] not in lists.forms_anywhere and folded[-1] not in lists.weak_endings:
            break
        words.pop()
    return words


def _can_slip(words: Sequence[str]) -> list[int]:
    return [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]


def _same(words: list[str], _: list[str], chance: random.Random) -> Example | None:
    other = list(words)
    kind = chance.random()
    if kind < _SLIP:
        places = _can_slip(words)
        if not places:
            return None
        rarest = max(places, key=lambda place: weight(words[place]))
        place = rarest if chance.random() < _IN_THE_RAREST_WORD else chance.choice(places)
        other[place] = _slip(words[place], chance)
    elif kind < _WRITTEN_TOGETHER and len(words) > 1:
        place = chance.randrange(len(words) - 1)
        other[place : place + 2] = [words[place] + words[place + 1]]
    return _with_forms(words, other, True, chance)


def _other(words: list[str], donor: list[str], chance: random.Random) -> Example | None:
    foreign = max(donor, key=weight)
    if len(words) < 2 or foreign in words:
        return None
    other = list(words)
    kind = chance.random()
    if kind < _HEAD_EXCHANGED:
        other[max(range(len(words)), key=lambda place: weight(words[place]))] = foreign
    elif kind < _ANY_EXCHANGED:
        other[chance.randrange(len(words))] = foreign
    else:
        other.insert(chance.choice((1, len(other))), foreign)
    return _with_forms(words, other, False, chance)


def _slip(word: str, chance: random.Random) -> str:
    """`word` with one letter changed, left out, put in or doubled, or two exchanged."""
    place = chance.randrange(len(word))
    letter = chance.choice(_LETTERS)
    start, rest = word[:place], word[place:]
    slips = (
        start + letter + rest[1:],
        start + rest[1:],
        start + chance.choice((letter, rest[0])) + rest,
        start + rest[1:2] + rest[0] + rest[2:],
    )
    return chance.choice(slips)


def _with_forms(left: Sequence[str], right: Sequence[str], same: bool, chance: random.Random) -> Example:
    pair = (" ".join(left), " ".join(right))
    kind = chance.random()
    one, other = chance.choice(_FORMS)
    if kind < _BOTH_FORMS:
        pair = (f"{pair[0]} {one}", f"{pair[1]} {chance.choice((one, other))}")
    elif kind < _ONE_FORM:
        pair = (f"{pair[0]} {one}", pair[1])
    return Example(*(pair if chance.random() < 0.5 else pair[::-1]), same)
