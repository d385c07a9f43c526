"""Telephone numbers, addresses for mail, numbers of papers and points on the map in texts. Pure.

Dates, years, counts, money, round numbers and the codes of records are none of these: a guard that cries often is
switched off. In doubt a number of seven digits and more is shown.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from records.ids import read_code

PHONE: Final = "phone"
EMAIL: Final = "e-mail"
NUMBER: Final = "number"
COORDINATES: Final = "coordinates"

Tails = frozenset[str]
"""The last digits of numbers that are protected: with or without the country's, they are the same telephone."""
_TAIL: Final = 7
_FOUR: Final = re.compile(r"\d\D{0,3}\d\D{0,3}\d\D{0,3}\d")
_EMAIL: Final = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_LATITUDE: Final = r"[+\-−\d](?<![\w.,][+\-−\d])\s?\d{0,2}[.,٫]\d{3,}\s?°?\s?[NSns]?"
_LONGITUDE: Final = r"[+\-−]?\s?\d{1,3}[.,٫]\d{3,}\s?°?\s?[EWOeow]?"
_POINT: Final = re.compile(rf"({_LATITUDE})\s?[,;/\s]\s?({_LONGITUDE})(?![\w])")
_SECONDS: Final = r"(?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”]|''|’’))?"
_DEGREES: Final = re.compile(rf"(?<!\w)\d{{1,3}}\s?[°º]\s?\d{{1,2}}(?:[.,]\d+)?\s?['′’]{_SECONDS}\s?[NSEWO]?")
_GAP: Final = r"[ \u00a0\u202f\u2009./()·\-\u2010-\u2013]{0,3}"
# what a match can begin with comes first, and what stands before it second: so Python looks ahead for it quickly
_CALL: Final = re.compile(rf"[+(\d](?<![\w,.+][+(\d])[\s(+]{{0,2}}(?:{_GAP}\d){{6,27}}(?!\w)")
_PAPER: Final = re.compile(r"\b([A-Z]{1,3})\s?-?\d{6,12}(?!\w)")
_GROUPED: Final = re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009.]\d{3})+")
_LINES: Final = re.compile(r"[ \u00a0\-\u2010-\u2013]+")
_DECIMAL: Final = re.compile(r"(?:0|[1-9]\d{0,2})\.\d+")
_YEAR: Final = r"(?:19|20)\d\d"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY: Final = r"(?:[0-2]?\d|3[01])"
_DATE: Final = re.compile(
    rf"(?:{_YEAR}[-./ ]{_MONTH}[-./ ]{_DAY}|{_DAY}[-./ ]{_DAY}[-./ ]{_YEAR}|"
    rf"{_YEAR}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])|{_YEAR}[-/]{_MONTH}|{_YEAR})"
)
_HOUR: Final = re.compile(r"(?:[01]?\d|2[0-3])[.]?[0-5]\d|\d{1,2}")
_BETWEEN: Final = re.compile(r"[ \u00a0\u202f\u2009()·\-\u2010-\u2013/]+")
_MONEY: Final = (
    r"(?:[$€£¥₦₵]|usd|eur|gbp|xof|xaf|f?cfa|tzs|tsh|kes|ksh|ugx|ush|rwf|bif|cdf|ngn|ghs|etb|zar|dollars?|euros?|francs?|"
    r"shillings?|naira|birr|cedis?|riels?|kyats?|pesos?|دولار|فرنك|جنيه|ريال|دينار|يورو)"
)
_MONEY_BEFORE: Final = re.compile(rf"(?<!\w){_MONEY}\s?$", re.IGNORECASE)
_MONEY_BEHIND: Final = re.compile(rf"\s?{_MONEY}(?!\w)", re.IGNORECASE)
_LONGEST_CALL: Final = 15
_LEAST_OF_PAPER: Final = 11
_NEAR: Final = 12


