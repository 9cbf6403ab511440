"""Suppliers of which an officer says that they have no company number, and what respects that."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.extensions import clock
from app.intake import read_council_file
from app.services.background.progress import silent
from app.services.loads import contract_writes, load_previews, load_undoing, supplier_files
from app.services.organisations import duplicate_search, merging, which_company
from app.store import duplicates, queue
from app.store import stated_companies as store
from app.store.queue_conditions import QueueFilter
from models import (
    ApiToken,
    AuditEvent,
    Match,
    NoNumber,
    Organisation,
    Role,
    StatementOrganisation,
    Supplier,
)
from support.council_files import contract, written
from support.council_people import add_council, add_person
from support.merging import add_twin, merge
from support.world import World

NUMBER = "01234567"
REASON = "It says so on its invoice."
HEADER = (
    "Contract Reference", "Contract Title", "Supplier Name", "Company Number", "Contract Value", "Start Date",
    "End Date", "Charity Number", "Supplier Postcode",
)  # fmt: skip


def say_none(world: World, kind: NoNumber = NoNumber.SOLE_TRADER, supplier: Supplier | None = None):
    return which_company.say_none(
        world.session, world.officer, supplier or world.cleaner, kind, REASON, clock.now(), clock.today()
    )


def take_back(world: World, supplier: Supplier | None = None):
    given = (world.session, world.officer, supplier or world.cleaner, clock.now(), clock.today())
    return which_company.take_back(*given)


def read(folder: Path, name: str, number: str, charity: str = "", postcode: str = ""):
    row = [*contract(1, name, number), charity, postcode]
    return read_council_file(written(folder / f"{number}{charity}.csv", HEADER, [row]))


def load(world: World, given):
    found = supplier_files.store_file(
        world.session, world.council, given, clock.now(), silent, world.officer, True
    )
    world.session.commit()
    return found


def only(world: World, name: str) -> Supplier:
    return world.session.scalars(select(Supplier).where(Supplier.name == name)).one()


def test_it_is_said_audited_and_taken_back(world: World) -> None:
    owner = Organisation(name="NORTHGATE LTD", company_number=NUMBER)
    world.cleaner.organisation, world.cleaner.company_number = owner, NUMBER
    world.cleaner.postcode = "EX1 1JN"
    world.session.commit()
    said = say_none(world)
    assert (said.company_number, said.no_number, said.number_before) == ("", "sole_trader", NUMBER)
    assert (world.cleaner.company_number, world.cleaner.no_number) == ("", "sole_trader")
    assert (world.cleaner.organisation_id, world.cleaner.postcode) == (None, "")
    event = world.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.detail["kind"]) == ("supplier.no_company_stated", "sole_trader")
    assert REASON not in str(event.detail)
    take_back(world)
    assert (world.cleaner.company_number, world.cleaner.no_number) == (NUMBER, "")
    assert world.cleaner.organisation_id == owner.id


def test_an_organisation_without_a_number_and_its_postcode_stay_where_it_is_no_person(world: World) -> None:
    world.cleaner.organisation = Organisation(name="NORTHGATE TRUST")
    world.cleaner.postcode = "EX1 1JN"
    world.session.commit()
    say_none(world, NoNumber.CHARITY)
    assert world.cleaner.organisation.name == "NORTHGATE TRUST" and world.cleaner.postcode == "EX1 1JN"


def test_the_same_twice_is_said_once_and_another_kind_anew(world: World) -> None:
    first = say_none(world)
    assert say_none(world).id == first.id
    say_none(world, NoNumber.PARTNERSHIP)
    assert world.cleaner.no_number == "partnership"
    which_company.say(world.session, world.officer, world.cleaner, NUMBER, REASON, clock.now(), clock.today())
    assert (world.cleaner.company_number, world.cleaner.no_number) == (NUMBER, "")
    expected = [("", "partnership"), ("", "sole_trader"), ("", "")]
    for number, kind in expected:
        take_back(world)
        assert (world.cleaner.company_number, world.cleaner.no_number) == (number, kind)
    assert world.session.scalar(select(func.count()).select_from(type(first))) == 3


def test_nothing_is_said_without_a_reason(world: World) -> None:
    with pytest.raises(ValueError, match="how the officer knows"):
        which_company.say_none(
            world.session, world.officer, world.cleaner, NoNumber.OTHER, " ", clock.now(), clock.today()
        )
    world.session.rollback()
    assert store.history(world.session, world.council.id, world.cleaner.id) == []


def test_files_do_not_overwrite_it_and_are_told(world: World, tmp_path: Path) -> None:
    load(world, read(tmp_path, "Marsh Care", "", "1121596", "EX1 1JN"))
    supplier = only(world, "Marsh Care")
    assert (supplier.charity_number, supplier.postcode) == ("1121596", "EX1 1JN")
    say_none(world, supplier=supplier)
    given = read(tmp_path, "Marsh Care", NUMBER, "", "EX2 4AB")
    given = type(given)(**{**_fields(given), "suppliers": (_keyed(given.suppliers[0], supplier.key),)})
    told = load_previews.compare(world.session, world.council, given, True)
    assert told["other_number_rows"] == [{"name": "Marsh Care", "stated": "", "file": NUMBER}]
    source = load(world, given)
    assert (supplier.company_number, supplier.no_number, supplier.postcode) == ("", "sole_trader", "")
    standing = store.standing(world.session, world.council.id, supplier.id)
    assert standing is not None and (standing.file_says, standing.source_file) == (NUMBER, source)
    load_undoing.undo(world.session, world.officer, source, clock.now(), clock.today())
    world.session.expire_all()
    assert (supplier.company_number, supplier.no_number, supplier.postcode) == ("", "sole_trader", "")
    assert supplier.charity_number == "1121596"


def test_what_a_load_wrote_of_numbers_and_postcodes_is_undone_with_it(world: World, tmp_path: Path) -> None:
    load(world, read(tmp_path, "Marsh Care Ltd", "", "", ""))
    supplier = only(world, "Marsh Care Ltd")
    given = read(tmp_path, "Marsh Care Ltd", "", "1121596", "EX1 1JN")
    told = load_previews.compare(world.session, world.council, given, True)
    assert told["changed"] == 1
    source = load(world, given)
    assert (supplier.charity_number, supplier.postcode) == ("1121596", "EX1 1JN")
    load_undoing.undo(world.session, world.officer, source, clock.now(), clock.today())
    world.session.expire_all()
    assert (supplier.charity_number, supplier.postcode) == ("", "")


def test_programs_do_not_overwrite_it_either(world: World) -> None:
    say_none(world)
    token = ApiToken(
        council_id=world.council.id,
        name="Ledger",
        prefix="fh_",
        token_sha256="0" * 64,
        scopes=[],
        made_by_id=world.officer.id,
        expires_at=clock.now(),
    )
    world.session.add(token)
    world.session.flush()
    cells = {
        "supplier": world.cleaner.name,
        "reference": "N1",
        "vendor_id": world.cleaner.vendor_id,
        "company_number": NUMBER,
        "charity_number": "1121596",
        "postcode": "EX1 1JN",
        "amount": "10.00",
    }
    (one,) = contract_writes.put(world.session, token, [cells], "1" * 64, clock.now())
    world.session.commit()
    assert one.supplier_id == world.cleaner.id
    assert (world.cleaner.company_number, world.cleaner.postcode) == ("", "")
    assert world.cleaner.charity_number == "1121596"


def test_the_filter_of_unknown_numbers_leaves_it_out(world: World) -> None:
    world.screen_all()
    wanted, today = QueueFilter(unnumbered=True), clock.today()
    before = queue.count(world.session, world.council.id, wanted, today)
    say_none(world)
    assert queue.count(world.session, world.council.id, wanted, today) == before - 1
    take_back(world)
    assert queue.count(world.session, world.council.id, wanted, today) == before


def test_no_organisation_with_a_number_is_found_for_it(world: World) -> None:
    world.session.scalars(
        select(StatementOrganisation).where(StatementOrganisation.name.like("Northgate%"))
    ).one().company_number = NUMBER
    world.session.commit()
    found = select(func.count()).select_from(Match).where(Match.supplier_id == world.cleaner.id)
    world.screen_all()
    assert world.session.scalar(found) == 1
    say_none(world)
    world.screen_all()
    assert world.session.scalar(found) == 0
    take_back(world)
    world.screen_all()
    assert world.session.scalar(found) == 1


def test_it_is_no_duplicate_of_a_company_and_not_merged_with_one(world: World) -> None:
    twin = add_twin(world)
    twin.name = world.cleaner.name
    world.session.commit()
    pair = tuple(sorted((world.cleaner.id, twin.id)))
    assert pair in duplicate_search.propose(duplicates.records(world.session, world.council.id))
    say_none(world)
    assert pair not in duplicate_search.propose(duplicates.records(world.session, world.council.id))
    with pytest.raises(merging.Refused) as refused:
        merge(world.session, world.officer, world.cleaner, twin)
    assert refused.value.why == merging.Refusal.ONE_HAS_NONE


def test_two_without_a_number_may_be_merged_and_it_goes_along(world: World) -> None:
    twin = add_twin(world)
    twin.company_number = ""
    world.session.commit()
    say_none(world, supplier=twin)
    made = merge(world.session, world.officer, world.cleaner, twin)
    assert world.cleaner.no_number == "sole_trader"
    merging.undo(world.session, world.officer, made, "", clock.now(), clock.today())
    world.session.expire_all()
    assert (world.cleaner.no_number, twin.no_number) == ("", "sole_trader")


def test_one_charity_number_is_a_sign_of_one_organisation() -> None:
    def record(key: int, name: str, **more: object) -> duplicates.Record:
        return duplicates.Record(key, name, "", "", None, None, "", "", (), **more)

    pair = [record(1, "Harbour Hospice", charity_number="1121596"), record(2, "HH Retail")]
    assert duplicate_search.propose(pair) == {}
    pair[1] = record(2, "HH Retail", charity_number="1121596")
    assert {key: one.evidence for key, one in duplicate_search.propose(pair).items()} == {
        (1, 2): "charity_number"
    }


def test_councils_know_nothing_of_what_the_others_say(world: World) -> None:
    neighbour = add_council(world)
    add_person(world, "Sam Stranger", Role.LEAD, neighbour)
    theirs = Supplier(council_id=neighbour.id, key="n1", name=world.cleaner.name)
    world.session.add(theirs)
    world.session.commit()
    say_none(world)
    assert theirs.no_number == "" and store.standing_of_council(world.session, neighbour.id) == {}


def _fields(given) -> dict[str, object]:
    return {name: getattr(given, name) for name in given.__dataclass_fields__}


def _keyed(given, key: str):
    return type(given)(**{**_fields(given), "key": key})
