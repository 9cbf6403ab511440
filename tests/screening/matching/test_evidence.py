"""Evidence beside names: each identifier is able to decide, and none hides another."""

from __future__ import annotations

import pytest

from screening.matching import Match, Member, NameIndex, Query, Target

NAME = "Zandworth Cleaning Services Limited"


def answers(query: Query, *targets: Target) -> dict[str, Match]:
    [found] = NameIndex.build(targets).match([query], all_misses=True)
    return {match.target_key: match for match in found}


def said(match: Match) -> str:
    return " ".join(map(str, match.reasons))


def test_an_equal_charity_number_settles() -> None:
    found = answers(
        Query("q", "Fernhollow Friends", charity_number="1012345"),
        Target("a", "Torvale Trust", charity_number="1012345"),
    )
    assert (found["a"].kind, found["a"].decision) == ("same_entity", "automatic")
    assert "The charity numbers are equal (1012345)." in said(found["a"])


def test_different_charity_numbers_are_different_charities() -> None:
    found = answers(
        Query("q", "Torvale Trust", charity_number="1012345"),
        Target("a", "Torvale Trust", charity_number="1099999"),
    )
    assert found["a"].kind != "same_entity"
    assert "another charity" in said(found["a"])


def test_a_company_number_that_is_equal_beside_a_charity_number_that_differs_is_for_a_person() -> None:
    found = answers(
        Query("q", NAME, "01234567", charity_number="1012345"),
        Target("a", NAME, "01234567", charity_number="1099999"),
    )
    assert (found["a"].kind, found["a"].decision) == ("same_entity", "possible")
    assert "The company numbers are equal (01234567)." in said(found["a"])
    assert "The charity numbers differ" in said(found["a"])


def test_one_vat_number_and_names_that_fit_are_one_organisation() -> None:
    target = Target("a", NAME, vat_number="123456782")
    assert (
        answers(Query("q", "Zandworth Clean Serv", vat_number="123456782"), target)["a"].decision
        == "automatic"
    )


def test_one_vat_number_and_other_names_are_a_group_at_most() -> None:
    found = answers(
        Query("q", "Fernhollow Foods", vat_number="123456782"), Target("a", NAME, vat_number="123456782")
    )
    assert (found["a"].kind, found["a"].decision) == ("same_group", "possible")
    assert "companies of one group may share one" in said(found["a"])


def test_two_vat_numbers_leave_equal_names_to_a_person() -> None:
    found = answers(Query("q", NAME, vat_number="123456782"), Target("a", NAME, vat_number="987654321"))
    assert found["a"].decision == "possible"


@pytest.mark.parametrize(
    ("identifier", "right", "wrong"),
    [
        ("postcode", "EX1 1AA", "LL11 1AY"),
        ("domain", "larkbeck.example", "other.example"),
    ],
)
def test_of_two_namesakes_a_postcode_or_a_domain_tells_which(identifier: str, right: str, wrong: str) -> None:
    query = Query("q", "Larkbeck Wilfrun School", **{identifier: right})
    targets = (
        Target("a", "Larkbeck Wilfrun School", **{identifier: right}),
        Target("b", "Larkbeck Wilfrun School", **{identifier: wrong}),
    )
    found = answers(query, *targets)
    assert found["a"].decision == "automatic"
    assert found["b"].decision != "automatic"
    assert found["a"].probability > 0.9 > found["b"].probability


def test_a_company_of_another_country_is_another_company() -> None:
    home = answers(Query("q", NAME, country="GB"), Target("a", NAME, country="GB"))
    abroad = answers(Query("q", NAME, country="GB"), Target("a", NAME, country="FR"))
    assert home["a"].decision == "automatic"
    assert abroad["a"].decision != "automatic"
    assert "The countries differ (GB and FR)." in said(abroad["a"])


def test_an_organisation_is_found_by_its_domain_whatever_it_is_called() -> None:
    found = answers(
        Query("q", "Fernhollow", domain="zandworth.example"), Target("a", NAME, domain="zandworth.example")
    )
    assert "one domain (zandworth.example)" in said(found["a"])
    assert found["a"].decision != "automatic"


def test_a_previous_name_is_found_and_said() -> None:
    target = Target("a", "Torvale Holdings PLC", previous_names=("Quillfeather Catering Limited",))
    found = answers(Query("q", "QUILLFEATHER CATERING LTD"), target)
    assert (found["a"].kind, found["a"].decision) == ("same_entity", "automatic")
    assert "'Quillfeather Catering Limited' is given as a previous name." in said(found["a"])


GROUP = Target(
    "a",
    "Torvale Holdings PLC",
    "05555555",
    members=(Member("Quillfeather Catering Limited", "07654321"), Member("Brindlewick Foods Ltd")),
)


def test_a_member_of_the_group_is_never_the_parent_itself() -> None:
    match = answers(Query("q", "Quillfeather Catering Ltd"), GROUP)["a"]
    assert (match.kind, match.decision) == ("same_group", "automatic")
    assert match.member == GROUP.members[0]
    assert "Quillfeather Catering Limited belongs to the group of Torvale Holdings PLC." in said(match)


def test_a_member_is_found_by_its_number() -> None:
    match = answers(Query("q", "Hexley Meals", "07654321"), GROUP)["a"]
    assert (match.kind, match.decision, match.member) == ("same_group", "automatic", GROUP.members[0])


def test_the_parent_itself_is_one_entity() -> None:
    match = answers(Query("q", "Torvale Holdings"), GROUP)["a"]
    assert (match.kind, match.member) == ("same_entity", None)


def test_what_a_person_has_ruled_out_is_neither_answer_nor_rival() -> None:
    targets = (Target("a", "Larkbeck Wilfrun School"), Target("b", "Larkbeck Wilfrun School"))
    assert answers(Query("q", "Larkbeck Wilfrun School"), *targets)["a"].decision == "possible"
    found = answers(Query("q", "Larkbeck Wilfrun School", not_keys=frozenset({"b"})), *targets)
    assert set(found) == {"a"}
    assert found["a"].decision == "automatic"
