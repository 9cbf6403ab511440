"""The reading of a Welsh text: which rules read Welsh, and the patterns of those that do.

No Welsh speaker has checked the patterns. Welsh changes the first letters of words, so each pattern has the
changed forms beside the plain one. A rule that is not among `READS` looks at the English text alone.
"""

from __future__ import annotations

import re
from typing import Final

READS: Final = (
    "vague",
    "assurance",
    "reliance",
    "ending",
    "free",
    "open_promise",
    "copy_of_last_year",
    "person_identifiable",
)
READS_NOT: Final = ("missing_area", "missing_period", "figure_without_context", "no_figures")
"""Rules about the texts that read English only; all others are about the statement as a whole."""

DENIED: Final = re.compile(
    r"\b(?:nid(?: yw| ydym| oes)?|nad(?: yw| ydym)?|ni(?: fydd\w*)?|ddim|yn hytrach na|yn lle|heb|byth)"
    r"\s+(?:\w+\s+){0,3}$"
)

# --- Promises ---------------------------------------------------------------------------------------------

INTENT: Final = (
    re.compile(r"\b(?:byddwn|fyddwn)(?: ni)?(?: hefyd)? yn\b", re.IGNORECASE),
    re.compile(r"\b(?:bydd|fydd)\b[^.;]{0,60}?\byn\b", re.IGNORECASE),
    re.compile(
        r"\b(?:bwriadwn|bwriadu|fwriadu|anelwn|anelu at|cynlluniwn|cynllunio i|gobeithio|addo|ymrwymwn)\b",
        re.IGNORECASE,
    ),
)
RULE: Final = re.compile(
    r"\b(?:unrhyw un|pwy bynnag|(?:bydd|fydd) (?:disgwyl|gofyn|angen|rhaid)|(?:bydd|fydd) yn rhaid|"
    r"ni (?:fyddwn|fydd)\b|os\b.{0,80}\b(?:bydd|byddwn)|(?:bydd|fydd) (?:y )?cyflenwyr)",
    re.IGNORECASE,
)
OWNER: Final = re.compile(
    r"\b(?:g?yfarwyddwr|(?:p|b|ph)ennaeth|(?:p|b|ph)rif (?:weithredwr|swyddog)|swyddog(?:ion)?|rh?eolwr|"
    r"(?:t|d|th)\u00eem|(?:g|ng)?wasanaeth(?:au)?|(?:b|f)wrdd|(?:p|b|ph)wyllgor|(?:c|g|ch)abinet|"
    r"aelod arweiniol|(?:c|g|ch)affael|(?:c|g|ch)omisiynu|adnoddau dynol|(?:d|dd)iogelu|"
    r"cyfreithiol|(?:p|b|ph)artneriaeth)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:ionawr|chwefror|[mf]awrth|ebrill|[mf]ai|[mf]ehefin|g?orffennaf|awst|[mf]edi|hydref|[td]achwedd|"
    r"rh?agfyr)"
)
DATE: Final = re.compile(
    rf"\b(?:erbyn|ym|yn|cyn|tan|hyd at|o fewn|o|yn ystod|ddechrau|ddiwedd)\b[^.;]{{0,30}}?"
    rf"(?:\b{_MONTH}\b(?:\s+20\d\d)?|\b20\d\d\b|\b(?:gwanwyn|haf|gaeaf)\b|"
    r"\b\d+\s+(?:diwrnod|wythnos|mis|o fisoedd)\b|\bchwarter\b|\bdiwedd y flwyddyn\b)|"
    rf"\b\d{{1,2}} {_MONTH}\b",
    re.IGNORECASE,
)

# --- Persons ----------------------------------------------------------------------------------------------

_FEW = r"(?:un|dau|ddau|dwy|ddwy|tri|dri|tair|dair|pedwar|bedwar|pedair|bedair|[1-4])"
_WHO = (
    r"(?:ddioddefwr|dioddefwr|dioddefwyr|ddioddefwyr|oroeswr|goroeswr|oroeswyr|goroeswyr|"
    r"blentyn|plentyn|phlentyn|blant|plant|atgyfeiriad|atgyfeiriadau)"
)
AGE: Final = re.compile(r"\b\d{1,2}(?: mlwydd| blwydd)? oed\b(?! (?:a|neu) (?:h\u0177n|throsodd|dros|iau))")
CASE: Final = re.compile(r"\b(?:y|un|yr) (?:dioddefwr|ddioddefwraig|dioddefydd|goroeswr)\b", re.IGNORECASE)
REFERENCE: Final = re.compile(
    r"\b(?:cyfeirnod|rhif (?:trosedd|achos|yr achos))(?: NRM)?\s*:?\s*[A-Z0-9][A-Z0-9/-]{3,}", re.IGNORECASE
)
SMALL: Final = re.compile(rf"\b{_FEW} (?:o )?{_WHO}\b", re.IGNORECASE)
"""Traces of persons: ages, one case, references, numbers so small that they point at somebody."""
