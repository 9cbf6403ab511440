"""Countries in the spellings that people use."""

from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import countries
from questionnaires.countries import NotOneCountry, Why

SPELLINGS = {
    "GB": "England|SCOTLAND|Cymru|Northern Ireland|UK|U.K.|great britain|Y Deyrnas Unedig|gbr|Llundain",
    "NL": "Holland|The Netherlands|netherlands",
    "TR": "Turkey|T\u00fcrkiye|Turkiye|Twrci",
    "CI": "Ivory Coast|Cote d'Ivoire|C\u00f4te d\u2019Ivoire|cote d ivoire",
    "MM": "Burma|Myanmar",
    "IE": "Eire|\u00c9ire|Republic of Ireland|Iwerddon",
    "VN": "Viet Nam|Vietnam|Fietnam",
    "KR": "South Korea|Korea, Republic of|republic of korea|De Corea",
    "CD": "DR Congo|D.R. Congo|Democratic Republic of the Congo",
    "US": "U.S.A.|usa|America|Yr Unol Daleithiau",
    "TZ": "United Republic of Tanzania|Tanzania, United Republic of",
    "CN": "PRC|China|Tsieina",
    "DE": "Yr Almaen|Almaen|Germany",
    "NO": "no|Norway",
    "XK": "Kosovo",
    "SZ": "Swaziland|Eswatini",
    "RU": "Russia|Russian Federation",
    "TT": "Trinidad & Tobago|Trinidad a Tobago",
    "LC": "St. Lucia|saint lucia",
    "NE": "Niger",
    "NG": "Nigeria",
    "GN": "Guinea",
    "GW": "Guinea-Bissau",
}


@pytest.mark.parametrize(
    ("spelling", "code"),
    [(spelling, code) for code, spellings in SPELLINGS.items() for spelling in spellings.split("|")],
)
def test_a_country_is_found_by_the_names_that_people_use(spelling: str, code: str) -> None:
    assert countries.find(spelling) == code


@pytest.mark.parametrize(
    ("spelling", "why", "codes"),
    [
        ("Korea", Why.AMBIGUOUS, ("KR", "KP")),
        ("Congo", Why.AMBIGUOUS, ("CD", "CG")),
        ("Europe", Why.REGION, ()),
        ("E.U.", Why.REGION, ()),
        ("Affrica", Why.REGION, ()),
        ("Bangaldesh", Why.NEAR, ("BD",)),
        ("Untied Kingdom", Why.NEAR, ("GB",)),
        ("Atlantis", Why.UNKNOWN, ()),
        ("zz", Why.UNKNOWN, ()),
        ("", Why.UNKNOWN, ()),
        ("India" * 1000, Why.UNKNOWN, ()),
    ],
)
def test_what_is_not_one_country_says_why(spelling: str, why: Why, codes: tuple[str, ...]) -> None:
    assert countries.find(spelling) == NotOneCountry(spelling, why, codes)


def test_every_country_is_found_by_its_codes_and_by_the_names_shown() -> None:
    for country in pycountry.countries:
        assert countries.find(country.alpha_2) == country.alpha_2
        assert countries.find(country.alpha_3) == country.alpha_2
        if countries.find(country.name) != country.alpha_2:
            assert country.alpha_2 == "CG", "ISO calls it Congo, which is also the other one's name"
    for language in ("en", "cy"):
        shown = countries.choices(language)
        assert len(shown) == len(pycountry.countries) + 1
        assert all(countries.find(name) == code for code, name in shown)
        assert len({name for _, name in shown}) == len(shown)


def test_no_spelling_stands_for_two_countries() -> None:
    spellings: dict[str, set[str]] = {}
    for code, spelling in countries._spellings():
        spellings.setdefault(countries._key(spelling), set()).add(code)
    assert {key for key, codes in spellings.items() if len(codes) > 1} == set()
    assert set(countries._names().ambiguous) & set(spellings) <= {"congo"}
    assert countries._names().regions.isdisjoint(spellings)


def test_names_to_show() -> None:
    assert countries.name("GB", "en") == "United Kingdom"
    assert countries.name("GB", "cy") == "Y Deyrnas Unedig"
    assert countries.name("RU", "en") == "Russia"
    assert countries.name("KE", "cy") == "Kenya", "where there is no Welsh name, the English one is used"
    assert countries.name("??", "en") == "??"


@given(st.text(max_size=60))
def test_anything_is_either_a_country_or_not(entry: str) -> None:
    found = countries.find(entry)
    assert isinstance(found, NotOneCountry) or countries.name(found, "en") != found
