"""Why two names match or do not, in sentences for an officer."""

from __future__ import annotations

from functools import partial
from typing import Final

from screening.matching.alignment import EQUAL, MISSPELT, UNMATCHED, Aligned, Side
from screening.matching.decide import Candidate, Verdict
from screening.matching.evidence import Finding
from screening.matching.records import Match
from screening.matching.table import ALIAS, PREVIOUS, PROPER, WRITTEN, form_name
from screening.name_words import fold, word_lists
from screening.types import Sentence, say

# What each identifier says when it is equal and when it differs, still without values.
_FOUND: Final = {
    ("company_number", "equal"): say("The company numbers are equal ({ours})."),
    ("company_number", "differs"): say(
        "The company numbers differ ({ours} and {theirs}), so this is another company."
    ),
    ("company_number", "mistyped"): say(
        "The company numbers differ in one character only ({ours} and {theirs}); "
        "one of them may be a typing error."
    ),
    ("charity_number", "equal"): say("The charity numbers are equal ({ours})."),
    ("charity_number", "differs"): say(
        "The charity numbers differ ({ours} and {theirs}), so this is another charity."
    ),
    ("charity_number", "mistyped"): say(
        "The charity numbers differ in one character only ({ours} and {theirs}); "
        "one of them may be a typing error."
    ),
    ("vat_number", "equal"): say("The VAT numbers are equal ({ours}); companies of one group may share one."),
    ("vat_number", "differs"): say("The VAT numbers differ ({ours} and {theirs})."),
    ("domain", "equal"): say("The web or e-mail addresses have one domain ({ours})."),
    ("domain", "differs"): say("The web or e-mail addresses have different domains ({ours} and {theirs})."),
    ("postcode", "equal"): say("The postcodes are equal ({ours})."),
    ("postcode", "differs"): say("The postcodes differ ({ours} and {theirs})."),
    ("country", "equal"): say("The countries are equal ({ours})."),
    ("country", "differs"): say("The countries differ ({ours} and {theirs})."),
}
_KINDS: Final = {
    ALIAS: say("'{name}' is given as a further name."),
    PREVIOUS: say("'{name}' is given as a previous name."),
    WRITTEN: say("'{name}' is given as a further name."),
}


def match_of(query_key: str, verdict: Verdict) -> Match:
    """A verdict as the answer that is given; its reasons are put into words when somebody asks."""
    entries, entry = verdict.candidate.entries, verdict.candidate.entry
    return Match(
        query_key=query_key,
        target_key=entries.keys[entry],
        target_name=entries.names[entry],
        probability=verdict.probability,
        kind=verdict.kind,
        decision=verdict.decision,
        member=entries.member(entry),
        explain=partial(reasons, verdict),
    )


def reasons(verdict: Verdict) -> tuple[Sentence, ...]:
    """The reasons of a verdict: numbers first, then the names, then what stands in the way."""
    candidate = verdict.candidate
    findings = candidate.evidence.findings
    found = [_about_identifier(finding) for finding in findings if finding.identifier.endswith("_number")]
    found += _about_member(candidate)
    found += _about_names(candidate)
    found += [
        _about_identifier(finding) for finding in findings if not finding.identifier.endswith("_number")
    ]
    if candidate.evidence.numbers == "conflict":
        found.append(say("One number is equal and another differs: a person has to look which is right."))
    if verdict.rival is not None:
        name = verdict.rival.entries.members[verdict.rival.entry]
        found.append(
            say(
                "Another organisation fits nearly as well: {name}.",
                name=name or verdict.rival.entries.names[verdict.rival.entry],
            )
        )
    if verdict.kind == "same_group" and not candidate.entries.members[candidate.entry]:
        found += _about_group(candidate)
    if verdict.decision == "none" and candidate.evidence.numbers != "differs":
        found.append(say("The names have too little in common to be taken for one organisation."))
    return tuple(found)


def _about_identifier(finding: Finding) -> Sentence:
    template = _FOUND[finding.identifier, finding.state]
    return say(template.text, ours=finding.ours, theirs=finding.theirs)


def _about_member(candidate: Candidate) -> list[Sentence]:
    member = candidate.entries.members[candidate.entry]
    if not member:
        return []
    return [
        say(
            "{member} belongs to the group of {parent}.",
            member=member,
            parent=candidate.entries.names[candidate.entry],
        )
    ]