def numbers(text: str, tails: Tails = frozenset()) -> Iterator[tuple[int, int, str]]:
    """Where a text tells whom to reach or where to find them, and what it is: first letter, behind the last, what."""
    if "@" in text:
        yield from ((match.start(), match.end(), EMAIL) for match in _EMAIL.finditer(text))
    if _FOUR.search(text) is None:
        return
    points = [match.span() for match in _POINT.finditer(text) if _is_point(match.group(1), match.group(2))]
    if "°" in text or "º" in text:
        points += [match.span() for match in _DEGREES.finditer(text)]
    yield from ((start, end, COORDINATES) for start, end in points)
    for match in _PAPER.finditer(text):
        if read_code(match.group()) is None and _MONEY_BEFORE.fullmatch(match.group(1)) is None:
            yield match.start(), match.end(), NUMBER
    for match in _CALL.finditer(text):
        said, (start, end) = match.group(), match.span()
        if any(start < other_end and end > other_start for other_start, other_end in points):
            continue
        digits = plain_digits(said)
        if len(digits) < _TAIL:
            continue
        if digits[-_TAIL:] in tails or not _is_harmless(said, digits, text, start, end):
            yield start, end, _kind(said, digits)


def tails_of(answers: Iterable[str]) -> Tails:
    """The last digits of the numbers in protected answers."""
    found = (plain_digits(match.group()) for answer in answers for match in _CALL.finditer(answer))
    return frozenset(digits[-_TAIL:] for digits in found)


def plain_digits(said: str) -> str:
    """The digits alone, of any script, as 0-9."""
    return "".join(str(unicodedata.decimal(letter)) for letter in said if letter.isdecimal())


def _kind(said: str, digits: str) -> str:
    unbroken = said.isdecimal() and not digits.startswith("00")
    return NUMBER if len(digits) > _LONGEST_CALL or (unbroken and len(digits) >= _LEAST_OF_PAPER) else PHONE


def _is_harmless(said: str, digits: str, text: str, start: int, end: int) -> bool:
    """Whether a run of digits is a date, years, a count, a sum or a code."""
    plain = _western(said)
    dialled = plain.startswith(("+", "0", "(0", "(+"))
    if (
        _is_time(plain)
        or _DECIMAL.fullmatch(plain) is not None
        or (read_code(plain) is not None and plain.count("-") == 2)
    ):
        return True
    if dialled:
        return False
    counted = all(_is_count(part) for part in _LINES.split(plain)) or _is_count(plain)
    round_one = digits.endswith("000") and plain.isdecimal()
    before, behind = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    money = _MONEY_BEFORE.search(before) is not None or _MONEY_BEHIND.match(behind) is not None
    return counted or round_one or money


def _is_count(plain: str) -> bool:
    """Whether a number is written in groups of three, as people count: shorter than a telephone number, or round."""
    return _GROUPED.fullmatch(plain) is not None and (sum(map(str.isdigit, plain)) < 9 or plain.endswith("000"))


def _is_time(plain: str) -> bool:
    """Whether nothing is said but dates, years, and hours behind a date."""
    if _DATE.fullmatch(plain):
        return True
    parts = [part for part in _split_dates(plain) if part]
    dated = any(_DATE.fullmatch(part) for part in parts)
    return dated and all(_DATE.fullmatch(part) or _HOUR.fullmatch(part) for part in parts)


def _split_dates(plain: str) -> list[str]:
    """What stands between and in dates, each by itself."""
    found: list[str] = []
    at = 0
    for match in _DATE.finditer(plain):
        if match.start() and plain[match.start() - 1].isdigit():
            continue
        if match.end() < len(plain) and plain[match.end()].isdigit():
            continue
        found += [*_BETWEEN.split(plain[at : match.start()]), match.group()]
        at = match.end()
    return [*found, *_BETWEEN.split(plain[at:])]


def _western(said: str) -> str:
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in said).strip()


def _is_point(latitude: str, longitude: str) -> bool:
    """Whether two numbers are a point: within bounds, and finer than a price would be."""
    ends = [_value(latitude), _value(longitude)]
    fine = any(len(re.split(r"[.,٫]", _number(side))[1]) >= 4 for side in (latitude, longitude))
    signed = any(re.search(r"[°NSEWOnsew\-−]", side) for side in (latitude, longitude))
    return abs(ends[0]) <= 90 and abs(ends[1]) <= 180 and (fine or signed)


def _number(side: str) -> str:
    return "".join(letter for letter in _western(side) if letter.isdigit() or letter in ".,٫")


def _value(side: str) -> float:
    return float(_number(side).replace(",", ".").replace("٫", "."))
