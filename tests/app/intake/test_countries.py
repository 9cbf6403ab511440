import pytest

from app.intake.countries import countries_of, country_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("England", "GB"), ("Cymru", "GB"), ("U.K.", "GB"), ("Eire", "IE"), ("USA", "US"), ("Viet Nam", "VN"),
        ("vietnam", "VN"), ("TR", "TR"), ("Turkey", "TR"), ("Türkiye", "TR"), ("TUR", "TR"), ("Burma", "MM"),
        ("the Netherlands", "NL"), ("Côte d'Ivoire", "CI"), ("People's Republic of China", "CN"),
        ("Korea, Republic of", "KR"), ("Narnia", ""), ("", ""),
    ],
)  # fmt: skip
def test_country_code(name, code):
    assert country_code(name) == code


def test_countries_of_a_cell():
    assert countries_of("India; China;India") == (("IN", "CN"), ())
    assert countries_of("England, Wales") == (("GB",), ())
    assert countries_of("Korea, Republic of; Narnia") == (("KR",), ("Narnia",))
    assert countries_of("") == ((), ())
