"""The pages on duplicates: the list, two side by side, what moves, the merge and its undo."""

from __future__ import annotations

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.officer.duplicates import duplicate_labels, duplicate_views
from app.services.organisations import duplicate_search, merging
from app.services.organisations.merging import Refusal
from app.store import duplicates, merge_rows
from models import Contract, DuplicateProposal, Role, Supplier, SupplierMerge
from support.council_people import add_council, add_person
from support.two_councils import ask


@pytest.fixture
def twin(world) -> Supplier:
    made = Supplier(
        council_id=world.council.id,
        key="v9",
        name="NORTHGATE CLEANING SERVICES LIMITED",
        vendor_id="v9",
        company_number="01234567",
        spend=Decimal(120_000),
    )
    made.contracts.append(
        Contract(council_id=world.council.id, reference="V9", title="School cleaning", value=Decimal(120_000))
    )
    world.session.add(made)
    world.session.commit()
    world.screen_all()
    duplicate_search.find(world.session, world.council.id, clock.now())
    return made


@pytest.fixture
def pair(world, twin) -> DuplicateProposal:
    return world.session.scalars(select(DuplicateProposal)).one()


@pytest.fixture
def officer(world, twin, sign_in) -> FlaskClient:
    return sign_in(world.officer)


@pytest.fixture
def stranger(world, twin, sign_in) -> FlaskClient:
    return sign_in(add_person(world, "Sam Stranger", Role.LEAD, add_council(world)))


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.data, "html.parser")


def words(answer) -> str:
    return " ".join(page(answer).main.get_text(" ").split())


def test_the_list_shows_both_names_the_reason_and_the_spend(officer, pair) -> None:
    told = words(officer.get("/officer/duplicates"))
    assert "Northgate Cleaning Services Ltd and NORTHGATE CLEANING SERVICES LIMITED" in told
    assert "Same name, written otherwise" in told
    assert "£1,000,000" in told
    assert "No pair fits this filter." in words(officer.get("/officer/duplicates?evidence=vat_number"))
    assert "Northgate" in words(officer.get("/officer/duplicates?q=northgate&evidence=name"))
    assert "No pair fits this filter." in words(officer.get("/officer/duplicates?q=harbour"))
    assert "Northgate" in words(officer.get("/officer/duplicates?evidence=nonsense&state=x&page=-3"))


def test_two_side_by_side_and_which_one_is_proposed_to_stay(officer, world, twin, pair) -> None:
    found = page(officer.get(f"/officer/duplicates/{pair.id}"))
    told = " ".join(found.main.get_text(" ").split())
    assert "Company number Not known" in told and "01234567" in told
    assert "School cleaning" in told and "Office cleaning" in told
    assert found.select_one("input[name=keep][checked]")["value"] == str(twin.id)  # it has a company number
    chosen = officer.get(
        f"/officer/merges/choose?one={twin.id}&other={world.cleaner.id}&keep={world.cleaner.id}"
    )
    assert chosen.location.endswith(f"/officer/suppliers/{world.cleaner.id}/merge/{twin.id}")
    unchosen = officer.get(f"/officer/merges/choose?one={twin.id}&other={world.cleaner.id}")
    assert f"/officer/suppliers/{twin.id}/compare/{world.cleaner.id}" in unchosen.location


def test_the_page_before_says_what_moves_and_wants_a_reason(officer, world, twin) -> None:
    address = f"/officer/suppliers/{world.cleaner.id}/merge/{twin.id}"
    told = words(officer.get(address))
    assert "1 contract" in told and "1 statement that was found" in told
    assert "the company number, which it did not have" in told
    assert "£880,000 and £120,000, together £1,000,000" in told
    refused = words(officer.post(address, data={"reason": " "}))
    assert "Say how you know. An auditor reads this in two years" in refused
    assert world.session.scalars(select(SupplierMerge)).all() == []


