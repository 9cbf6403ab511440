"""Reading a draft statement: what to look at again, why, and how to mend it.

A finding is advice to the people who write. None keeps a statement from being approved or published, except
by the council's own choice; what the Modern Slavery Act or the guidance of the day asks for is marked so.
Sources: the rule set in force, and the do and do-not list of the Local Government Association's guidance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from screening.annual import patterns, people
from screening.annual.draft import FIGURE_MARK, Draft
from screening.annual.phrases import phrases
from screening.annual.promises import promises
from screening.annual.rules import RuleSet, areas
from screening.annual.text import sentences, words
from screening.types import Sentence as Said
from screening.types import say

FEWEST_WORDS: Final = 25
"""An area with fewer words than this tells next to nothing."""
SAME_AS_LAST_YEAR: Final = 90
"""From this share of a sentence on (per cent, rapidfuzz ratio) it counts as last year's."""
COPIED_SHARE: Final = 0.6
"""An area of which more than this share of the words was there last year is called a copy."""


class Weight(StrEnum):
    """How much a finding weighs: asked for by the rules in force, a risk to somebody, or good practice."""

    ASKED_FOR = "asked_for"
    RISK = "risk"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at again. `area` is "" for the statement as a whole; `start` and `end` are the place
    in the area's text of that language, both 0 where nothing is there; `quote` is what stands in it."""

    rule: str
    weight: Weight
    area: str
    start: int
    end: int
    quote: str
    why: Said
    mend: Said
    language: str = "en"


Rule = Callable[[Draft, RuleSet], Iterator[Finding]]

_WEIGHTS: Final = {"free": Weight.RISK, "ending": Weight.RISK}


def read(draft: Draft, rules: RuleSet) -> tuple[Finding, ...]:
    """All findings: on the whole statement first, then by area in the order of the rules and of the text."""
    order = {area: place for place, area in enumerate(("", *rules.areas))}
    found = [finding for rule in RULES for finding in rule(draft, rules)]
    found.sort(
        key=lambda one: (
            order.get(one.area, len(order)),
            one.area,
            one.language != "en",
            one.start,
            one.rule,
            one.end,
        )
    )
    return tuple(found)


def _whole(rule: str, why: Said, mend: Said, weight: Weight = Weight.ASKED_FOR) -> Finding:
    return Finding(rule, weight, "", 0, 0, "", why, mend)


def _at(
    rule: str,
    weight: Weight,
    area: str,
    text: str,
    place: tuple[int, int],
    why: Said,
    mend: Said,
    language: str = "en",
) -> Finding:
    start, end = place
    return Finding(rule, weight, area, start, end, text[start:end], why, mend, language)


