"""What the supplier sees of the council's report: the same figures, nobody's name, nothing of others."""

from __future__ import annotations

import json
from datetime import date

from bs4 import BeautifulSoup

from app.extensions import clock
from app.services.answers import answering
from app.services.inviting import colleagues, invitations
from app.services.judgement import bands
from app.store import screenings
from models import Council, Person, Role, Supplier
from screening.types import Band
from support.corrections import only_correction, shown_report
from support.pages import page, words
from support.world import answer_everything


def figures(found: BeautifulSoup) -> list[list[str]]:
    """The rows of the explanation: label, reason, points, range."""
    table = found.select_one("table.fh-waterfall")
    return [
        [words(cell) for cell in row.select(".fh-waterfall__label, .fh-waterfall__label + span, td")]
        for row in table.select("tr")
    ]


def test_the_supplier_reads_the_figures_of_the_officer_and_of_the_stored_report(
    owner, officer, world, submitted, address
) -> None:
    mine = page(owner.get(address))
    theirs = page(officer.get(f"/officer/suppliers/{world.cleaner.id}/risk"))
    assert figures(mine) == figures(theirs) and len(figures(mine)) > 5
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    report = json.loads(stored.text.report_json)
    points = [cell.get_text().strip() for cell in mine.select("tbody .fh-waterfall__points")]
    tenths = [round(10 * float(one.replace("\N{MINUS SIGN}", "-"))) for one in points]
    assert sum(tenths) == report["residual"]
    whole = words(mine)
    for value in (report["residual"], report["low"], report["high"], report["inherent"]):
        assert f"{value // 10}.{value % 10}" in whole
    for unknown in report["unknowns"]:
        assert f"narrow the range by {unknown['gain'] // 10}.{unknown['gain'] % 10} points" in whole
    sources = {words(one) for one in theirs.select("table.fh-waterfall")[0].select(".fh-waterfall__source")}
    assert sources <= {words(one) for one in mine.select(".fh-waterfall__source")}


def test_everything_that_the_report_is_about_is_there_with_its_use_and_its_limits(owner, address) -> None:
    whole = words(page(owner.get(address)))
    for said in (
        "This is advice for a person to decide, not a verdict.",
        "No officer has confirmed this band yet.",
        "in the registry copy of 1 November 2026",
        "Office cleaning",
        "£880,000",
        "must not be used to evaluate tenders",
        "The council uses the shipped values of all weights.",
        "UK GDPR, Articles 22A to 22D",
        "What is not on this page",
    ):
        assert said in whole
    for never in ("Place 1 of", "Ann Example", "v1 ", "firm in"):
        assert never not in whole


def test_a_band_that_an_officer_decided_is_told_by_role_and_day_without_name_or_note(
    owner, world, address
) -> None:
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    bands.decide(world.session, world.officer, stored, Band.LOW, "A note of the officer", clock.now())
    whole = words(page(owner.get(address)))
    assert "An officer of the council decided so on 20 November 2026" in whole
    assert "Ann Example" not in whole and "A note of the officer" not in whole


def test_nothing_of_other_suppliers_or_of_another_council_is_there(owner, world, submitted, address) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.flush()
    sam = Person(email="sam@elsewhere.example", name="Sam", role=Role.OFFICER, council_id=other.id)
    twin = Supplier(council_id=other.id, key="x", name="Elsewhere's own word for it", vendor_id="x77")
    world.session.add_all([sam, twin])
    world.session.commit()
    theirs, _link = invitations.ask(
        world.session,
        world.settings,
        sam,
        twin,
        submitted.contact.email,
        "",
        date(2026, 12, 11),
        clock.now(),
    )
    theirs.response_id, theirs.agreed_at = submitted.response_id, None
    world.session.commit()
    assert owner.get(f"/answers/{theirs.id}/what-the-council-sees").status_code == 404  # not agreed to yet
    theirs.agreed_at = clock.now()
    world.session.commit()
    whole = words(page(owner.get(address)))
    for name in ("Elsewhere", "Quill", "Harbour", "HARBOUR"):
        assert name not in whole
    there = page(owner.get(f"/answers/{theirs.id}/what-the-council-sees"))
    assert "Elsewhere's own word for it" in words(there) and "Office cleaning" not in words(there)
    assert "has not been worked out yet" in words(there)
    owner.post(
        f"/answers/{theirs.id}/corrections/new?line=name",
        data={"about": "company", "text": "Not our name", "report": ""},
    )
    assert only_correction(world).council_id == other.id
    assert "Not our name" not in words(page(owner.get(address)))
    assert owner.get(f"/answers/{submitted.id}/corrections/{only_correction(world).id}").status_code == 404


def test_before_the_answers_are_in_there_is_no_such_page(owner, world, invitation) -> None:
    world.screen_all()
    for address in ("what-the-council-sees", "corrections/new?line=band"):
        assert owner.get(f"/answers/{invitation.id}/{address}").status_code == 404


def test_only_the_owner_disputes_and_whoever_declares_only_reads(
    app, owner, world, invitation, sign_in
) -> None:
    world.screen_all()
    answer_everything(world, invitation)

    def colleague(section: str, email: str) -> Person:
        asked, _link = colleagues.ask(
            world.session, world.settings, invitation.contact, invitation, section, email, "", clock.now()
        )
        return asked.person

    section = answering.questionnaire_of(invitation.response).sections[0].id
    helper, director = colleague(section, "helper@n.example"), colleague("", "dora@n.example")
    answering.submit(
        world.session, director, invitation, "Dora", "Director", clock.now(), clock.today(), "en"
    )
    address = f"/answers/{invitation.id}/what-the-council-sees"
    form = f"/answers/{invitation.id}/corrections/new?line=band"
    owner.post(form, data={"about": "band", "text": "No", "report": shown_report(world)})
    made = f"/answers/{invitation.id}/corrections/{only_correction(world).id}"
    reader, stranger = sign_in(director), sign_in(helper)
    found = page(reader.get(address))
    assert "ask Con Tact" in words(found) and "Something wrong here" not in words(found)
    page(reader.get(made))
    assert reader.get(form).status_code == 404
    assert reader.post(f"{made}/withdraw").status_code == 404
    assert reader.post(made, data={"text": "x"}).status_code == 404
    for hidden in (address, form, made):
        assert stranger.get(hidden).status_code == 404
    assert sign_in(world.officer).get(address).status_code == 403
