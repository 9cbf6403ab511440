"""Which company a supplier is: candidates, an officer's word, files that say otherwise, taking back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.intake import CouncilFile, read_council_file
from app.services.background import runs
from app.services.background.progress import silent
from app.services.deciding import matches
from app.services.judgement import screenings
from app.services.loads import load_previews, load_undoing, supplier_files
from app.services.matching import company_directory
from app.services.matching.screening_setup import ScreeningSetup
from app.services.organisations import merging, which_company
from app.services.organisations.which_company import Impossible, NothingStands, Trouble
from app.store import stated_companies as store
from app.store import statements
from models import (
    AuditEvent,
    NameKind,
    Organisation,
    OrganisationName,
    QueueEntry,
    Role,
    ScreeningRun,
    SourceFile,
    StatedCompany,
    StatementOrganisation,
    Supplier,
)
from support.council_files import REGISTER, contract, written
from support.council_people import add_council, add_person

NUMBER, OTHER = "01234567", "07654321"


@pytest.fixture
def setup(tmp_path: Path) -> ScreeningSetup:
    return ScreeningSetup(indexes=tmp_path / "indexes")


@pytest.fixture
def screened(world, setup):
    """The registry copy has a number for the cleaner's namesake, and the council was screened."""
    add_organisation(world, "QUILL & PARTNERS LLP", "OC301234", "EX1 1AA", "QUILL AND FEATHER LLP")
    named = world.session.scalars(
        select(StatementOrganisation).where(StatementOrganisation.name.like("Northgate%"))
    ).one()
    named.company_number = NUMBER
    world.session.commit()
    screen(world, setup)
    return world


def screen(world, setup: ScreeningSetup) -> None:
    run = runs.new_run(world.session, world.council.id, None, "test", clock.now(), clock.today())
    world.session.commit()
    assert screenings.run(world.session, run.id, clock.now, setup=setup)


def add_organisation(world, name: str, number: str, postcode: str = "", previous: str = "") -> Organisation:
    made = Organisation(name=name, company_number=number, postcode=postcode)
    if previous:
        made.names.append(OrganisationName(name=previous, kind=NameKind.PREVIOUS, source="companies_house"))
    world.session.add(made)
    world.session.commit()
    return made


def say(world, number: str = NUMBER, supplier: Supplier | None = None, reason: str = "On its invoice."):
    supplier = supplier or world.cleaner
    return which_company.say(
        world.session, world.officer, supplier, number, reason, clock.now(), clock.today()
    )


def take_back(world, supplier: Supplier | None = None):
    return which_company.take_back(
        world.session, world.officer, supplier or world.cleaner, clock.now(), clock.today()
    )


def load(world, tmp_path: Path, name: str, *rows, beside: bool = True) -> SourceFile:
    read = read_council_file(written(tmp_path / name, REGISTER, rows))
    found = supplier_files.store_file(
        world.session, world.council, read, clock.now(), silent, world.officer, beside
    )
    world.session.commit()
    return found


def under_key(read: CouncilFile, key: str) -> CouncilFile:
    """The file's one supplier under the key that the council has it by, as with a vendor id."""
    return replace(read, suppliers=[replace(read.suppliers[0], key=key)])


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1234567", NUMBER), (" sc 12345 ", "SC012345"), ("01234567.0", NUMBER), ("oc301234", "OC301234")],
)
def test_numbers_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert which_company.read_number(typed) == read


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("  ", Trouble.EMPTY),
        ("GB 123 4567 82", Trouble.VAT_NUMBER),
        ("123456789", Trouble.TOO_LONG),
        ("99999999", Trouble.TOO_HIGH),
        ("XY123456", Trouble.PREFIX),
        ("00000000", Trouble.OTHER),
        ("abc", Trouble.OTHER),
        ("١٢٣", Trouble.OTHER),
    ],
)
def test_what_cannot_be_a_number_is_refused_with_the_reason(typed: str, trouble: Trouble) -> None:
    with pytest.raises(Impossible) as refused:
        which_company.read_number(typed)
    assert refused.value.trouble is trouble


def test_candidates_come_from_statements_and_companies_with_reasons(screened, setup) -> None:
    [first, *_] = which_company.candidates(screened.session, screened.cleaner, setup)
    assert (first.number, first.name) == (NUMBER, "Northgate Cleaning Service Limited")
    assert first.reasons and first.probability > 0.5
    [lawyers, *_] = which_company.candidates(screened.session, screened.lawyer, setup)
    assert (lawyers.number, lawyers.postcode) == ("OC301234", "EX1 1AA")
    assert lawyers.likely
    assert screened.lawyer.company_number == "", "a match is not a fact"


def test_a_company_is_a_candidate_by_a_name_that_it_had(screened, setup) -> None:
    screened.lawyer.name = "Quill and Feather LLP"
    screened.session.commit()
    [first, *_] = which_company.candidates(screened.session, screened.lawyer, setup)
    assert first.number == "OC301234"
    assert first.previous_names == ("QUILL AND FEATHER LLP",)


