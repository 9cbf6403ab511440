"""Reaching a sector from codes, words, activity and names."""

from __future__ import annotations

import pytest

from screening import reference
from screening.reference import load_yaml
from screening.sector_codes import is_vague, prefixes, sector_of_code, sectors_under
from screening.sector_words import phrases
from screening.sectors import MOST_NAMED, base_hazard, of_contract, of_name, works
from screening.types import Channel, Contract
from screening.weights import ladder
from support.cases import case

CODES = {"sic": reference.sic_codes, "cpv": reference.cpv_codes, "proclass": reference.proclass_codes}


@pytest.mark.parametrize(("kind", "count"), [("sic", 731), ("cpv", 9454), ("proclass", 586)])
def test_every_code_leads_to_a_sector(kind: str, count: int) -> None:
    codes = CODES[kind]()
    assert len(codes) == count
    assert [code for code in codes if sector_of_code(kind, code) not in reference.sectors()] == []


@pytest.mark.parametrize("kind", ["sic", "cpv", "proclass"])
def test_every_code_has_a_reviewed_row_with_reason_and_source_or_is_vague(kind: str) -> None:
    vague = set(load_yaml("sector_codes.yaml")["vague"][kind])
    assert vague and vague <= CODES[kind]().keys()
    for code in CODES[kind]():
        assert is_vague(kind, code) == (code in vague)
        row = reference.sectors()[sector_of_code(kind, code) or ""]
        assert row.id != "unknown" and row.reason and row.source in reference.sources()


@pytest.mark.parametrize("length", [2, 3])
def test_every_cpv_division_and_group_resolves_or_says_vague(length: int) -> None:
    ends = "0" * (8 - length)
    codes = [
        code for code in reference.cpv_codes() if code.endswith(ends) and (length == 2 or code[2] != "0")
    ]
    assert len(codes) == {2: 45, 3: 272}[length]
    for code in codes:
        assert is_vague("cpv", code) != _certain(code)


def _certain(code: str) -> bool:
    found = of_contract(Contract(cpv=(code,)))
    return found is not None and found.certain


@pytest.mark.parametrize(
    ("kind", "code", "sector"),
    [
        # One of each class that a reading of all codes found in the wrong place.
        ("sic", "46770", "waste"),
        ("sic", "82920", "logistics"),
        ("sic", "25710", "manufacturing"),
        ("sic", "95110", "it_services"),
        ("sic", "52211", "logistics"),
        ("cpv", "45350000", "building_services"),
        ("cpv", "45410000", "building_maintenance"),
        ("cpv", "72224000", "professional"),
        ("cpv", "79530000", "professional"),
        ("cpv", "60610000", "passenger_transport"),
        ("cpv", "77120000", "waste"),
        ("proclass", "121300", "funeral"),
        ("proclass", "361414", "taxis"),
        ("proclass", "401299", "community_support"),
        ("proclass", "321111", "fostering"),
    ],
)
def test_codes_lead_where_the_work_is(kind: str, code: str, sector: str) -> None:
    assert sector_of_code(kind, code) == sector


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("Domiciliary care", "home_care"),
        ("Homecare framework 2026", "home_care"),
        ("Day centre", "community_support"),
        ("Welfare services", "community_support"),
    ],
)
def test_home_care_is_told_apart_from_other_welfare_under_the_same_code(title: str, sector: str) -> None:
    found = of_contract(Contract(title=title, cpv=("85312400",)))
    assert found is not None and found.certain
    assert found.sector == sector


def test_codes_with_further_kinds_of_work_are_published_and_not_vague() -> None:
    also = load_yaml("sector_codes.yaml")["also"]["cpv"]
    for code, sectors in also.items():
        assert code in reference.cpv_codes() and not is_vague("cpv", code)
        assert set(sectors) <= reference.sectors().keys() - {sector_of_code("cpv", code)}


@pytest.mark.parametrize(
    "title", ["Cleaning of the town hall", "Office cleaning", "Window cleaning 2026 to 2028"]
)
def test_a_plain_title_needs_no_second_opinion(title: str) -> None:
    found = of_contract(Contract(title=title))
    assert found is not None and found.certain
    assert found.sector == "cleaning"


