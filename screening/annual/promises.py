"""Promises in a statement: what is said to be done, by whom and until when.

This year's promises are next year's checks. A promise is a sentence in which the council says that it will
do something; a sentence about the year that is over, or about what always holds, is none. The reading goes by
the words alone and misses some: a person confirms each before it enters the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from screening.annual import welsh
from screening.annual.text import Sentence, sentences

_WE = (
    r"(?:we|(?:the|this) (?:council|authority|company|organisation|group)|[\w-]+ council|our \w+(?: \w+)?|"
    r"the \w+ (?:team|service|board|group|committee|directorate))"
)
_ADVERB = r"(?: (?:also|now|next|then|therefore|continue to|further|both|each|jointly|annually))*"
_INTENT = re.compile(
    rf"\b{_WE}{_ADVERB} (?:will|shall|intend(?:s)? to|plan(?:s)? to|aim(?:s)? to|commit(?:s)? to|"
    r"(?:are|is) (?:committed to|going to|planning to|aiming to|looking to|due to|working towards)|"
    r"expect(?:s)? to|propose(?:s)? to|hope(?:s)? to|pledge(?:s)? to|undertake(?:s)? to)\b",
    re.IGNORECASE,
)
# Whoever it is: in the third person these verbs are of intent.
_INTENDS = re.compile(r"\b(?:plans|intends|aims|proposes|pledges|undertakes) to\b", re.IGNORECASE)
_IMPERSONAL = re.compile(
    r"\b(?:will|shall|is to|are to) be (?:introduced|published|trained|reviewed|rolled out|delivered|"
    r"completed|updated|extended|established|created|developed|launched|implemented|carried out|undertaken|"
    r"provided|appointed|assessed|mapped|audited|included|added|reported|put in place)\b",
    re.IGNORECASE,
)
# "Next year: spot checks at six sites".
_HEADING = re.compile(
    r"^\W*(?:next year|(?:in|over) the (?:coming|next) (?:year|twelve months|12 months)|"
    r"(?:our )?(?:plans?|commitments|priorities|goals|next steps) for (?:the coming|next|20\d\d))\b"
    r"[^:]{0,60}:\s+\S",
    re.IGNORECASE,
)
# Rules for others, and what always holds, are no promises.
_RULE = re.compile(
    r"\b(?:will not tolerate|will always|anyone|anybody|whoever|take (?:\w+ )?seriously|"
    r"any (?:\w+ )?(?:person|employee|worker|member|supplier|concern|issue|evidence|report|allegation|"
    r"breach)s?|"
    r"will be (?:expected|required) to|if .{0,80}\bwill\b|"
    r"where .{0,80}\bwill\b|in the event|should (?:we|it)|may be|suppliers? (?:will|shall|must))\b",
    re.IGNORECASE,
)

# A conviction is no deed, and the reading has a finding of its own for it.
_STANCE = re.compile(
    r"\bcommit(?:ted|s)?\s+to\s+(?:\w+ly\s+)?(?:ensur|act|respect|eradicat|prevent|combat|tackl|address|uphold|"
    r"conduct|operat|maintain|be(?:ing)?\b|do(?:ing)?\b|a\b|an\b|the\b|our\b|continu\w+ improvement|"
    r"high|full|transparen|eliminat|fight|protect|promot|creat|support)",
    re.IGNORECASE,
)
# "The training aims to show": what a thing is for is not what somebody will do.
_PURPOSE = re.compile(
    r"\b(?:training|programmes?|courses?|polic(?:y|ies)|code|principles?|standards?|sections?|process(?:es)?|modules?|"
    r"statement|strategy|initiative|project|act|which|that|this|it)\s+(?:also\s+)?"
    r"(?:aims|intends|seeks) to\b",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)"
)
_DATE = re.compile(
    rf"\b(?:by|in|from|before|until|during|no later than|within|at the latest)\b[^.;]{{0,30}}?"
    rf"(?:\b{_MONTH}\b(?:\s+20\d\d)?|\b20\d\d(?:\s*[/\u2013-]\s*(?:20)?\d\d)?\b|\bq[1-4]\b|"
    r"\b(?:spring|summer|autumn|winter)\b|\b\d+\s+(?:working\s+)?(?:days|weeks|months)\b|"
    r"\b(?:first|second|third|fourth) quarter\b|\bend of (?:the|this|next) (?:financial |calendar )?year\b)|"
    rf"\b\d{{1,2}} {_MONTH}\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:director|head of|chief executive|chief officer|officer|manager|lead\b|team|service|board|"
    r"committee|cabinet|portfolio holder|lead member|monitoring officer|section 151|procurement|"
    r"commissioning|human resources|hr\b|safeguarding|legal services|democratic services|working group|"
    r"partnership)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence that promises, its place in the text, and the words that name who and when ("" for
    none)."""

    text: str
    start: int
    end: int
    owner: str
    due: str


def promises(text: str, owners: Iterable[str] = (), language: str = "en") -> tuple[Promise, ...]:
    """The promises of a text in English or in Welsh ("cy"). `owners` are further words that name somebody who
    can be asked."""
    is_welsh = language == "cy"
    named = _owner_pattern(welsh.OWNER if is_welsh else _OWNER, owners)
    due, says = (welsh.DATE, _promises_cy) if is_welsh else (_DATE, _promises)
    return tuple(_promise(sentence, named, due) for sentence in sentences(text) if says(sentence.text))


def _promises(sentence: str) -> bool:
    if _RULE.search(sentence):
        return False
    sentence = _PURPOSE.sub(" ", _STANCE.sub(" ", sentence))
    return any(pattern.search(sentence) for pattern in (_INTENT, _INTENDS, _IMPERSONAL, _HEADING))


def _promises_cy(sentence: str) -> bool:
    return not welsh.RULE.search(sentence) and any(one.search(sentence) for one in welsh.INTENT)


def _promise(sentence: Sentence, named: re.Pattern[str], day: re.Pattern[str]) -> Promise:
    """Who and when, as far as the sentence tells. "The council" is whose promise it is, not who of it."""
    owner, due = named.search(sentence.text), day.search(sentence.text)
    return Promise(
        sentence.text, sentence.start, sentence.end, owner[0] if owner else "", due[0] if due else ""
    )


def _owner_pattern(usual: re.Pattern[str], owners: Iterable[str]) -> re.Pattern[str]:
    extra = [re.escape(name) for name in owners if name.strip()]
    if not extra:
        return usual
    return re.compile(rf"{usual.pattern}|\b(?:{'|'.join(extra)})\b", re.IGNORECASE)