def test_two_companies_of_one_name_are_neither_likely(screened, setup) -> None:
    add_organisation(screened, "QUILL AND PARTNERS LLP", "OC309999")
    screen(screened, setup)
    found = which_company.candidates(screened.session, screened.lawyer, setup)
    assert {"OC301234", "OC309999"} <= {one.number for one in found}
    assert not any(one.likely for one in found)


def test_where_its_own_number_fits_no_other_company_is_likely(screened, setup) -> None:
    add_organisation(screened, "QUILL AND PARTNERS LLP", "OC309999")
    screened.lawyer.company_number = "OC301234"
    screened.session.commit()
    screen(screened, setup)
    found = which_company.candidates(screened.session, screened.lawyer, setup)
    assert "OC309999" in {one.number for one in found}
    assert "OC301234" not in {one.number for one in found}
    assert not any(one.likely for one in found)


def test_what_an_officer_rejected_is_no_candidate(screened, setup) -> None:
    [match] = statements.matches_of_supplier(screened.session, screened.council.id, screened.cleaner.id)
    matches.reject(screened.session, screened.officer, match, clock.now(), clock.today())
    found = which_company.candidates(screened.session, screened.cleaner, setup)
    assert NUMBER not in {one.number for one in found}


def test_candidates_before_the_first_screening_are_none(world, setup) -> None:
    assert which_company.candidates(world.session, world.cleaner, setup) == []
    assert not company_directory.is_there(world.council.id, setup)


def test_companies_are_looked_up_by_name_and_by_number(screened, setup) -> None:
    for typed in ("quill", "OC301234", "oc 301234", "Feather"):
        found = which_company.look_up(screened.session, screened.cleaner, setup, typed)
        assert [one.number for one in found] == ["OC301234"], typed
    assert which_company.look_up(screened.session, screened.cleaner, setup, "09999999") == []


def test_a_number_that_is_said_links_the_organisation_and_screens_again(screened) -> None:
    organisation = add_organisation(screened, "NORTHGATE CLEANING SERVICES LTD", NUMBER)
    said = say(screened, "1234567")
    assert screened.cleaner.company_number == NUMBER
    assert screened.cleaner.organisation_id == organisation.id
    assert (said.number_before, said.stated_by, said.stated_at) == ("", screened.officer, clock.now())
    run = screened.session.scalars(select(ScreeningRun).order_by(ScreeningRun.id.desc())).first()
    assert run is not None
    assert (run.supplier_id, run.cause) == (screened.cleaner.id, "company_stated")
    entry = screened.session.get_one(QueueEntry, screened.cleaner.id, populate_existing=True)
    assert NUMBER in entry.search
    assert screened.do_queued_work() == 1


def test_an_organisation_that_is_not_known_is_made_once(world) -> None:
    say(world)
    say(world, NUMBER, world.builder)
    [made] = world.session.scalars(select(Organisation).where(Organisation.company_number == NUMBER))
    assert made.name == world.cleaner.name
    assert world.builder.organisation_id == made.id
    others = which_company.others_with(world.session, world.builder, NUMBER)
    assert [one.id for one in others] == [world.cleaner.id]


def test_it_is_audited_without_the_officers_words(world) -> None:
    say(world, reason="Ben told me on the telephone.")
    take_back(world)
    query = select(AuditEvent).where(AuditEvent.action.like("supplier.company%"))
    stated, back = world.session.scalars(query.order_by(AuditEvent.sequence))
    assert (stated.action, stated.subject_id) == ("supplier.company_stated", world.cleaner.id)
    assert stated.detail["number"] == NUMBER and stated.detail["number_before"] == ""
    assert (back.action, back.detail["number"]) == ("supplier.company_taken_back", "")
    assert back.detail["number_before"] == NUMBER
    assert "telephone" not in str(stated.detail) + str(back.detail)


def test_nothing_is_changed_by_an_impossible_number_or_without_a_reason(world) -> None:
    with pytest.raises(Impossible):
        say(world, "not a number")
    with pytest.raises(ValueError):
        say(world, reason="  ")
    assert world.cleaner.company_number == ""
    assert not world.session.scalars(select(StatedCompany)).all()


def test_saying_the_same_twice_is_said_once(world) -> None:
    assert say(world).id == say(world).id
    assert len(store.history(world.session, world.council.id, world.cleaner.id)) == 1


def test_taking_back_goes_through_what_was_said_before(world) -> None:
    organisation = add_organisation(world, "NORTHGATE CLEANING SERVICES LTD", NUMBER)
    say(world)
    say(world, OTHER, reason="Corrected after a letter.")
    take_back(world)
    assert world.cleaner.company_number == NUMBER
    assert world.cleaner.organisation_id == organisation.id
    take_back(world)
    assert (world.cleaner.company_number, world.cleaner.organisation_id) == ("", None)
    with pytest.raises(NothingStands):
        take_back(world)
    history = store.history(world.session, world.council.id, world.cleaner.id)
    assert [one.company_number for one in history] == [OTHER, NUMBER]
    assert all(one.withdrawn_by == world.officer for one in history)


