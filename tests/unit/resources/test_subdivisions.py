"""The parts of countries are what SOURCES.md says, and each lies in a country we know."""

import hashlib
import re

from resources.countries import ALPHA3
from resources.subdivisions import FILE, subdivisions


def test_the_file_is_the_one_whose_source_is_told() -> None:
    told = (FILE.parent / "SOURCES.md").read_text(encoding="utf-8")
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in told
    assert "LESSER GENERAL PUBLIC" in (FILE.parent / "LICENSE-LGPL-2.1.txt").read_text(encoding="utf-8")


def test_every_part_lies_in_a_country_and_in_a_part_that_is_there() -> None:
    codes = {one.code for one in subdivisions()}
    assert len(codes) == len(subdivisions()) == 5046
    for one in subdivisions():
        assert re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", one.code)
        assert one.code[:2] in ALPHA3
        assert one.name
        assert one.parent == "" or (one.parent in codes and one.parent[:2] == one.code[:2])
