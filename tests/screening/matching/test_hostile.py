"""Text that no ledger should hold and some do: nothing fails, nothing is matched by accident, nothing grows.

Time is bounded by what is compared, not measured: a name is cut before it is taken apart, so that no text,
however long, has more words than a bounded number.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.identifiers import company_number, vat_number
from screening.matching import Match, NameIndex, Query, Target
from screening.names import MAX_NAME_LENGTH, PayeeKind, clean, payee_kind

INDEX = NameIndex.build(
    [
        Target("a", "Zandworth Cleaning Services Limited", "01234567"),
        Target("b", "The Company Limited"),
        Target("c", "24 Seven Hexley Ltd"),
        Target("d", "Community Trust"),
        Target("e", "\U0001f600 \U0001f600"),
        Target("f", "***"),
        Target("g", ""),
        Target("h", "\u0422\u043e\u0440\u0432\u0435\u0439\u043b"),
    ]
)

# Cyrillic and Greek letters that look like Latin ones.
LOOKALIKES = str.maketrans(
    "aeopcxAEOPCXTH", "\u0430\u0435\u043e\u0440\u0441\u0445\u0391\u0395\u039f\u03a1\u0421\u03a7\u03a4\u0397"
)

# Of one character, compatibility folding makes 18 at most (U+FDFA), and an abbreviation written out is at
# most 9 times as long ("sw" is "south west", "ed" is "education").
MOST_GROWTH = 18 * 9

NOTHING = {
    "empty": "",
    "spaces": " \t\r\n\u00a0\u3000 ",
    "control characters": "\x00\x01\x07\x1b\x7f\x85",
    "right-to-left marks": "\u202e\u200f\u2067\u2069\u202c",
    "zero width": "\u200b\u200c\u200d\ufeff",
    "combining marks only": "\u0301" * 500,
    "emoji": "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3f4",
    "punctuation": "&&& --- ///*** ((( ''' \"\"\"",
    "stop words": "The Company Limited",
    "stop words repeated": "the of and " * 3000,
    "forms repeated": "Limited " * 3000,
    "form only": "Ltd",
    "lone surrogates": "\ud800\udfff",
}
NOISE = {
    "10,000 letters": "x" * 10_000,
    "10,000 asterisks": "*" * 10_000,
    "10,000 brackets": "(" * 10_000,
    "10,000 strokes": "t/a " * 2500,
    "thousands of one word": "community " * 5000,
    "thousands of words": " ".join(f"word{i}" for i in range(5000)),
    "thousands of initials": "A " * 5000,
    "digits": "1234567890",
    "10,000 digits": "9" * 10_000,
    "digits of another script": "\u0661\u0662\u0663",
    "one letter": "a",
    "a character that folding makes 18 of": "\ufdfa" * 1000,
    "formula": "=cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script>",
    "SQL": "'; DROP TABLE suppliers; --",
    "a pattern": "(a+)+$ .* [^x]",
}
HOSTILE = NOTHING | NOISE

FIELD = st.text(st.characters(), max_size=400)
HOLLOW = st.lists(
    st.sampled_from(
        ["the", "The", "company", "Company", "Co", "of", "and", "&", "Limited", "LTD", "Cyf", "plc"]
    ),
    max_size=8,
).map(" ".join)


def matched(name: str, number: str = "") -> list[Match]:
    """What a query is matched with, near misses left out."""
    return [m for m in INDEX.match([Query("q", name, number)])[0] if m.decision != "none"]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_stays_bounded(name: str) -> None:
    cleaned = clean(name)
    assert len(cleaned.core) <= MAX_NAME_LENGTH * MOST_GROWTH
    assert sum(len(alias) for alias in cleaned.trading_as) <= MAX_NAME_LENGTH


@pytest.mark.parametrize("name", NOTHING.values(), ids=NOTHING.keys())
def test_what_says_nothing_has_no_words_of_its_own(name: str) -> None:
    # A form that begins the name is kept as a word.
    assert all(word == "ltd" or "limited".startswith(word) for word in clean(name).words)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_matched_with_nothing(name: str) -> None:
    assert matched(name) == []


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_no_number(name: str) -> None:
    assert company_number(name) == ""
    assert vat_number(name) == ""


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_some_kind_of_payee(name: str) -> None:
    assert isinstance(payee_kind(name, name), PayeeKind)


@pytest.mark.parametrize("name", [name for name in NOTHING.values() if not re.search("[A-Za-z&]", name)])
def test_a_field_without_a_letter_is_blank(name: str) -> None:
    assert payee_kind(name) is PayeeKind.BLANK


@pytest.mark.parametrize(
    ("name", "decision"),
    [
        ("Zandworth Cleaning Services Limited", "automatic"),
        # Marks that cannot be seen do not hide a name.
        ("\u202eZandworth\u200f Cleaning\u00a0Services Limited\u202c", "automatic"),
        ("Zand\u200bworth Cleaning Services Ltd", "automatic"),
        ("Zandworth\x00Cleaning\x07Services Ltd", "automatic"),
        ("\U0001f9f9 Zandworth Cleaning Services Ltd \u2728", "automatic"),
        ("\uff3a\uff41\uff4e\uff44\uff57\uff4f\uff52\uff54\uff48 Cleaning Services Ltd", "automatic"),
        (
            "Z\u0336a\u0336n\u0336d\u0336w\u0336o\u0336r\u0336t\u0336h\u0336 Cleaning Services Ltd",
            "automatic",
        ),
        # A name behind which a text was pasted is not the name alone.
        ("Zandworth Cleaning Services Ltd" + " lorem ipsum" * 1000, "not automatic"),
        # A letter of another script within a Latin word is the Latin letter that it looks like.
        ("Zandworth".translate(LOOKALIKES) + " Cleaning Services Ltd", "automatic"),
        ("Zandworth Cleaning Services Limited".translate(LOOKALIKES), "automatic"),
        # A slip in the rare word may as well be another name.
        ("Zandwarth Cleaning Services Ltd", "not automatic"),
    ],
)
def test_a_name_in_disguise(name: str, decision: str) -> None:
    found = [match.target_key for match in matched(name) if match.decision == "automatic"]
    assert found == (["a"] if decision == "automatic" else [])


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_equal_number_settles_whatever_the_name(name: str) -> None:
    assert [(m.target_key, m.decision) for m in matched(name, "01234567")][:1] == [("a", "automatic")]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_targets_are_no_trouble(name: str) -> None:
    index = NameIndex.build([Target("hostile", name), Target("a", "Zandworth Cleaning Services Limited")])
    [found] = index.match([Query("q", "Zandworth Cleaning Services Ltd")])
    assert [m.target_key for m in found if m.decision != "none"] == ["a"]


@settings(deadline=None, max_examples=150)
@given(FIELD)
@example("\ufdfa" * 400)
def test_any_text_is_matched_with_nothing_automatically(name: str) -> None:
    assert [match for match in matched(name) if match.decision == "automatic"] == []


@settings(deadline=None, max_examples=60)
@given(HOLLOW)
def test_stop_words_and_forms_are_matched_with_nothing(name: str) -> None:
    assert matched(name) == []


@settings(deadline=None)
@given(FIELD, FIELD)
def test_any_text_is_some_kind_of_payee(name: str, hint: str) -> None:
    assert isinstance(payee_kind(name, hint), PayeeKind)


@given(FIELD | st.text("0123456789SCNIOCR .-/\u0661\u00b2", max_size=12))
def test_any_text_is_a_canonical_number_or_none(text: str) -> None:
    number = company_number(text)
    assert number == "" or re.fullmatch(r"[A-Z0-9]{2}[0-9]{5}[0-9R]", number)
    assert company_number(number) == number
    vat = vat_number(text)
    assert vat == "" or (vat.isascii() and vat.isalnum())