def test_a_merge_its_page_the_old_address_and_the_undo(officer, world, twin) -> None:
    cleaner = world.cleaner
    address = f"/officer/suppliers/{cleaner.id}/merge/{twin.id}"
    done = officer.post(address, data={"reason": "Same number on the invoice."}, follow_redirects=True)
    told = words(done)
    assert "NORTHGATE CLEANING SERVICES LIMITED was merged into Northgate Cleaning Services Ltd" in told
    assert "Same number on the invoice." in told and "1 contract" in told
    made = world.session.scalars(select(SupplierMerge)).one()
    assert (made.survivor_id, made.absorbed_id, made.person_id) == (cleaner.id, twin.id, world.officer.id)

    old = officer.get(f"/officer/suppliers/{twin.id}/timeline?kind=contract")
    assert old.location.startswith(f"/officer/suppliers/{cleaner.id}/timeline")
    assert "kind=contract" in old.location
    followed = words(officer.get(f"/officer/suppliers/{twin.id}", follow_redirects=True))
    assert "“NORTHGATE CLEANING SERVICES LIMITED” was merged into this supplier." in followed
    posted = officer.post(f"/officer/suppliers/{twin.id}/take-on")
    assert posted.location == f"/officer/suppliers/{cleaner.id}"

    assert "In force" in words(officer.get("/officer/merges"))
    timeline = page(officer.get(f"/officer/suppliers/{cleaner.id}/timeline"))
    assert timeline.find("a", href=f"/officer/merges/{made.id}").get_text() == (
        "“NORTHGATE CLEANING SERVICES LIMITED” was merged into this supplier"
    )
    queue = words(officer.get("/officer/suppliers"))
    assert "NORTHGATE CLEANING SERVICES LIMITED" not in queue

    undone = words(
        officer.post(f"/officer/merges/{made.id}/undo", data={"reason": "Two firms."}, follow_redirects=True)
    )
    assert "Two firms." in undone and "Nothing: all is as it was" in undone
    assert officer.get(f"/officer/suppliers/{twin.id}").status_code == 200
    assert "Undone" in words(officer.get("/officer/merges"))
    again = words(officer.post(f"/officer/merges/{made.id}/undo", follow_redirects=True))
    assert "This merge was undone already." in again


def test_an_undo_that_is_not_exact_any_more_says_which(officer, world, twin) -> None:
    made = merging.merge(
        world.session, world.officer, world.cleaner, twin, "One.", clock.now(), clock.today()
    )
    world.session.get_one(Supplier, world.cleaner.id).company_number = "07654321"
    world.session.commit()
    told = words(officer.get(f"/officer/merges/{made.id}"))
    assert "so these are left as they are now: numbers of the supplier" in told
    undone = words(officer.post(f"/officer/merges/{made.id}/undo", follow_redirects=True))
    assert "Not put back numbers of the supplier" in undone


def test_an_undo_before_a_later_merge_says_that_this_is_worked_out_anew(officer, world, twin) -> None:
    given = (world.session, world.officer, world.cleaner)
    more = ("One.", clock.now(), clock.today())
    first = merging.merge(*given, twin, *more)
    assert "worked out anew" not in page(officer.get(f"/officer/merges/{first.id}")).get_text()
    later = merging.merge(*given, world.lawyer, *more)
    told = page(officer.get(f"/officer/merges/{first.id}")).get_text()
    assert "1 later merge into the same supplier is worked out anew" in told
    officer.post(f"/officer/merges/{first.id}/undo", data={"reason": ""})
    world.session.expire_all()
    assert twin.merged_into_id is None and world.lawyer.merged_into_id == world.cleaner.id
    assert later.undone_at is None


def test_a_later_merge_has_to_be_undone_first(officer, world, twin) -> None:
    merge = (world.session, world.officer)
    first = merging.merge(*merge, twin, world.cleaner, "One.", clock.now(), clock.today())
    second = merging.merge(*merge, world.lawyer, twin, "One.", clock.now(), clock.today())
    found = page(officer.get(f"/officer/merges/{first.id}"))
    assert "Undo that first." in found.main.get_text()
    assert found.find("a", href=f"/officer/merges/{second.id}")
    assert not found.find("button", string=lambda text: text and "Undo this merge" in text)


def test_two_open_questionnaires_are_told_and_have_to_be_accepted(officer, world, twin) -> None:
    ask(world, world.cleaner, "ann@northgate.example")
    ask(world, twin, "bob@northgate.example")
    address = f"/officer/suppliers/{world.cleaner.id}/merge/{twin.id}"
    told = words(officer.get(address))
    assert "two people are answering apart from each other" in told
    assert "ann@northgate.example" in told and "bob@northgate.example" in told
    refused = words(officer.post(address, data={"reason": "One firm."}))
    assert "Say that both stay open" in refused
    officer.post(address, data={"reason": "One firm.", "both": "yes"})
    assert len(world.session.scalars(select(SupplierMerge)).all()) == 1