def missing_areas(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """An area that is empty or next to empty, without a reason where the rules ask for one."""
    for asked in rules.areas:
        area = _written_as(draft, asked)
        number = len(words(draft.texts.get(area, "")))
        title = areas()[area].title
        if number >= FEWEST_WORDS:
            continue
        if number == 0 and draft.missing_because.get(area, "").strip():
            continue
        asks = areas()[area].asks[0]
        yield Finding(
            "missing_area",
            Weight.ASKED_FOR,
            area,
            0,
            0,
            "",
            say("{area} has {number} words.", area=title, number=str(number))
            if number
            else say("Nothing is written on this area: {area}.", area=title),
            say("Write what was done in the year, or say why nothing was. It should tell: {asks}", asks=asks),
        )


def _written_as(draft: Draft, area: str) -> str:
    """The area of the draft's outline that tells of an area of the rules: itself, or what stands for it."""
    if area in draft.texts:
        return area
    return next((one for one in draft.texts if areas()[one].stands_for == area), area)


def approval(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """Approval, signature, the link on the front page, the registry, as the rules ask for them."""
    given = draft.approval
    if "approval" in rules.must and not (given.body and given.approved_on):
        yield _whole(
            "missing_approval",
            say("It does not say by which body the statement was approved, or when."),
            say("Name the cabinet or full council and the day of the meeting."),
        )
    if "signature" in rules.must and not (given.signed_by and given.signed_role and given.signed_on):
        yield _whole(
            "missing_signature",
            say("It is not signed by a named person with their role and the day."),
            say("Give the name, the role and the day. A signature by hand is not needed."),
        )
    if given.approved_on and given.signed_on and given.signed_on < given.approved_on:
        yield _whole(
            "signed_before_approved",
            say("It was signed before it was approved."),
            say("Correct the days, or have the approved text signed."),
        )
    if given.approved_on and given.approved_on <= draft.year_end:
        yield _whole(
            "approved_in_the_year",
            say("It was approved before the year that it tells of was over."),
            say("A statement looks back on a whole year: approve it afterwards, or correct the days."),
        )
    for name, seen, why, mend in (
        (
            "homepage_link",
            draft.homepage_link,
            say("Nobody has seen a link to it on the council's front page."),
            say("Put the link in a prominent place of the front page, look, and note that it is there."),
        ),
        (
            "registry",
            draft.in_registry,
            say("It is not noted as entered in the government's statement registry."),
            say("Enter it with the sheet that is exported with the statement, and note it here."),
        ),
    ):
        if seen is not True and name in rules.must | rules.should:
            yield _whole(name, why, mend, Weight.ASKED_FOR if name in rules.must else Weight.PRACTICE)


def period(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """The year that the statement is about has to be readable in it."""
    whole = " ".join(draft.texts.values())
    year = str(draft.year_end.year)
    if "period" in rules.must and whole.strip() and year not in whole and FIGURE_MARK not in whole:
        yield _whole(
            "missing_period",
            say("The texts do not say which year they are about."),
            say("Give the last day of the year: {day}.", day=draft.year_end.isoformat()),
        )


def wording(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """Phrases that say little, promise too much, or put people at risk."""
    for area, language, text in draft.written():
        for rule, listed in phrases(language).items():
            found = {place: phrase for phrase in reversed(listed) for place in phrase.places(text)}
            for place, phrase in found.items():
                if any(other != place and _holds(other, place) for other in found):
                    continue
                weight = _WEIGHTS.get(rule, Weight.PRACTICE)
                yield _at(rule, weight, area, text, place, say(phrase.why), say(phrase.mend), language)


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    """Whether one place lies in another: then the longer phrase says it all."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def open_promises(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """Promises without an owner or a day: nobody can be asked whether they were kept."""
    for area, language, text in draft.written():
        for promise in promises(text, draft.owners, language):
            if promise.owner and promise.due:
                continue
            lacks = (
                say("This promise has no owner.")
                if promise.due
                else say("This promise has no day.")
                if promise.owner
                else say("This promise has neither an owner nor a day.")
            )
            mend = say("Say which team or role does it and until when; next year it becomes a check.")
            place = (promise.start, promise.end)
            yield _at("open_promise", Weight.PRACTICE, area, text, place, lacks, mend, language)


def copied(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """An area that is mostly last year's text."""
    if draft.earlier is None:
        return
    for area, language, text in draft.written():
        before = draft.earlier.texts_cy if language == "cy" else draft.earlier.texts
        share = same_share(text, before.get(area, ""))
        if share > COPIED_SHARE:
            yield _at(
                "copy_of_last_year",
                Weight.PRACTICE,
                area,
                text,
                (0, 0),
                say("{share}% of the words were there last year.", share=f"{100 * share:.0f}"),
                say("Say what is different after a year: what was done, found, changed or given up."),
                language,
            )


def same_share(text: str, earlier: str) -> float:
    """The share of the words of a text, in [0, 1], that stand in sentences which are last year's or nearly
    so."""
    before = [one.text.casefold() for one in sentences(earlier)]
    total = same = 0
    for sentence in sentences(text):
        number = len(words(sentence.text))
        total += number
        if any(fuzz.ratio(sentence.text.casefold(), one, score_cutoff=SAME_AS_LAST_YEAR) for one in before):
            same += number
    return same / total if total else 0.0


def bare_figures(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """Figures of what was done, typed by hand in a sentence that says neither of how many nor how many there
    were before. How large the council is needs no such words."""
    for area, text in draft.texts.items():
        for sentence in sentences(text):
            if FIGURE_MARK in sentence.text or patterns.CONTEXT.search(sentence.text):
                continue
            if not patterns.DEED.search(sentence.text):
                continue
            for match in patterns.COUNT.finditer(sentence.text):
                before = sentence.text[: match.start()]
                if patterns.YEAR.match(match[0]) or patterns.NOT_COUNTED.search(before[-20:]):
                    continue
                if patterns.NOT_A_MEASURE.match(sentence.text, match.end()):
                    continue
                place = (sentence.start + match.start(), sentence.start + match.end())
                yield _at(
                    "figure_without_context",
                    Weight.PRACTICE,
                    area,
                    text,
                    place,
                    say("A figure by itself tells no progress."),
                    say("Say out of how many, and how many it was last year; better, put in a live figure."),
                )
                break


def identifiable(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """Words by which somebody who was harmed, or is suspected, could be known."""
    for area, language, text in draft.written():
        for place, why in people.traces(text, language):
            yield _at(
                "person_identifiable",
                Weight.RISK,
                area,
                text,
                place,
                why,
                say("Take it out: give counts over a year, and no case, age, nationality, place or name."),
                language,
            )


def effectiveness(draft: Draft, rules: RuleSet) -> Iterator[Finding]:
    """Indicators without a single figure."""
    text = draft.texts.get("effectiveness", "")
    if (
        len(words(text)) >= FEWEST_WORDS
        and FIGURE_MARK not in text
        and not any(letter.isdigit() for letter in text)
    ):
        yield Finding(
            "no_figures",
            Weight.PRACTICE,
            "effectiveness",
            0,
            0,
            "",
            say("It speaks of effectiveness and has no figure."),
            say("Put in the figures of the year, each with last year's."),
        )


RULES: Final[tuple[Rule, ...]] = (
    missing_areas,
    approval,
    period,
    wording,
    open_promises,
    copied,
    bare_figures,
    identifiable,
    effectiveness,
)
