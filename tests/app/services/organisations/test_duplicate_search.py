"""Which suppliers are proposed as duplicates, for what, and what a person's "not the same" does to it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.organisations import duplicate_search, merging
from app.store import audit, duplicates
from app.store.duplicates import Record
from models import DuplicateProposal, NameKind, Organisation, OrganisationName, Supplier
from support.council_people import add_council


def record(key: int, name: str, number: str = "", **kwargs: object) -> Record:
    given = {"vat_number": "", "spend": Decimal(key), "organisation_id": None, "organisation": ""}
    return Record(key, name, number, **{**given, "postcode": "", "previous_names": (), **kwargs})


def proposed(*records: Record) -> dict[tuple[int, int], str]:
    found = duplicate_search.propose(records)
    return {pair: one.evidence for pair, one in found.items()}


#: Names of other trades, so that the words of the pairs are as rare as they are in a real ledger.
OTHERS = tuple(
    record(100 + place, name)
    for place, name in enumerate(
        (
            "Harbour Construction Group Ltd",
            "Brightwell Legal LLP",
            "Anytown Skips Ltd",
            "Meadow Catering Ltd",
            "Tideway Coaches Limited",
            "Pennine Workwear Company",
        )
    )
)


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        (
            record(1, "Larkmoor Homecare", "01234567"),
            record(2, "Zebra Nursing", "01234567"),
            "company_number",
        ),
        (
            record(1, "Larkmoor Homecare", organisation_id=7, organisation="LARKMOOR"),
            record(2, "Zebra Nursing", organisation_id=7, organisation="LARKMOOR"),
            "organisation",
        ),
        (
            record(1, "Larkmoor Homecare", vat_number="123456789"),
            record(2, "Larkmoor Home Care (Exe)", vat_number="123456789"),
            "vat_number",
        ),
        (
            record(1, "Larkmoor Homecare", previous_names=("Zebra Nursing Ltd",)),
            record(2, "ZEBRA NURSING LIMITED"),
            "previous_name",
        ),
        (record(1, "LARKMOOR HOME CARE LTD"), record(2, "Larkmoor Homecare Limited"), "name"),
        (record(1, "Larkmoor Homecare"), record(2, "Larkmoor Homecare Supported Living"), "similar"),
    ],
)
def test_what_a_pair_is_proposed_for(one, other, evidence) -> None:
    assert proposed(one, other, *OTHERS) == {(1, 2): evidence}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Two legal entities, whatever their names.
        (record(1, "Larkmoor Homecare Ltd", "01234567"), record(2, "Larkmoor Homecare Ltd", "07654321")),
        # Companies of one VAT group have one number.
        (record(1, "Larkmoor", vat_number="123456789"), record(2, "Zebra Nursing", vat_number="123456789")),
        # Branches, parishes, clubs: each name has a word that the other has not.
        (record(1, "Larkmoor Parish Council"), record(2, "Larkmoor Cricket Club")),
        (record(1, "Larkmoor Homecare North"), record(2, "Larkmoor Homecare South")),
        (record(1, "Larkmoor Homecare Ltd"), record(2, "Tarkwell Roofing Ltd")),
        # Two places of a like name; one slip of the pen would be one place (below).
        (record(1, "Halberton Parish Council"), record(2, "Holbeton Parish Council")),
    ],
)
def test_what_is_not_proposed(one, other) -> None:
    assert proposed(one, other, *OTHERS) == {}


@pytest.mark.parametrize("slip", ["Halbreton", "Halbertone", "Halbeton"])
def test_one_slip_of_the_pen_is_proposed(slip) -> None:
    found = proposed(record(1, "Halberton Parish Council"), record(2, f"{slip} Parish Council"), *OTHERS)
    assert found.keys() == {(1, 2)}


def test_of_many_records_of_one_number_each_is_paired_with_the_largest() -> None:
    many = [
        record(key, f"{word} Ltd", "01234567") for key, word in enumerate(("Elm", "Oak", "Yew", "Fir"), 1)
    ]
    assert proposed(*many, *OTHERS) == dict.fromkeys([(1, 4), (2, 4), (3, 4)], "company_number")


def test_every_reason_is_given_to_the_officer() -> None:
    one = record(1, "Larkmoor Homecare", "01234567", organisation_id=7, organisation="LARKMOOR LTD")
    other = record(2, "LARKMOOR HOME CARE", "01234567", organisation_id=7, organisation="LARKMOOR LTD")
    (found,) = duplicate_search.propose([one, other, *OTHERS]).values()
    texts = [reason.text.format(**reason.values) for reason in found.reasons]
    assert "The company numbers are equal (01234567)." in texts
    assert "Both are resolved to one organisation: LARKMOOR LTD." in texts
    assert found.probability > 0.9


def add(world, key: str, name: str, spend: int = 1000, number: str = "", council=None) -> Supplier:
    made = Supplier(
        council_id=(council or world.council).id,
        key=key,
        name=name,
        vendor_id=key,
        company_number=number,
        spend=Decimal(spend),
    )
    world.session.add(made)
    world.session.commit()
    return made


def find(world) -> duplicate_search.Counts:
    return duplicate_search.find(world.session, world.council.id, clock.now())


def pairs(world) -> list[tuple[int, int]]:
    found, _total = duplicates.proposals(world.session, world.council.id, duplicates.Wanted(), 0, 100)
    return [(one.first_id, one.second_id) for one in found]


def test_pairs_are_kept_ranked_by_spend_and_go_when_they_are_gone(world) -> None:
    twin = add(world, "v9", "NORTHGATE CLEANING SERVICES LIMITED", 120_000)
    again = add(world, "v8", "Quill and Partners LLP", 10)
    add(world, "o1", "NORTHGATE CLEANING SERVICES LIMITED", council=add_council(world))
    assert find(world) == duplicate_search.Counts(2, 2, 0)
    assert pairs(world) == [(world.cleaner.id, twin.id), (world.lawyer.id, again.id)]
    first = duplicates.of_pair(world.session, world.council.id, twin.id, world.cleaner.id)
    assert first is not None and first.pounds == Decimal(1_000_000)
    assert find(world) == duplicate_search.Counts(2, 0, 0)
    assert duplicates.of_pair(world.session, world.council.id, twin.id, world.cleaner.id).id == first.id
    again.name = "Zebra Nursing"
    world.session.commit()
    assert find(world) == duplicate_search.Counts(1, 0, 1)
    assert audit.first_broken(world.session) is None


def test_not_the_same_is_remembered_until_it_is_taken_back(world) -> None:
    twin = add(world, "v9", "NORTHGATE CLEANING SERVICES LIMITED")
    find(world)
    (pair,) = world.session.scalars(select(DuplicateProposal))
    merging.dismiss(world.session, world.officer, pair, "Two firms.", clock.now())
    assert (pair.dismissed_by_id, pair.dismissed_at) == (world.officer.id, clock.now())
    assert find(world) == duplicate_search.Counts(0, 0, 0)
    twin.company_number = world.cleaner.company_number = "01234567"
    world.session.commit()
    assert find(world).proposed == 0  # for good, whatever is found later
    merging.take_back_dismissal(world.session, world.officer, pair, clock.now())
    assert (pair.dismissed_by_id, pair.dismissed_at) == (None, None)
    assert find(world).proposed == 1
    events = [
        one.action
        for one in audit.of_subjects(world.session, world.council.id, [("duplicate_proposal", pair.id)])
    ]
    assert events == ["duplicate.reopened", "duplicate.dismissed"]


def test_not_the_same_counts_for_the_organisation_and_not_the_record(world) -> None:
    """Once A is said not to be B, and C is merged into A, C is not proposed for B either."""
    one = add(world, "v7", "Larkmoor Homecare", number="01234567")
    other = add(world, "v8", "Larkmoor Homecare Limited")
    find(world)
    pair = duplicates.of_pair(world.session, world.council.id, one.id, other.id)
    merging.dismiss(world.session, world.officer, pair, "", clock.now())
    third = add(world, "v9", "LARKMOOR HOME CARE", number="01234567")
    merging.merge(world.session, world.officer, third, one, "One number.", clock.now(), clock.today())
    assert find(world).proposed == 0


def test_a_merged_record_is_proposed_no_more_and_again_after_the_undo(world) -> None:
    twin = add(world, "v9", "NORTHGATE CLEANING SERVICES LIMITED")
    find(world)
    made = merging.merge(
        world.session, world.officer, world.cleaner, twin, "One firm.", clock.now(), clock.today()
    )
    assert pairs(world) == []
    assert find(world) == duplicate_search.Counts(0, 0, 1)
    merging.undo(world.session, world.officer, made, "", clock.now(), clock.today())
    assert find(world) == duplicate_search.Counts(1, 1, 0)


def test_previous_names_come_from_the_organisation(world) -> None:
    organisation = Organisation(name="NORTHGATE GROUP LTD", company_number="01234567")
    organisation.names.append(
        OrganisationName(name="ZEBRA NURSING LTD", kind=NameKind.PREVIOUS, source="companies_house")
    )
    world.cleaner.organisation = organisation
    world.session.commit()
    twin = add(world, "v9", "Zebra Nursing")
    find(world)
    pair = duplicates.of_pair(world.session, world.council.id, world.cleaner.id, twin.id)
    assert pair is not None and pair.evidence == "previous_name"


def refuse_to_search(*_given: object) -> None:
    raise AssertionError("names were compared although nothing had changed")


def test_where_nothing_changed_only_the_spend_is_brought_up_to_date(world, monkeypatch) -> None:
    one, other = (
        add(world, "a", "Larkmoor Homecare Ltd", 10),
        add(world, "b", "LARKMOOR HOMECARE LIMITED", 20),
    )
    first = find(world)
    monkeypatch.setattr(duplicate_search, "propose", refuse_to_search)
    other.spend = Decimal(5_000)
    world.session.commit()
    assert find(world) == duplicate_search.Counts(first.proposed, 0, 0)
    assert pairs(world) == [(one.id, other.id)]
    assert world.session.scalars(select(DuplicateProposal)).one().pounds == Decimal(5_010)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: setattr(one, "name", "Larkmoor Home Care Ltd"),
        lambda one: setattr(one, "company_number", "01234567"),
        lambda one: setattr(one, "vat_number", "123456789"),
        lambda one: setattr(one, "charity_number", "1121596"),
        lambda one: setattr(one, "postcode", "EX1 1JN"),
        lambda one: setattr(one, "no_number", "charity"),
        lambda one: setattr(one, "organisation", Organisation(name="LARKMOOR")),
    ],
)
def test_whatever_the_search_reads_has_it_look_again(world, monkeypatch, change) -> None:
    one = add(world, "a", "Larkmoor Homecare Ltd", 10)
    add(world, "b", "LARKMOOR HOMECARE LIMITED", 20)
    find(world)
    change(one)
    world.session.commit()
    monkeypatch.setattr(duplicate_search, "propose", refuse_to_search)
    with pytest.raises(AssertionError, match="nothing had changed"):
        find(world)


def test_a_dismissal_and_the_order_of_spend_have_it_look_again(world, monkeypatch) -> None:
    for key, spend in (("a", 30), ("b", 20), ("c", 10)):
        add(world, key, f"Zebra {key} Ltd", spend, number="01234567")
    find(world)
    seen = []
    propose = duplicate_search.propose
    monkeypatch.setattr(duplicate_search, "propose", lambda *given: seen.append(1) or propose(*given))
    find(world)
    assert seen == []
    least = world.session.scalars(select(Supplier).where(Supplier.key == "c")).one()
    least.spend = Decimal(1_000)
    world.session.commit()
    find(world)
    assert len(seen) == 1 and all(least.id in pair for pair in pairs(world))
    pair = world.session.scalars(select(DuplicateProposal).limit(1)).one()
    merging.dismiss(world.session, world.officer, pair, "Two.", clock.now())
    find(world)
    assert len(seen) == 2