def test_a_file_that_says_another_number_is_told_and_not_taken(world, tmp_path) -> None:
    first = load(world, tmp_path, "first.csv", contract(1, "Marsh Care Ltd"))
    supplier = world.session.scalars(select(Supplier).where(Supplier.name == "Marsh Care Ltd")).one()
    say(world, NUMBER, supplier)
    path = written(tmp_path / "second.csv", REGISTER, [contract(2, "Marsh Care Ltd", OTHER)])
    read = under_key(read_council_file(path), supplier.key)
    told = load_previews.compare(world.session, world.council, read, True)
    assert told["other_number_rows"] == [{"name": "Marsh Care Ltd", "stated": NUMBER, "file": OTHER}]
    assert told["changed"] == 0 or told["changed_rows"][0]["cell"] != "company_number"
    second = supplier_files.store_file(
        world.session, world.council, read, clock.now(), silent, world.officer, True
    )
    world.session.commit()
    assert supplier.company_number == NUMBER
    said = store.standing(world.session, world.council.id, supplier.id)
    assert said is not None and said.file_says == OTHER and said.source_file is second
    assert first.in_force

    load_undoing.undo(world.session, world.officer, second, clock.now(), clock.today())
    said = store.standing(world.session, world.council.id, supplier.id)
    assert said is not None and (said.file_says, said.source_file_id) == ("", None)
    assert world.session.get_one(Supplier, supplier.id).company_number == NUMBER


def test_taken_back_the_number_of_the_file_counts(world, tmp_path) -> None:
    load(world, tmp_path, "first.csv", contract(1, "Marsh Care Ltd", OTHER))
    supplier = world.session.scalars(select(Supplier).where(Supplier.name == "Marsh Care Ltd")).one()
    say(world, NUMBER, supplier)
    load(world, tmp_path, "second.csv", contract(2, "Marsh Care Ltd", OTHER))
    assert supplier.company_number == NUMBER
    take_back(world, supplier)
    assert supplier.company_number == OTHER


def test_undoing_a_load_keeps_the_number_that_an_officer_said(world, tmp_path) -> None:
    load(world, tmp_path, "first.csv", contract(1, "Marsh Care Ltd"))
    supplier = world.session.scalars(select(Supplier).where(Supplier.name == "Marsh Care Ltd")).one()
    path = written(tmp_path / "second.csv", REGISTER, [contract(2, "Marsh Care Ltd", NUMBER)])
    read = under_key(read_council_file(path), supplier.key)
    second = supplier_files.store_file(
        world.session, world.council, read, clock.now(), silent, world.officer, True
    )
    world.session.commit()
    assert supplier.company_number == NUMBER
    say(world, NUMBER, supplier)
    undone = load_undoing.undo(world.session, world.officer, second, clock.now(), clock.today())
    assert undone.cells_kept == 1
    assert world.session.get_one(Supplier, supplier.id).company_number == NUMBER


def test_a_merge_takes_what_was_said_along_and_its_undo_brings_it_back(world) -> None:
    say(world, NUMBER, world.lawyer)
    merge = (world.session, world.officer, world.cleaner, world.lawyer, "One.", clock.now(), clock.today())
    made = merging.merge(*merge)
    said = store.standing(world.session, world.council.id, world.cleaner.id)
    assert said is not None and said.company_number == world.cleaner.company_number == NUMBER
    merging.undo(world.session, world.officer, made, "", clock.now(), clock.today())
    assert store.standing(world.session, world.council.id, world.cleaner.id) is None
    assert store.standing(world.session, world.council.id, world.lawyer.id) is not None
    world.session.refresh(world.cleaner)
    world.session.refresh(world.lawyer)
    assert (world.cleaner.company_number, world.lawyer.company_number) == ("", NUMBER)


def test_councils_know_nothing_of_what_the_others_say(world, setup) -> None:
    neighbour = add_council(world)
    add_person(world, "Sam Stranger", Role.LEAD, neighbour)
    theirs = Supplier(council_id=neighbour.id, key="n1", name=world.cleaner.name, company_number=NUMBER)
    world.session.add(theirs)
    world.session.commit()
    say(world)
    assert which_company.others_with(world.session, world.cleaner, NUMBER) == ()
    assert store.history(world.session, neighbour.id, world.cleaner.id) == []
    assert store.standing_of_council(world.session, neighbour.id) == {}
    assert theirs.organisation_id is None
    world.session.refresh(theirs)
    assert theirs.company_number == NUMBER


def test_a_day_passes_between_saying_and_taking_back(world, standing_clock) -> None:
    said = say(world)
    standing_clock.pass_by(days=1)
    take_back(world)
    assert said.stated_at.date() == date(2026, 11, 20)
    assert said.withdrawn_at is not None and said.withdrawn_at.date() == date(2026, 11, 21)
