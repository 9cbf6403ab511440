"""The page on which an officer says what is known of a contract."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.services.judgement import contract_facts
from app.services.judgement.contract_facts import Facts
from models import AuditEvent, Contract, Council, Person, Role

SAID = {
    "agency_labour": "most",
    "migrant_workers": "",
    "subcontracting_tiers": "one",
    "workforce_skill": "low",
    "health_service_england": "yes",
    "notice": "1 June 2026",
}


@pytest.fixture
def contract(world) -> Contract:
    world.screen_all()
    return world.cleaner.contracts[0]


@pytest.fixture
def address(world, contract) -> str:
    return f"/officer/suppliers/{world.cleaner.id}/contracts/{contract.id}"


@pytest.fixture
def client(world, sign_in):
    return sign_in(world.officer)


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _text(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def _chosen(page: BeautifulSoup) -> dict[str, str]:
    return {one["name"]: one["value"] for one in page.select("input[type=radio]") if one.has_attr("checked")}


def test_before_anybody_said_anything_all_is_not_known(client, address) -> None:
    page = _page(client.get(address))
    assert set(_chosen(page).values()) == {""}
    assert len(_chosen(page)) == 5
    assert page.select_one("form script") is None
    assert "Take back" not in _text(page)


def test_the_supplier_page_leads_there_and_shows_what_was_said_by_whom(
    client, world, address, contract
) -> None:
    home = f"/officer/suppliers/{world.cleaner.id}"
    contracts = _page(client.get(f"{home}/contracts"))
    assert contracts.select_one(f'#contracts ~ div a[href="{address}"]') is not None
    after = _page(client.post(address, data=SAID, follow_redirects=True))
    assert "What you said of the contract was saved." in _text(after)
    assert world.do_queued_work() == 1
    text = _text(_page(client.get(f"{home}/all")))
    assert "Agency workers: Most." in text
    assert "Day of the notice that invites suppliers: 1 June 2026." in text
    assert "Stated by Ann Example on 20 Nov 2026" in text
    assert "An officer said what is known of a contract" in text
    assert "The contract says 'most': how much of the work is done by agency workers" in text
    again = _page(client.get(address))
    assert _chosen(again)["agency_labour"] == "most"
    assert again.select_one("#notice")["value"]
    assert "Stated by Ann Example on 20 November 2026" in _text(again)


def test_the_page_of_a_health_service_contract_says_when_it_was_assessed(client, world, address) -> None:
    client.post(address, data=SAID)
    world.do_queued_work()
    text = _text(_page(client.get(f"/officer/suppliers/{world.cleaner.id}/risk")))
    assert "What the law asks for these contracts" in text
    assert "this assessment is as at 20 November 2026, after the notice" in text
    assert "V1 (1 June 2026)" in text


def test_what_was_said_can_be_taken_back(client, world, address, contract) -> None:
    client.post(address, data=SAID)
    page = _page(client.get(address))
    undo = page.select_one(f'form[action="{address}/take-back"]')
    assert undo is not None and undo["method"] == "post"
    answer = client.post(undo["action"], follow_redirects=True)
    assert "was taken back" in _text(_page(answer))
    world.session.refresh(world.cleaner)
    assert contract_facts.standing(contract) == Facts()
    actions = world.session.scalars(
        select(AuditEvent.action).where(AuditEvent.action.like("contract.%"))
    ).all()
    assert actions == ["contract.facts_stated", "contract.facts_taken_back"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"notice": "soon"}, "such as 14/12/2026"), ({"agency_labour": "lots"}, "Not a valid choice")],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(client, world, address, wrong, said) -> None:
    page = _page(client.post(address, data=SAID | wrong))
    assert said in page.select_one(".govuk-error-summary").get_text()
    assert world.session.scalars(select(AuditEvent).where(AuditEvent.action.like("contract.%"))).all() == []


def test_a_contract_of_another_supplier_or_council_is_not_there(client, world, address, sign_in) -> None:
    other = world.lawyer.contracts[0]
    assert client.get(f"/officer/suppliers/{world.cleaner.id}/contracts/{other.id}").status_code == 404
    council = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(council)
    world.session.flush()
    stranger = Person(email="s@e.example", name="Sam", role=Role.OFFICER, council_id=council.id)
    world.session.add(stranger)
    world.session.commit()
    theirs = sign_in(stranger)
    assert theirs.get(address).status_code == 404
    assert theirs.post(address, data=SAID).status_code == 404
    assert theirs.post(f"{address}/take-back").status_code == 404
