"""Why two names match or do not, in sentences for an officer."""

from __future__ import annotations

from screening.matching.compare import acronym
from screening.matching.decide import Candidate, Verdict
from screening.matching.parts import NamePart
from screening.matching.records import Query
from screening.name_words import fold, word_lists
from screening.types import Sentence, say


def reasons(query: Query, verdict: Verdict) -> tuple[Sentence, ...]:
    """The reasons of a verdict: company numbers first, then the names, then what stands in the way."""
    candidate = verdict.candidate
    found = [*_about_numbers(query, verdict), *_about_names(candidate)]
    if query.postcode and candidate.target.postcode:
        if query.postcode == candidate.target.postcode:
            found.append(say("The postcodes are equal ({postcode}).", postcode=query.postcode))
        else:
            found.append(
                say(
                    "The postcodes differ ({left} and {right}).",
                    left=query.postcode,
                    right=candidate.target.postcode,
                )
            )
    if verdict.rival is not None:
        found.append(say("Another organisation fits nearly as well: {name}.", name=verdict.rival.target.name))
    if verdict.kind == "same_group":
        found.append(
            say(
                "Both names begin with '{word}'; they may be companies of one group, "
                "whose statement may cover both.",
                word=candidate.left.words[0],
            )
        )
    if verdict.decision == "none" and verdict.numbers != "differ":
        found.append(say("The names have too little in common to be taken for one organisation."))
    return tuple(found)


def _about_numbers(query: Query, verdict: Verdict) -> list[Sentence]:
    left, right = query.company_number, verdict.candidate.target.company_number
    if verdict.numbers == "equal":
        return [say("The company numbers are equal ({number}).", number=left)]
    if verdict.numbers == "differ":
        return [
            say(
                "The company numbers differ ({left} and {right}), so this is another company.",
                left=left,
                right=right,
            )
        ]
    if verdict.numbers == "mistyped":
        return [
            say(
                "The company numbers differ in one character only ({left} and {right}); "
                "one of them may be a typing error.",
                left=left,
                right=right,
            )
        ]
    return []


def _about_names(candidate: Candidate) -> list[Sentence]:
    left, right, pair = candidate.left, candidate.right, candidate.pair
    if not left.words or not right.words:
        return [say("One of the names says too little to be compared.")]
    found: list[Sentence] = []
    for part in (left, right):
        if part.alias:
            found.append(say("'{name}' is given as a further name.", name=part.text))
    if left.flat == right.flat:
        return [*found, _about_forms(left, right)]
    if acronym(left, right):
        short, long = sorted((left, right), key=lambda part: len(part.flat))
        found.append(say("'{short}' are the initials of '{long}'.", short=short.text, long=long.text))
    found.extend(
        say("'{left}' and '{right}' look like one word written in two ways.", left=one, right=other)
        for one, other in pair.alike
    )
    ours, theirs = " ".join(pair.left), " ".join(pair.right)
    if ours and theirs:
        found.append(say("The names differ in '{left}' and '{right}'.", left=ours, right=theirs))
    elif ours or theirs:
        found.append(say("Only one of the names has '{words}'.", words=ours or theirs))
    elif not pair.alike:
        found.append(say("The names have the same words in another order."))
    if left.legal_form and right.legal_form and left.legal_form != right.legal_form:
        found.append(_forms_differ(left, right))
    return found


def _about_forms(left: NamePart, right: NamePart) -> Sentence:
    """The sentence on two names whose words are the same."""
    if left.legal_form != right.legal_form:
        if left.legal_form and right.legal_form:
            return _forms_differ(left, right)
        return say(
            "The names are the same; only one of them gives the legal form {form}.",
            form=_form_as_written(left) or _form_as_written(right),
        )
    ours, theirs = _form_as_written(left), _form_as_written(right)
    if ours.casefold() != theirs.casefold():
        return say("The names are the same; {left} and {right} are one legal form.", left=ours, right=theirs)
    if left.text.casefold() == right.text.casefold():
        return say("The names are the same.")
    return say("The names are the same but for how they are written.")


def _forms_differ(left: NamePart, right: NamePart) -> Sentence:
    return say(
        "The legal forms differ ({left} and {right}).",
        left=_form_as_written(left),
        right=_form_as_written(right),
    )


def _form_as_written(part: NamePart) -> str:
    """The legal form as the name spells it ("LIMITED"), or the canonical one where several words make it."""
    if not part.legal_form:
        return ""
    lists = word_lists()
    spellings = lists.forms_anywhere | lists.forms_at_end
    for word in reversed(part.text.split()):
        folded = fold(word)
        if len(folded) == 1 and spellings.get(folded[0]) == part.legal_form:
            return word.strip(".,;()[]")
    return part.legal_form.upper()