def test_two_company_numbers_are_refused_in_plain_words(officer, world, twin) -> None:
    world.cleaner.company_number = "07654321"
    world.session.commit()
    told = words(officer.get(f"/officer/suppliers/{world.cleaner.id}/compare/{twin.id}"))
    assert "two legal entities and are not merged" in told
    sent = officer.post(
        f"/officer/suppliers/{world.cleaner.id}/merge/{twin.id}", data={"reason": "x"}, follow_redirects=True
    )
    assert "two legal entities and are not merged" in words(sent)
    assert world.session.scalars(select(SupplierMerge)).all() == []


def test_not_the_same_and_taking_that_back(officer, world, pair) -> None:
    done = officer.post(
        f"/officer/duplicates/{pair.id}/dismiss", data={"reason": "Two branches."}, follow_redirects=True
    )
    assert "Saved: not the same." in words(done)
    assert "No pair waits for you." in words(officer.get("/officer/duplicates"))
    dismissed = words(officer.get("/officer/duplicates?state=dismissed"))
    assert "Not the same: Ann Example" in dismissed and "Two branches." in dismissed
    assert "Said to be not the same" in words(officer.get(f"/officer/duplicates/{pair.id}"))
    officer.post(f"/officer/duplicates/{pair.id}/reopen")
    assert "Northgate" in words(officer.get("/officer/duplicates"))


def test_another_supplier_is_found_by_search_and_compared(officer, world, app) -> None:
    from app.services.matching import supplier_directory
    from app.services.matching.screening_setup import screening_setup

    supplier_directory.renew(world.session, world.council.id, screening_setup(app.config["SETTINGS"]))
    found = page(officer.get(f"/officer/suppliers/{world.cleaner.id}/merge?q=quill"))
    link = f"/officer/suppliers/{world.cleaner.id}/compare/{world.lawyer.id}"
    assert found.find("a", href=link).get_text() == "Quill & Partners LLP"
    assert "Are these one organisation?" in words(officer.get(link))
    itself = page(officer.get(f"/officer/suppliers/{world.cleaner.id}/merge?q=northgate"))
    assert not itself.find("a", href=f"/officer/suppliers/{world.cleaner.id}/compare/{world.cleaner.id}")


def test_another_council_sees_and_does_nothing(stranger, world, twin, pair) -> None:
    made = merging.merge(
        world.session, world.officer, world.lawyer, world.builder, "One.", clock.now(), clock.today()
    )
    cleaner = world.cleaner.id
    for path in (
        f"/officer/duplicates/{pair.id}",
        f"/officer/suppliers/{cleaner}/merge",
        f"/officer/suppliers/{cleaner}/merge/{twin.id}",
        f"/officer/suppliers/{cleaner}/compare/{twin.id}",
        f"/officer/merges/{made.id}",
        f"/officer/suppliers/{world.builder.id}",
    ):
        assert stranger.get(path).status_code == 404, path
    for path in (
        f"/officer/suppliers/{cleaner}/merge/{twin.id}",
        f"/officer/duplicates/{pair.id}/dismiss",
        f"/officer/merges/{made.id}/undo",
    ):
        assert stranger.post(path, data={"reason": "x"}).status_code == 404, path
    assert "No pair waits for you." in words(stranger.get("/officer/duplicates"))
    assert "Nothing was merged yet." in words(stranger.get("/officer/merges"))
    assert duplicates.count_open(world.session, world.council.id) == 1


def test_looking_again_is_queued(officer, world) -> None:
    answer = officer.post("/officer/duplicates/find", follow_redirects=True)
    assert "Duplicates are being looked for." in words(answer)


def test_the_part_on_a_suppliers_page(app, world, twin, pair) -> None:
    from flask import render_template

    with app.test_request_context():
        context = duplicate_views.for_supplier(world.session, world.cleaner)
        shown = render_template("officer/_duplicates.html", supplier=world.cleaner, **context)
        assert f'href="/officer/duplicates/{pair.id}"' in shown
        made = merging.merge(
            world.session, world.officer, world.cleaner, twin, "One.", clock.now(), clock.today()
        )
        context = duplicate_views.for_supplier(world.session, world.cleaner)
        shown = render_template("officer/_duplicates.html", supplier=world.cleaner, **context)
        assert f'href="/officer/merges/{made.id}"' in shown
        assert context["same_as"] == []


def test_every_table_that_moves_and_every_refusal_has_words(app) -> None:
    with app.test_request_context():
        other = duplicate_labels.rows_words("no such table", 2)
        unnamed = {
            table.name
            for table, _column in merge_rows.hanging_on_suppliers()
            if duplicate_labels.rows_words(table.name, 2) == other
        }
        assert unnamed == set()
        assert all(duplicate_labels.refusal_words(why, "Harbour") for why in Refusal)