def _about_group(candidate: Candidate) -> list[Sentence]:
    if candidate.pair < 0 or candidate.aligned.left.states[candidate.pair, 0] != EQUAL:
        return []
    left = candidate.aligned.left
    word = left.table.vocabulary.texts[int(left.numbers[candidate.pair, 0])]
    return [
        say(
            "Both names begin with '{word}'; they may be companies of one group, "
            "whose statement may cover both.",
            word=word,
        )
    ]


def _about_names(candidate: Candidate) -> list[Sentence]:
    if candidate.pair < 0:
        return [say("One of the names says too little to be compared.")]
    aligned, pair = candidate.aligned, candidate.pair
    left, right = aligned.left, aligned.right
    found: list[Sentence] = []
    for side in (left, right):
        kind = int(side.table.kinds[side.rows[pair]])
        if kind != PROPER:
            found.append(say(_KINDS[kind].text, name=_text(side, pair)))
    if candidate.flat_equal:
        return [*found, _about_forms(left, right, pair)]
    return [*found, *_about_words(aligned, pair)]


def _about_words(aligned: Aligned, pair: int) -> list[Sentence]:
    left, right = aligned.left, aligned.right
    found = _about_initials(left, right, pair)
    alike = aligned.alike(pair)
    found += [
        say("'{left}' and '{right}' look like one word written in two ways.", left=one, right=other)
        for one, other in alike
    ]
    ours, theirs = " ".join(left.words(pair, UNMATCHED)), " ".join(right.words(pair, UNMATCHED))
    if ours and theirs:
        found.append(say("The names differ in '{left}' and '{right}'.", left=ours, right=theirs))
    elif ours or theirs:
        found.append(say("Only one of the names has '{words}'.", words=ours or theirs))
    elif MISSPELT not in left.states[pair]:
        found.append(say("The names have the same words in another order."))
    if _forms_apart(left, right, pair):
        found.append(_forms_differ(left, right, pair))
    return found


def _about_initials(left: Side, right: Side, pair: int) -> list[Sentence]:
    for long, short in ((left, right), (right, left)):
        initials = long.table.initials[long.rows[pair]]
        if initials and initials in (short.table.flat_hashes[short.rows[pair]], short.hashes[pair, 0]):
            text = "'{short}' are the initials of '{long}'."
            return [say(text, short=_text(short, pair), long=_text(long, pair))]
    return []


def _text(side: Side, pair: int) -> str:
    """The name as written."""
    return side.table.written[int(side.rows[pair])]


def _forms_apart(left: Side, right: Side, pair: int) -> bool:
    ours, theirs = left.table.forms[left.rows[pair]], right.table.forms[right.rows[pair]]
    return bool(ours and theirs and ours != theirs)


def _about_forms(left: Side, right: Side, pair: int) -> Sentence:
    """The sentence on two names whose words are the same."""
    if _forms_apart(left, right, pair):
        return _forms_differ(left, right, pair)
    ours, theirs = _form_as_written(left, pair), _form_as_written(right, pair)
    if _core(left, pair) != _core(right, pair):
        return say("The names are the same but for how they are written.")
    if bool(ours) != bool(theirs):
        text = "The names are the same; only one of them gives the legal form {form}."
        return say(text, form=ours or theirs)
    if ours.casefold() != theirs.casefold():
        return say("The names are the same; {left} and {right} are one legal form.", left=ours, right=theirs)
    if _text(left, pair).casefold() == _text(right, pair).casefold():
        return say("The names are the same.")
    return say("The names are the same but for how they are written.")


def _core(side: Side, pair: int) -> str:
    """The letters and digits of a name as written, without its legal form."""
    text, form = _text(side, pair).casefold(), _form_as_written(side, pair).casefold()
    before, _form, after = text.rpartition(form) if form else (text, "", "")
    return "".join(letter for letter in before + after if letter.isalnum())


def _forms_differ(left: Side, right: Side, pair: int) -> Sentence:
    return say(
        "The legal forms differ ({left} and {right}).",
        left=_form_as_written(left, pair),
        right=_form_as_written(right, pair),
    )


def _form_as_written(side: Side, pair: int) -> str:
    """The legal form as the name spells it ("LIMITED"), or the canonical one where several words make it."""
    form = form_name(int(side.table.forms[side.rows[pair]]))
    if not form:
        return ""
    lists = word_lists()
    spellings = lists.forms_anywhere | lists.forms_at_end
    for word in reversed(_text(side, pair).split()):
        folded = fold(word)
        if len(folded) == 1 and spellings.get(folded[0]) == form:
            return word.strip(".,;()[]")
    return form.upper()
