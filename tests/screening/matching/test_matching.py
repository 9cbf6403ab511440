"""Matching end to end, on made-up organisations."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.matching import Match, NameIndex, Query, Target

TARGETS = [
    Target("a", "Zandworth Cleaning Services Limited", "01234567", "EX1 1AA"),
    Target("b", "Quillfeather Catering PLC", "07654321", aliases=("Brindlewick Foods Ltd",)),
    Target("c", "Meadowbank Construction (Northern) Ltd"),
    Target("d", "Meadowbank Construction (Southern) Ltd"),
    Target("e", "Torvale Holdings PLC", "05555555"),
    Target("f", "The Company Limited", "09999991"),
    Target("g", "St Wilfrun's Primary School"),
    Target("h", "St Wilfrun's Primary School"),
    Target("i", "Hexley Mutual Care Partnership LLP"),
    Target("j", "Care Services Limited"),
]
INDEX = NameIndex.build(TARGETS)


def best(name: str, number: str = "", postcode: str = "") -> Match | None:
    found = INDEX.match([Query("q", name, number, postcode)])[0]
    return found[0] if found else None


def said(match: Match) -> str:
    return " ".join(str(reason) for reason in match.reasons)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ZANDWORTH CLEANING SERVICES LTD", "a"),
        ("Zandworth Cleaning Svcs Ltd ****1234", "a"),
        ("Zändworth Cleaning-Services Limited.", "a"),
        ("ZANDWORTH CLEANING SERVIECES LTD", "a"),
        ("CLEANING ZANDWORTH SERVICES LTD", "a"),
        ("Brindlewick Foods", "b"),
        ("HEXLEY MUTUAL CARE PSHIP LLP", "i"),
    ],
)
def test_one_name_in_other_spellings_is_matched_automatically(name: str, key: str) -> None:
    match = best(name)
    assert match is not None
    assert (match.target_key, match.kind, match.decision) == (key, "same_entity", "automatic")
    assert match.probability >= 0.9


def test_equal_names_with_two_spellings_of_the_form_say_so() -> None:
    match = best("Zandworth Cleaning Services LTD")
    assert match is not None
    assert said(match) == "The names are the same; LTD and Limited are one legal form."


def test_equal_numbers_settle_and_the_difference_is_told() -> None:
    match = best("Something Else Altogether", "01234567")
    assert match is not None
    assert (match.target_key, match.kind, match.decision) == ("a", "same_entity", "automatic")
    assert "The company numbers are equal (01234567)." in said(match)
    assert "The names differ in" in said(match)


def test_equal_numbers_settle_even_where_a_name_says_nothing() -> None:
    match = best("Zandworth", "09999991")
    assert match is not None
    assert (match.target_key, match.decision) == ("f", "automatic")


def test_different_numbers_are_different_companies() -> None:
    match = best("Zandworth Cleaning Services Ltd", "02222222")
    assert match is None or match.decision != "automatic"
    for found in INDEX.match([Query("q", "Zandworth Cleaning Services Ltd", "02222222")])[0]:
        assert found.kind != "same_entity"
        assert found.probability <= 0.01


def test_a_mistyped_number_is_for_a_person() -> None:
    match = best("Zandworth Cleaning Services Ltd", "01234576")
    assert match is not None
    assert (match.target_key, match.kind, match.decision) == ("a", "same_entity", "possible")
    assert "typing error" in said(match)


def test_a_company_of_the_same_group_is_told_apart() -> None:
    match = best("Torvale UK Ltd", "06666666")
    assert match is not None
    assert (match.target_key, match.kind, match.decision) == ("e", "same_group", "possible")
    assert "so this is another company" in said(match)
    assert "one group" in said(match)


def test_an_abbreviation_in_common_makes_no_group() -> None:
    index = NameIndex.build([Target("g", "Q Z Group Limited", "02035458")])
    [matches] = index.match([Query("q", "QZ Anytown T/A Brightmops", "05512051")])
    assert [match.kind for match in matches if match.decision != "none"] == []


def test_two_organisations_of_one_name_are_for_a_person() -> None:
    found = INDEX.match([Query("q", "ST WILFRUNS PRIMARY SCH")])[0]
    assert {match.target_key for match in found if match.decision == "possible"} == {"g", "h"}
    assert all(match.decision != "automatic" for match in found)


def test_the_other_direction_is_not_matched_automatically() -> None:
    found = INDEX.match(
        [Query("q", "Meadowbank Construction (North) Ltd"), Query("r", "Meadowbank Construction")]
    )
    assert all(match.decision != "automatic" for matches in found for match in matches)


def test_a_slip_in_the_rare_word_is_for_a_person() -> None:
    match = best("Sandworth Cleaning Services Ltd")
    assert match is not None
    assert (match.target_key, match.decision) == ("a", "possible")
    assert "look like one word" in said(match)


def test_a_trading_name_in_the_text_is_for_a_person() -> None:
    match = best("Somebody Ltd T/A Zandworth Cleaning Services")
    assert match is not None
    assert (match.target_key, match.decision) == ("a", "possible")


def test_another_legal_form_is_for_a_person() -> None:
    match = best("Zandworth Cleaning Services LLP")
    assert match is not None
    assert match.decision == "possible"
    assert "The legal forms differ (LLP and Limited)." in said(match)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "The Company Limited",
        "Limited",
        "\x00\x01",
        "\U0001f600",
        "& and the",
        "x" * 10_000,
        "**USE 1**",
    ],
)
def test_a_name_that_says_nothing_is_not_matched_by_accident(name: str) -> None:
    assert all(match.decision == "none" for match in INDEX.match([Query("q", name)])[0])


def test_names_of_common_words_only_are_not_matched_automatically() -> None:
    match = best("Care Services Ltd")
    assert match is None or match.decision != "automatic"


def test_an_unlike_name_finds_nothing() -> None:
    assert all(match.decision == "none" for match in INDEX.match([Query("q", "Fernhollow Digital")])[0])


def test_an_equal_postcode_breaks_a_tie() -> None:
    targets = [
        Target("m", "Fernhollow School", postcode="EX1"),
        Target("n", "Fernhollow School", postcode="EX2"),
    ]
    found = NameIndex.build(targets).match([Query("q", "Fernhollow School", postcode="EX2")])[0]
    assert [match.target_key for match in found] == ["n", "m"]
    assert "The postcodes are equal (EX2)." in said(found[0])


def test_several_records_of_one_entity_are_no_rivals() -> None:
    targets = [Target("m", "Fernhollow Ltd", "01111111"), Target("n", "Fernhollow Limited", "01111111")]
    found = NameIndex.build(targets).match([Query("q", "Fernhollow Ltd")])[0]
    assert [match.decision for match in found] == ["automatic", "automatic"]


def test_two_targets_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="same key"):
        NameIndex.build([Target("a", "Fernhollow"), Target("a", "Torvale")])


def test_an_empty_index_and_no_queries() -> None:
    assert NameIndex.build([]).match([Query("q", "Torvale")]) == [()]
    assert INDEX.match([]) == []


def test_limit_and_progress() -> None:
    done: list[int] = []
    names = ["Torvale", "Zandworth Cleaning"] * 400
    found = INDEX.match([Query(str(i), name) for i, name in enumerate(names)], limit=1, progress=done.append)
    assert len(found) == 800
    assert all(len(matches) <= 1 for matches in found)
    assert done == [512, 800]


def outcome(index: NameIndex, name: str) -> list[tuple[str, float, str]]:
    return [(m.target_key, m.probability, m.decision) for m in index.match([Query("q", name)])[0]]


ASKED = [target.name for target in TARGETS] + [
    "ZANDWORTH CLEAN SERV",
    "Torvale",
    "Meadowbank North",
    "Hexley Care",
]


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(ASKED))
def test_case_accents_and_punctuation_change_nothing(name: str) -> None:
    assert outcome(INDEX, name.upper()) == outcome(INDEX, name) == outcome(INDEX, f" {name}. ")
    assert outcome(INDEX, name.replace("e", "é")) == outcome(INDEX, name)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(ASKED), st.randoms(use_true_random=False))
def test_the_order_of_targets_changes_nothing(name: str, shuffle: random.Random) -> None:
    targets = list(TARGETS)
    shuffle.shuffle(targets)
    assert outcome(NameIndex.build(targets), name) == outcome(INDEX, name)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(ASKED), st.lists(st.text("vwxyz", min_size=6, max_size=9), min_size=1, max_size=3))
def test_an_unrelated_target_changes_no_decision(name: str, words: list[str]) -> None:
    larger = NameIndex.build([*TARGETS, Target("unrelated", " ".join(words))])
    known = {target.key for target in TARGETS}
    assert [found for found in outcome(larger, name) if found[0] in known] == outcome(INDEX, name)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.sampled_from(["torvale", "meadowbank", "hexley", "care", "north", "school", "2"]),
        min_size=1,
        max_size=4,
    )
)
def test_results_are_in_a_total_order(words: list[str]) -> None:
    found = INDEX.match([Query("q", " ".join(words))], limit=50)[0]
    assert [m.probability for m in found] == sorted((m.probability for m in found), reverse=True)
    assert len({m.target_key for m in found}) == len(found)
    assert all(0 <= m.probability <= 1 and m.reasons for m in found)


def test_a_large_index_of_one_name_still_finds_it() -> None:
    targets = [Target(f"{i:05d}", "Fernhollow School") for i in range(2100)]
    found = NameIndex.build(targets).match([Query("q", "Fernhollow School")])[0]
    assert found
    assert all(match.decision != "automatic" for match in found)
