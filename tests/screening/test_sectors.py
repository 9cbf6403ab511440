"""Reaching a sector from codes, words, activity and names."""

from __future__ import annotations

import pytest

from screening import reference
from screening.reference import load_yaml
from screening.sectors import _prefixes, of_contract, of_name, phrases, sector_of_code, sectors_under, works
from screening.types import Contract
from support.cases import case

CODES = {"sic": reference.sic_codes, "cpv": reference.cpv_codes, "proclass": reference.proclass_codes}


@pytest.mark.parametrize(("kind", "count"), [("sic", 731), ("cpv", 9454), ("proclass", 586)])
def test_every_code_leads_to_a_sector(kind: str, count: int) -> None:
    codes = CODES[kind]()
    assert len(codes) == count
    assert [code for code in codes if sector_of_code(kind, code) not in reference.sectors()] == []


@pytest.mark.parametrize("kind", ["sic", "cpv", "proclass"])
def test_every_prefix_is_used(kind: str) -> None:
    used = {
        next(code[:length] for length in range(len(code), 1, -1) if code[:length] in _prefixes(kind))
        for code in CODES[kind]()
    }
    assert _prefixes(kind).keys() - used == set()


def test_codes_and_words_name_sectors_that_exist() -> None:
    known = reference.sectors().keys()
    assert load_yaml("sector_codes.yaml").keys() - known == {"vague"}
    assert load_yaml("sector_words.yaml").keys() == known - {"unknown"}
    assert set(load_yaml("sector_codes.yaml")["vague"]["sic"]) <= reference.sic_codes().keys()


@pytest.mark.parametrize("kind", ["words", "names", "weak"])
def test_no_phrase_means_two_sectors(kind: str) -> None:
    assert phrases(kind).shared() == []


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Care Spot - Private (3rd)", "home_care"),
        ("External Agency Staff", "temporary_labour"),
        ("IT Licences", "software"),
        ("Cleaning Services", "cleaning"),
        ("Cleaning materials (inc pools)", "cleaning_products"),
        ("Refuse Collection inc Skip Hire", "waste"),
        ("Residential Care - Private (3rd)", "residential_care"),
        ("Independent Fostering (3rd)", "fostering"),
        ("Contracted Transport Services", "passenger_transport"),
        ("Infra REP constr - Term Maint contract", "highways"),
        ("Grants & Cont to Vol, comm & soc ent", "voluntary_grants"),
        ("ICT Hardware - Servers, PC's, Laptops", "ict_hardware"),
        ("Clothing, Uniforms & Pers Prot Equip", "textiles_ppe"),
        ("Iterim Management (External Agency)", "interim_professionals"),
        ("Building Mtce Works - unforseen", "building_maintenance"),
        ("Legal Fees & Disbursements", "legal"),
    ],
)
def test_ledger_words_lead_to_the_sector(text: str, sector: str) -> None:
    found = of_contract(Contract(category=text))
    assert found is not None and found.sector == sector
    assert str(found.basis) == f"the category '{text}'"


@pytest.mark.parametrize(
    "text", ["Other Fees & Charges (Expenditure)", "Equipment", "Miscellaneous expenditure", ""]
)
def test_words_that_say_nothing_lead_nowhere(text: str) -> None:
    assert of_contract(Contract(category=text)) is None


def test_the_basis_names_the_code_and_the_contract() -> None:
    found = of_contract(Contract(title="Cleaning of Civic Centre", cpv=("90910000",)))
    assert found is not None
    assert str(found.basis) == "CPV 90910000 on the contract 'Cleaning of Civic Centre'"


def test_a_broad_code_is_narrowed_by_the_title() -> None:
    found = of_contract(Contract(title="Drainage gully cleaning", cpv=("90000000",)))
    assert found is not None and found.sector == "waste"
    assert "cleaning" in sectors_under("90000000") and "waste" in sectors_under("90000000")


def test_a_code_goes_before_words_of_another_trade() -> None:
    found = of_contract(Contract(title="Advice on a demolition contract", cpv=("79110000",)))
    assert found is not None and found.sector == "legal"


def test_a_code_that_is_not_in_the_list_is_not_followed() -> None:
    # 76111501 is a cleaning code of another classification; in this one, division 76 is oil and gas.
    found = of_contract(Contract(title="Residential cleaning contract", cpv=("76111501",)))
    assert found is not None and found.sector == "cleaning"
    assert "CPV" not in str(found.basis)


def test_of_several_codes_the_riskiest_counts_and_a_division_says_little() -> None:
    found = of_contract(Contract(title="Integrated service", cpv=("48000000", "45211000", "79993000")))
    assert found is not None and found.sector == "construction"


def test_the_company_activity_is_used_where_the_contract_is_silent() -> None:
    found = of_contract(Contract(category="Fees", sic=("82990", "81210")))
    assert found is not None and found.sector == "cleaning"
    assert str(found.basis) == "SIC 81210, General cleaning of buildings, on the company's record"
    assert of_contract(Contract(category="Fees", sic=("82990", "99999"))) is None


def test_proclass_leads_to_the_sector() -> None:
    found = of_contract(Contract(title="Call-off 7", proclass="192213"))
    assert found is not None and found.sector == "security"


def test_the_name_is_the_last_resort_and_not_certain() -> None:
    (work,) = works(case("Equipment", name="Gamma Cleaning Ltd"))
    assert (work.sector.id, work.certain) == ("cleaning", False)
    assert str(work.basis) == "the word 'cleaning' in the supplier's name only"
    assert of_name("Zeta Omega Ltd") is None


def test_the_name_goes_before_a_category_that_names_a_kind_of_contract() -> None:
    (named,) = works(case(category="Main / Term Contractor", name="Gamma Waste Ltd"))
    (other,) = works(case(category="Main / Term Contractor", name="Gamma Ltd"))
    assert (named.sector.id, other.sector.id) == ("waste", "building_maintenance")
    assert not named.certain and not other.certain
    assert "which could be other work" in str(other.basis)


def test_nothing_known_is_said() -> None:
    (work,) = works(case("Equipment", name="Zeta Omega Ltd"))
    assert work.sector.id == "unknown" and not work.certain
    (nothing,) = works(case(contracts=(), name="Zeta Omega Ltd"))
    assert nothing.sector.id == "unknown"


def test_a_silent_contract_counts_with_each_kind_of_work_that_the_others_tell() -> None:
    silent = Contract(category="Equipment")
    told = (Contract(title="Cleaning"), Contract(title="Software"))
    kinds = works(case(contracts=(*told, silent)))
    assert [work.sector.id for work in kinds] == ["cleaning", "software"]
    assert all(silent in work.contracts for work in kinds)
