"""Countries: the same three letters everywhere, names in the language, found however they are typed."""

import re

import pytest

from desktop.countries import countries, country_name, folded, named
from resources.countries import ALPHA3, PRACTICE
from resources.texts import Texts


@pytest.mark.parametrize("language", ["en", "fr", "ar", "xx"])
def test_every_country_has_a_name_in_every_language(language: str) -> None:
    found = countries(language)
    assert {one.code for one in found} == set(ALPHA3.values())
    assert all(one.name for one in found)
    assert len({folded(one.name) for one in found}) == len(found)
    assert [folded(one.name) for one in found] == sorted(folded(one.name) for one in found)


def test_the_table_is_the_standard() -> None:
    assert len(ALPHA3) == len(set(ALPHA3.values())) == 250  # 249 of ISO 3166-1, and Kosovo
    assert all(re.fullmatch("[A-Z]{2}", two) and re.fullmatch("[A-Z]{3}", three) for two, three in ALPHA3.items())
    known = {"BJ": "BEN", "CD": "COD", "CI": "CIV", "KH": "KHM", "RW": "RWA", "SS": "SSD", "DE": "DEU", "TL": "TLS"}
    assert known.items() <= ALPHA3.items()
    assert PRACTICE not in ALPHA3.values()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Benin", "BEN"),
        ("ben", "BEN"),
        ("BEN", "BEN"),
        ("cote d'ivoire", "CIV"),
        ("COTE", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("niger", "NER"),
        ("niger ", "NER"),
        ("nigeri", "NGA"),
        ("cambo", "KHM"),
    ],
)
def test_a_country_is_found_as_it_is_typed(typed: str, code: str) -> None:
    found = named(typed, countries("en"))
    assert found is not None and found.code == code


@pytest.mark.parametrize("typed", ["", "  ", "guin", "nowhere", "congo"])
def test_what_could_be_several_or_none_is_none(typed: str) -> None:
    assert named(typed, countries("en")) is None


def test_names_by_letters() -> None:
    texts = Texts("en")
    assert country_name("CIV", texts) == "Côte d’Ivoire"
    assert country_name("QQQ", texts) == "QQQ"
    assert country_name(PRACTICE, texts) == "Arovia"
