"""The officer's pages of packs of clauses: made, changed, issued; other councils and roles stay out."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.officer.packs import pack_views
from app.services.packs import packs
from models import AuditEvent, ClausePack, Council, PackState, Person, Role
from support.packs import as_, edit, tender
from support.site import SignIn
from support.world import World

NEW = {
    "title": "Office cleaning 2027",
    "stage": "preparing",
    "contract_type": "services",
    "size": "small",
    "cpv": "90919200-4",
    "value": "£6,000,000",
    "language": "both",
}


@pytest.fixture
def client(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(world.officer)


@pytest.fixture
def pack(world: World) -> ClausePack:
    return tender(world)


def newest(world: World) -> ClausePack:
    world.session.expire_all()
    found = world.session.scalars(select(ClausePack).order_by(ClausePack.id.desc())).first()
    assert found is not None
    return found


def test_a_tender_pack_is_made_from_what_is_bought(client: FlaskClient, world: World) -> None:
    made = client.post("/officer/packs/new", data=NEW)
    pack = newest(world)
    assert made.location == f"/officer/packs/{pack.id}"
    assert pack.cpv == ["90919200"] and pack.value == 6_000_000 and pack.supplier_id is None
    page = client.get(made.location).text
    for row in pack.standing:
        assert row.original["en"]["title"].replace("'", "&#39;") in page
    assert "Draft for legal review" in page
    assert "what is bought, not from any supplier or place" in page
    assert "Not to be asked at this stage" in page and "17(5)(e)" in page
    assert "section 52" in page
    listed = client.get("/officer/packs").text
    assert "A tender, without a supplier" in listed and NEW["title"] in listed


def test_no_page_of_a_tender_asks_for_a_place(client: FlaskClient) -> None:
    page = client.get("/officer/packs/new").text
    assert 'name="delivery' not in page and 'name="sourcing' not in page and "country" not in page.casefold()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", " ", "Enter a name"),
        ("cpv", "cleaning", "Enter codes of eight digits"),
        ("value", "lots", "Enter pounds in figures"),
        ("value", "-1", "Enter an amount from 0"),
        ("value", "NaN", "Enter an amount from 0"),
        ("stage", "later", "Not a valid choice"),
    ],
)
def test_what_is_wrong_with_the_details_is_told(
    client: FlaskClient, world: World, field: str, value: str, message: str
) -> None:
    answer = client.post("/officer/packs/new", data={**NEW, field: value})
    assert answer.status_code == 200 and message in answer.text and "There is a problem" in answer.text
    assert world.session.scalars(select(ClausePack)).all() == []


def test_a_supplier_s_pack_comes_from_its_report(client: FlaskClient, world: World) -> None:
    address = f"/officer/suppliers/{world.cleaner.id}/clauses"
    assert "no report yet" in client.get(address).text
    world.screen_all()
    form = client.get(address).text
    assert "Office cleaning" in form and "880,000" in form
    client.post(address, data={**NEW, "stage": "in_contract"})
    pack = newest(world)
    assert pack.supplier_id == world.cleaner.id and pack.report_id is not None
    page = client.get(f"/officer/packs/{pack.id}").text
    assert "report as at 20 November 2026" in page and world.cleaner.name in page
    assert NEW["title"] in client.get(address).text, "the packs that there are"
    assert client.get(f"{address}?contract=999").status_code == 404
    shown = pack_views.for_supplier(world.session, world.cleaner)["supplier_packs"]
    assert [one["pack"].id for one in shown] == [pack.id]


def test_a_clause_is_edited_linted_and_put_back(client: FlaskClient, world: World, pack: ClausePack) -> None:
    row = pack.standing[0]
    address = f"/officer/packs/{pack.id}/clauses/{row.id}"
    sent = {
        "title_en": "Labour law",
        "text_en": "The Supplier shall use best endeavours.\n(a) and <script>alert(1)</script>",
        "revision": str(row.revision),
        **{f"fill_in_{name}": str(number) for name, number in row.fill_ins.items()},
    }
    assert client.post(address, data=sent).location.endswith("#mend")
    page = client.get(address).text
    assert "To mend in the text" in page and "best endeavours" in page
    assert "<ins>" in page and "<del>" in page
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert "Somebody else changed this" in client.post(address, data={**sent, "title_en": "Late"}).text
    client.post(f"{address}/library")
    world.session.expire_all()
    assert row.edited == {}


def test_welsh_with_other_lines_than_the_english_is_told(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    row = next(one for one in pack.standing if "cy" in one.original)
    numbers = {f"fill_in_{name}": str(number) for name, number in row.fill_ins.items()}
    sent = {"title_en": "T", "text_en": "The Council shall pay within 30 days.\n(a) once", "title_cy": "T"}
    address = f"/officer/packs/{pack.id}/clauses/{row.id}"
    client.post(address, data={**sent, **numbers, "text_cy": "Un llinell.", "revision": str(row.revision)})
    assert "have not the same sub-clauses" in client.get(address).text
    assert "In Welsh too" in client.get(f"/officer/packs/{pack.id}").text


def test_welsh_with_other_numbers_than_the_english_is_told(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    row = pack.standing[0]
    numbers = {f"fill_in_{name}": str(number) for name, number in row.fill_ins.items()}
    sent = {"title_en": "T", "text_en": "The Council shall pay each Worker within 30 days.", "title_cy": "T"}
    address = f"/officer/packs/{pack.id}/clauses/{row.id}"
    welsh = "Rhaid i'r Cyngor dalu pob Gweithiwr o fewn 20 diwrnod."
    client.post(address, data={**sent, **numbers, "text_cy": welsh, "revision": str(row.revision)})
    page = client.get(address).text
    assert page.count("One of the two texts has this and the other has not.") == 2
    fields = {one["name"]: one["lang"] for one in BeautifulSoup(page, "html.parser").select("[name][lang]")}
    assert fields == {"title_en": "en", "text_en": "en", "title_cy": "cy", "text_cy": "cy"}
    assert "“20”" in page and "“30”" in page
    world.session.expire_all()
    agrees = welsh.replace("20", "30")
    client.post(address, data={**sent, **numbers, "text_cy": agrees, "revision": str(row.revision)})
    assert "One of the two texts" not in client.get(address).text


def test_a_reader_of_welsh_sees_the_welsh_text_of_a_pack_that_has_it(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    client.get("/language/cy")
    first = pack.standing[0]
    page = BeautifulSoup(client.get(f"/officer/packs/{pack.id}").text, "html.parser")
    heading = page.find(id=f"clause-{first.id}")
    assert heading is not None and first.original["cy"]["title"] in heading.text
    assert {one["lang"] for one in page.select(".fh-clause")} == {"cy"}
    shelf = BeautifulSoup(client.get(f"/officer/packs/{pack.id}/library").text, "html.parser")
    assert {one["lang"] for one in shelf.select(".fh-clause")} == {"cy"}
    assert "rhaid i'r Cyflenwr" in shelf.text and "the Supplier shall" not in shelf.text
    edit(world, first, "Ours", "The Supplier shall answer within 5 Working Days.")
    page = BeautifulSoup(client.get(f"/officer/packs/{pack.id}").text, "html.parser")
    assert page.select_one(".fh-clause")["lang"] == "en", "its Welsh says something else now"
    in_english = tender(world, title="In English", language="en")
    page = BeautifulSoup(client.get(f"/officer/packs/{in_english.id}").text, "html.parser")
    assert {one["lang"] for one in page.select(".fh-clause")} == {"en"}, "its documents are in English"


def test_the_library_is_searched_in_both_languages(client: FlaskClient, pack: ClausePack) -> None:
    for words in ("public register", "gofrestr gyhoeddus"):
        page = BeautifulSoup(client.get(f"/officer/packs/{pack.id}/library?q={words}").text, "html.parser")
        assert [one["id"] for one in page.select("h2[id^=K]")] == ["K6"], words


def test_numbers_outside_their_range_and_strange_braces_are_told(
    client: FlaskClient, pack: ClausePack
) -> None:
    row = next(one for one in pack.standing if one.fill_ins)
    address = f"/officer/packs/{pack.id}/clauses/{row.id}"
    numbers = {f"fill_in_{name}": "100000" for name in row.fill_ins}
    sent = {"title_en": "T", "text_en": "Within {nonsense} days.", "revision": str(row.revision)}
    assert "Enter a whole number from" in client.post(address, data={**sent, **numbers}).text
    right = {f"fill_in_{name}": str(number) for name, number in row.fill_ins.items()}
    assert "no number called nonsense" in client.post(address, data={**sent, **right}).text


def test_clauses_are_dropped_with_a_reason_moved_added_and_brought_back(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    first, second = pack.standing[:2]
    base = f"/officer/packs/{pack.id}"
    assert "Enter a reason" in client.post(f"{base}/clauses/{first.id}/drop", data={"reason": " "}).text
    client.post(f"{base}/clauses/{first.id}/drop", data={"reason": "In our standard terms"})
    page = client.get(base).text
    assert "In our standard terms" in page and "Bring it back" in page
    client.post(f"{base}/clauses/{first.id}/restore")
    client.post(f"{base}/clauses/{second.id}/down")
    world.session.expire_all()
    assert pack.standing[1] is second and pack.standing[-1] is first
    assert client.post(f"{base}/clauses/{second.id}/sideways").status_code == 404
    found = client.get(f"{base}/library?q=supply+chain&family=K3").text
    assert "K3" in found and "Add it" in found
    assert "No clause has these words" in client.get(f"{base}/library?q=xyzzy").text
    client.post(f"{base}/library/K3.standard", data={"reason": "Cleaning agents"})
    assert "Added by an officer: Cleaning agents" in client.get(base).text
    assert client.get(f"{base}/library/K99.none").status_code == 404


def test_responsible_exit_and_the_buyer_s_undertakings_are_always_offered(
    client: FlaskClient, world: World
) -> None:
    pack = tender(world, cpv=("79100000",), bought="Legal advice", title="Advice", value=None)
    there = {row.family for row in pack.standing}
    page = client.get(f"/officer/packs/{pack.id}").text
    for family in {"K16", "K17"} - there:
        assert f"/library/{family}." in page
    assert {"K16", "K17"} - there, "a lower tier does not suggest both by itself"


def test_indicators_and_questions_are_chosen(client: FlaskClient, world: World, pack: ClausePack) -> None:
    address = f"/officer/packs/{pack.id}/choices"
    assert "Those at the head are proposed" in client.get(address).text
    client.post(address, data={"kpi": ["fee_checks"], "question": ["market_risk"]})
    world.session.expire_all()
    assert pack.kpis == ["fee_checks"] and pack.questions == ["market_risk"]
    assert "Fewer than three are chosen" in client.get(f"/officer/packs/{pack.id}").text
    assert client.post(address, data={"question": ["country_of_goods"]}).status_code == 400


def test_an_issued_pack_has_no_page_that_changes_it(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    base, row = f"/officer/packs/{pack.id}", pack.standing[0]
    assert "Issue and freeze" in client.get(f"{base}/issue").text
    client.post(f"{base}/issue", data={"revision": "0"})
    world.session.expire_all()
    assert pack.state == PackState.DRAFT, "somebody else was quicker"
    client.post(f"{base}/issue", data={"revision": str(pack.revision)})
    world.session.expire_all()
    assert pack.state == PackState.ISSUED and pack.sha256 in client.get(base).text
    for address in ("details", "choices", "issue", "library", f"clauses/{row.id}", f"clauses/{row.id}/drop"):
        assert client.get(f"{base}/{address}").status_code == 404, address
    assert client.post(f"{base}/clauses/{row.id}/down").status_code == 404
    assert client.post(f"{base}/discard").status_code == 404
    client.post(f"{base}/copy", data={"title": "The next one"})
    assert newest(world).title == "The next one" and newest(world).state == PackState.DRAFT
    pack.content = {**pack.content, "title": "tampered"}
    world.session.commit()
    assert client.get(base).status_code == 409
    assert client.get(f"{base}/schedule.docx").status_code == 409


def test_another_council_and_other_roles_see_nothing(world: World, sign_in: SignIn, pack: ClausePack) -> None:
    other = Council(slug="othertown", name="Othertown Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="o@other.example", name="O", role=Role.OFFICER, council_id=other.id)
    respondent = Person(email="r@supplier.example", name="R", role=Role.RESPONDENT)
    world.session.add_all([stranger, respondent])
    world.session.commit()
    base, row = f"/officer/packs/{pack.id}", pack.standing[0]
    addresses = ["", "/details", "/choices", "/issue", "/copy", "/library", "/text", "/schedule.txt"]
    addresses += ["/schedule.docx", "/tender_pack.docx", f"/clauses/{row.id}", f"/clauses/{row.id}/drop"]
    outside, supplier = sign_in(stranger), sign_in(respondent)
    for address in addresses:
        assert as_(outside).get(base + address).status_code == 404, address
        assert as_(supplier).get(base + address).status_code == 403, address
    assert as_(outside).post(f"{base}/clauses/{row.id}/up").status_code == 404
    assert as_(outside).post(f"{base}/discard").status_code == 404
    assert pack.title not in as_(outside).get("/officer/packs").text


def test_every_change_is_in_the_audit_log(client: FlaskClient, world: World, pack: ClausePack) -> None:
    base, row = f"/officer/packs/{pack.id}", pack.standing[0]
    edit(world, row, "Ours", "The Supplier shall within {change_days} Working Days tell the Council.")
    client.post(f"{base}/clauses/{row.id}/drop", data={"reason": "No"})
    client.post(f"{base}/discard")
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.subject == "clause_pack")).all()
    found = [one.action for one in events]
    assert found == ["pack.made", "pack.clause_edited", "pack.clause_dropped", "pack.discarded"]
    assert {one.council_id for one in events} == {world.council.id}
    assert {one.at for one in events} == {clock.now()}


def test_details_can_be_changed_until_somebody_else_has(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    address = f"/officer/packs/{pack.id}/details"
    assert 'value="6,000,000"' in client.get(address).text
    sent = {**NEW, "size": "larger", "revision": str(pack.revision)}
    assert client.post(address, data=sent).status_code == 302
    world.session.expire_all()
    assert pack.size == "larger"
    assert "Somebody else changed this" in client.post(address, data={**sent, "size": "small"}).text
    assert packs.Details.of(pack).size == "larger"
