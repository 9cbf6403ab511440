"""Names that people confirmed: evidence for their own council, a suggestion and no more for every other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.services.matching.statement_rows import NameKey, Organisation, display_name, name_key
from screening.matching import Match, Query, Said
from screening.types import Sentence, say

SUGGESTED: Final = 0.5
"""The probability of a match that nothing but another council's word speaks for: nobody has measured it, and
a person is to look."""


@dataclass(frozen=True, slots=True)
class ConfirmedName:
    """A name that somebody confirmed to mean an organisation; `ours` if it was a person of this council."""

    name: str
    organisation: str
    company_number: str
    ours: bool


class ConfirmedNames:
    """Confirmed names by the organisation that they mean, found by its number or else by its name.

    `organisations` and `numbers` are those that can be found, by the key of each.
    """

    def __init__(
        self,
        confirmed: Iterable[ConfirmedName],
        organisations: Mapping[str, Organisation],
        numbers: Mapping[str, str],
    ) -> None:
        self._organisations = organisations
        self._numbers = numbers
        self._ours: defaultdict[str, list[str]] = defaultdict(list)
        self._others: defaultdict[NameKey, set[str]] = defaultdict(set)
        given = list(confirmed)
        by_number = {number: key for key, number in numbers.items() if number} if given else {}
        by_name = (
            {name_key(display_name(one.newest)): key for key, one in organisations.items()} if given else {}
        )
        for one in given:
            key = by_number.get(one.company_number) or by_name.get(name_key(one.organisation))
            if key is None:
                continue
            if one.ours:
                self._ours[key].append(one.name)
            else:
                self._others[name_key(one.name)].add(key)

    def ours(self, key: str) -> tuple[str, ...]:
        """The names that people of this council confirmed to mean this organisation."""
        return tuple(dict.fromkeys(self._ours.get(key, ())))

    def suggest(self, query: Query, candidates: tuple[Match, ...]) -> tuple[Match, ...]:
        """The candidates with what other councils confirmed: a reason more, or a further possible candidate.

        It never makes anything automatic, and says nothing against different company numbers or a person's
        No.
        """
        keys = self._others.get(name_key(query.name), set()) - query.not_keys
        if not keys:
            return candidates
        found = {match.target_key: match for match in candidates}
        for key in sorted(keys):
            if query.company_number and self._numbers[key] not in ("", query.company_number):
                continue
            found[key] = self._with_reason(query, key, found.get(key))
        return tuple(sorted(found.values(), key=lambda match: (-match.probability, match.target_key)))

    def _with_reason(self, query: Query, key: str, match: Match | None) -> Match:
        name = display_name(self._organisations[key].newest)
        reason = _reason(name)
        if match is not None and match.decision != "none":
            return replace(match, explain=Said((*match.reasons, reason)))
        return Match(
            query_key=query.key,
            target_key=key,
            target_name=name,
            probability=SUGGESTED,
            kind="same_entity",
            decision="possible",
            explain=Said((reason, *(match.reasons if match else ()))),
        )


def is_suggestion(match: Match) -> bool:
    """Whether nothing but another council's word speaks for a match."""
    return bool(match.reasons) and match.reasons[0].text == _reason("").text


def _reason(organisation: str) -> Sentence:
    return say("Another council confirmed that this name means {organisation}.", organisation=organisation)
