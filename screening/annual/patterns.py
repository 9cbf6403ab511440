"""The patterns of the reading: traces of persons, and figures that count something."""

from __future__ import annotations

import re

_SUBJECT = (
    r"(?:victims?|survivors?|workers?|m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|adults?|nationals?|carers?|"
    r"cleaners?|labourers?|tenants?|residents?|people|persons?|individuals?|males?|females?|teenagers?)"
)
AGE = re.compile(
    rf"\b(?:aged? \d{{1,2}}|\d{{1,2}}[- ]year[- ]old)\b(?:\s+{_SUBJECT}\b)?"
    r"(?!\s*(?:and|or)\s+(?:over|above|under))",
    re.IGNORECASE,
)
_NATIONAL = (
    r"(?:albanian|vietnamese|romanian|polish|chinese|indian|nigerian|eritrean|sudanese|bulgarian|lithuanian|"
    r"latvian|slovak(?:ian)?|hungarian|ukrainian|bangladeshi|pakistani|filipino|thai|ghanaian|zimbabwean|"
    r"nepalese|indonesian|brazilian|afghan|iranian|iraqi|syrian|ethiopian|somali|kenyan|ugandan|sri lankan)"
)
WHO = re.compile(
    rf"\b(?:a|an|one|two|three|four|five|\d{{1,2}})\s+(?:\w+\s+)?{_NATIONAL}\s+{_SUBJECT}\b", re.IGNORECASE
)
CASE = re.compile(
    r"\b(?:the|one|a|an|this) (?:potential |suspected |alleged |identified |confirmed )?(?:victim|survivor)\b"
    r"(?! (?:support|centred|care|navigator|services?|identification|statements?|voice|protection))",
    re.IGNORECASE,
)
# Nobody is meant by "somebody who may be a victim" or "how to help a victim".
NOBODY = re.compile(
    r"\b(?:(?:may|might|could|can|would|to)\s?be(?:come|coming)?|is|being|becom\w+|where|if|when|how|"
    r"(?:identify|recognis\w+|spot\w*|support\w*|help\w*|treat\w*|believ\w+|suspect\w*)(?: \w+){0,2}|"
    r"(?:any(?:one|body)|some(?:one|body)|nobody|no one)(?: \w+){1,3})\s+$",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"\b(?:victim|survivor|suspect|perpetrator|exploiter|gangmaster)s?,? (?:named |called |known as )?"
    r"(?:Mr|Mrs|Ms|Miss|Dr)?\.?\s*[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\b"
)
REFERENCE = re.compile(
    r"\b(?:NRM|DtN|duty to notify|crime|case) (?:reference|ref|number|no)\.?\s*:?\s*[A-Z0-9][A-Z0-9/-]{3,}",
    re.IGNORECASE,
)
SMALL = re.compile(
    r"\b(?:one|two|three|four|[1-4])\s+(?:potential |suspected |possible |confirmed |adult |child )*"
    r"(?:victims?|survivors?|referrals?|children|minors?)\b",
    re.IGNORECASE,
)

# A number that counts what the next word names: not a year, a section, a sum of the law, a day or a page.
COUNT = re.compile(
    r"(?<![\w£.,/\-(])(?:£\s?)?\d{1,3}(?:,\d{3})*(?:\.\d+)?%?(?![\w/\-]|[.,]\d)"
    r"(?=\s+[a-z])(?!\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
)
# What a council did and found is measured; how many people and sites it has is not.
DEED = re.compile(
    r"\b(?:train(?:ed|ing)|attend\w*|complet\w+|assess\w*|audit\w*|visit\w*|inspect\w*|interview\w*|"
    r"surve\w+|questionnaires?|asked|answer\w*|repl(?:y|ied|ies)|respon(?:ded|ses?)|screen\w*|check(?:s|ed)?|"
    r"review(?:s|ed)|report(?:s|ed)|rais(?:ed|es)|refer\w*|concerns?|cases?|incidents?|findings?|found|"
    r"identified|remed\w+|repaid|clos(?:ed|ures?)|actions?|plans?|reached|sessions?|workshops?|modules?|"
    r"clauses?|statements?|spent|paid|contacted|engaged|mapped)\b",
    re.IGNORECASE,
)
NOT_A_MEASURE = re.compile(
    r"\s+(?:million|billion|plus|years?|months?|weeks?|(?:working |calendar )?days?|hours?|minutes?|"
    r"languages?|countries|pages?|and \d)\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"^(?:19|20)\d\d$")
NOT_COUNTED = re.compile(
    r"(?:\b(?:section|sections|s|part|article|schedule|chapter|act|regulation|clause|pages?|appendix|annex|step|"
    r"stage|level|tier|phase|version|year|age|aged|ppn|iso|conventions?|ages? of|"
    r"from|number|no|\d+(?:st|nd|rd|th)?)\.?(?:\s*\d+(?:,| and| to))*|£36)\s*$",
    re.IGNORECASE,
)
CONTEXT = re.compile(
    r"\b(?:out of|of (?:the|our|all|its|these)|last year|year before|previous year|compared|up from|"
    r"down from|increase|decrease|rose|fell|(?:more|fewer) than (?:in|last)|per cent|target|20\d\d)\b|%",
    re.IGNORECASE,
)