@pytest.mark.parametrize(
    "title", ["Supply of asphalt and cleaning of gullies", "Supply and fit of boilers and cleaning of flues"]
)
def test_a_plain_phrase_beside_other_work_is_not_enough(title: str) -> None:
    found = of_contract(Contract(title=title))
    assert found is None or not (found.certain and found.sector == "cleaning")


@pytest.mark.parametrize("kind", ["sic", "cpv", "proclass"])
def test_every_prefix_is_used(kind: str) -> None:
    used = {
        next(code[:length] for length in range(len(code), 1, -1) if code[:length] in prefixes(kind))
        for code in CODES[kind]()
    }
    assert prefixes(kind).keys() - used == set()


def test_codes_and_words_name_sectors_that_exist() -> None:
    known = reference.sectors().keys()
    assert load_yaml("sector_codes.yaml").keys() - known == {"also", "vague"}
    assert load_yaml("sector_words.yaml").keys() == known - {"unknown"}


@pytest.mark.parametrize("kind", ["words", "names", "weak", "plain"])
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


# --- The text model ---------------------------------------------------------------------------------


def test_a_vague_code_is_narrowed_by_the_text() -> None:
    found = of_contract(Contract(title="Hospital and ambulance patients", cpv=("85000000",)))
    assert found is not None and found.sector == "health" and found.certain
    assert str(found.basis).startswith("CPV 85000000, which is broad, and the words 'hospital, ambulance'")


def test_a_vague_code_alone_could_be_any_work_below_it() -> None:
    (work,) = works(case(cpv=("85000000",), title="Call-off 7"))
    assert not work.certain and {"home_care", "health"} <= dict(work.plausible).keys()
    assert "could be other work" in str(work.basis)
    own = base_hazard(work, Channel.OWN_WORKFORCE)
    steps = [ladder()[reference.sectors()[name].hazard[Channel.OWN_WORKFORCE]] for name, _ in work.plausible]
    assert (own.low, own.high) == (min(step.low for step in steps), max(step.high for step in steps))


UNSURE = Contract(title="Guildhall car park", description="Consultancy on improvement works")


def test_an_unsure_text_names_the_sectors_and_spans_them() -> None:
    (work,) = works(case(contracts=(UNSURE,)))
    assert not work.certain and 2 <= len(work.plausible) <= MOST_NAMED + 2
    assert "not sure, could be" in str(work.basis)
    assert all(reference.sectors()[name].label in str(work.basis) for name, _ in work.plausible)
    for channel in Channel:
        steps = [ladder()[reference.sectors()[name].hazard[channel]] for name, _ in work.plausible]
        base = base_hazard(work, channel)
        assert base.low == min(step.low for step in steps) and base.high == max(step.high for step in steps)
        points = sorted(step.point for step in steps)
        assert points[0] == pytest.approx(base.point) or points[0] < base.point
        assert points[-1] == pytest.approx(base.point) or points[-1] > base.point


def test_a_certain_contract_of_the_same_sector_settles_the_doubt() -> None:
    (doubt,) = works(case(contracts=(UNSURE,)))
    sure = Contract(title="x", cpv=(next(c for c in reference.cpv_codes() if _leads(c, doubt.sector.id)),))
    (work,) = works(case(contracts=(UNSURE, sure)))
    assert work.certain and work.plausible == ()
    assert base_hazard(work, Channel.GOODS) == ladder()[doubt.sector.hazard[Channel.GOODS]]


def _leads(code: str, sector: str) -> bool:
    return sector_of_code("cpv", code) == sector and not is_vague("cpv", code)


def test_words_of_the_title_that_the_text_contradicts_do_not_decide() -> None:
    plain = of_contract(Contract(title="Play area"))
    against = of_contract(
        Contract(
            title="Play area",
            description="Resurfacing of the carriageway and footway, kerbs and drainage works",
        )
    )
    assert plain is not None and plain.certain and plain.sector == "sports_play"
    assert against is not None and not (against.certain and against.sector == "sports_play")
    assert "sports_play" in dict(against.plausible)


def test_what_the_firm_is_goes_before_a_guess_at_the_text() -> None:
    found = of_contract(Contract(title=UNSURE.title, description=UNSURE.description, sic=("81210",)))
    assert found is not None and found.sector == "cleaning" and found.certain


def test_one_unknown_word_is_too_little_to_guess_at() -> None:
    assert of_contract(Contract(title="Equipment")) is None
