"""Reading a list of places from a file's bytes: what is taken, what is not and why. Pure; nothing is kept here.

What is no list at all is refused with a sentence. A line that cannot be true (a code twice, a place in a place that is
not there) is left out and counted, so that a person sees it before she takes the list. Cells are texts, nothing else.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from records.errors import Known, RecordsCode
from records.gazetteer.columns import Here, Long, Wide, columns_of
from records.gazetteer.values import DEEPEST, PROVINCE, Gazetteer, Name, Place, Point
from resources.countries import ALPHA3

LARGEST: Final = 32
"""MiB of a file."""
MOST: Final = 50_000
"""Places in a list: a search among them stays unnoticed."""
_LONGEST: Final = 200
_LONGEST_CODE: Final = 40
_SEPARATORS: Final = ",;\t"
_FORMULA: Final = ("=", "+", "-", "@")
_JOINERS: Final = frozenset("\u200c\u200d")  # letters of Persian and of Indian scripts are joined and parted by these
_NO_LETTERS: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_EXAMPLES: Final = 3
_THREE: Final = frozenset(ALPHA3.values())


class Fault(StrEnum):
    """Why a line is not taken."""

    CODE_TWICE = "code-twice"
    NO_PARENT = "no-parent"
    NO_NAME = "no-name"
    NO_CODE = "no-code"
    NO_LEVEL = "no-level"
    OTHER_CELLS = "other-cells"


@dataclass(frozen=True, slots=True)
class Left:
    """How many lines were left out for one reason, and the numbers of the first of them."""

    fault: Fault
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListRead:
    """What a file says: the places to be taken, and what is left out."""

    gazetteer: Gazetteer
    left: tuple[Left, ...] = ()

    @property
    def levels(self) -> dict[int, int]:
        """How many places there are of each level."""
        return dict(sorted(Counter(one.level for one in self.gazetteer.places).items()))


@dataclass(frozen=True, slots=True)
class _Found:
    """A place as a line says it, before its parent was looked for."""

    line: int
    place: Place


@dataclass(slots=True)
class _Gathering:
    """Places and faults as the lines are read. tops: codes of countries, under which places may lie."""

    found: dict[str, _Found] = field(default_factory=dict)
    tops: set[str] = field(default_factory=set)
    faults: dict[Fault, list[int]] = field(default_factory=dict)

    def leave(self, fault: Fault, line: int) -> None:
        self.faults.setdefault(fault, []).append(line)

    def take(self, line: int, place: Place) -> None:
        """Take a place once. Known(PLACES_TOO_MANY)."""
        before = self.found.get(place.code)
        if before is None:
            if len(self.found) >= MOST:
                raise Known(RecordsCode.PLACES_TOO_MANY, limit=MOST)
            self.found[place.code] = _Found(line, place)
        elif replace(before.place, point=None) != replace(place, point=None):
            self.leave(Fault.CODE_TWICE, line)


def read_list(raw: bytes) -> ListRead:
    """Read a list. Known(PLACES_TOO_LARGE | PLACES_NOT_TEXT | PLACES_TORN | PLACES_NO_COLUMNS | PLACES_TOO_MANY |
    PLACES_NONE).
    """
    if len(raw) > LARGEST << 20:
        raise Known(RecordsCode.PLACES_TOO_LARGE, limit=LARGEST)
    text = _text(raw)
    layout, lines = _opened(text)
    width = len(next(lines)[1])
    gathering = _Gathering()
    for number, cells in lines:
        if not any(cells) or _is_tags(cells):
            continue
        if len(cells) != width:
            gathering.leave(Fault.OTHER_CELLS, number)
        elif isinstance(layout, Long):
            _long(gathering, layout, number, cells)
        else:
            _wide(gathering, layout, number, cells)
    return _ended(gathering)


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Known(RecordsCode.PLACES_NOT_TEXT) from problem
    if "\0" in text:
        raise Known(RecordsCode.PLACES_NOT_TEXT)
    return text


def _opened(text: str) -> tuple[Long | Wide, Iterator[tuple[int, list[str]]]]:
    """The layout, and every line with its number, the header first."""
    for separator in _SEPARATORS:
        header = next(_lines(text, separator), (0, []))[1]
        layout = columns_of(header)
        if layout is not None:
            return layout, _lines(text, separator)
    raise Known(RecordsCode.PLACES_NO_COLUMNS)


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as problem:
        raise Known(RecordsCode.PLACES_TORN, line=reader.line_num) from problem


def _is_tags(cells: Sequence[str]) -> bool:
    """A line of tags that some lists have below their header: `#adm1+code`."""
    return all(cell.startswith("#") for cell in cells if cell)


def _long(gathering: _Gathering, layout: Long, line: int, cells: Sequence[str]) -> None:
    level = cells[layout.level]
    if level == "0":
        gathering.tops.add(cells[layout.code])
        return
    if not (level.isascii() and level.isdecimal() and PROVINCE <= int(level) <= DEEPEST):
        gathering.leave(Fault.NO_LEVEL, line)
        return
    country = _country(cells[layout.country]) if layout.country is not None else ""
    parent = cells[layout.parent] if layout.parent is not None else ""
    code, names = cells[layout.code], _names(layout.names, cells)
    if _is_whole(gathering, line, code, names):
        known = country or _country(parent) or _by_beginning(code)
        gathering.take(line, Place(code, known, int(level), parent, names, _point(layout.point, cells)))


def _wide(gathering: _Gathering, layout: Wide, line: int, cells: Sequence[str]) -> None:
    """A line speaks of a place at each level; the deepest has the point. A level without code and name is not there."""
    country = _country(cells[layout.codes[0]]) if 0 in layout.codes else ""
    levels = [level for level in sorted(layout.codes) if 1 <= level <= DEEPEST and level in layout.names]
    spoken = [level for level in levels if cells[layout.codes[level]] or _names(layout.names[level], cells)]
    parent = ""
    for level in spoken:
        code, names = cells[layout.codes[level]], _names(layout.names[level], cells)
        if not _is_whole(gathering, line, code, names):
            return
        point = _point(layout.point, cells) if level == spoken[-1] else None
        gathering.take(line, Place(code, country or _by_beginning(code), level, parent, names, point))
        parent = code


def _is_whole(gathering: _Gathering, line: int, code: str, names: Sequence[Name]) -> bool:
    """Whether a place has a code and a name that are one. A name that begins like a formula is none."""
    if not _is_plain(code, _LONGEST_CODE):
        gathering.leave(Fault.NO_CODE, line)
        return False
    if not names or not all(_is_plain(one.text, _LONGEST) for one in names):
        gathering.leave(Fault.NO_NAME, line)
        return False
    return True


def _is_plain(text: str, longest: int) -> bool:
    if not 0 < len(text) <= longest or text.startswith(_FORMULA):
        return False
    if text.isascii():
        return text.isprintable()
    return all(letter in _JOINERS or unicodedata.category(letter) not in _NO_LETTERS for letter in text)


def _names(columns: Iterable[tuple[str, int]], cells: Sequence[str]) -> tuple[Name, ...]:
    found = (Name(language, unicodedata.normalize("NFC", cells[at])) for language, at in columns if cells[at])
    return tuple(dict.fromkeys(found))


def _point(here: Here, cells: Sequence[str]) -> Point | None:
    if here.latitude is None or here.longitude is None:
        return None
    try:
        latitude, longitude = float(cells[here.latitude]), float(cells[here.longitude])
    except ValueError:
        return None
    return Point(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _country(written: str) -> str:
    """The three letters of a country written with two or three; "" for anything else."""
    letters = written.upper()
    return ALPHA3.get(letters) or (letters if letters in _THREE else "")


def _by_beginning(code: str) -> str:
    return _country(code[:3]) or _country(code[:2])


def _ended(gathering: _Gathering) -> ListRead:
    """Keep what lies in something that is there, and higher; whatever lies in what was left out goes too."""
    kept: dict[str, Place] = {}
    for one in sorted(gathering.found.values(), key=lambda one: one.place.level):
        place = one.place
        if place.parent in kept and kept[place.parent].level < place.level:
            kept[place.code] = replace(place, country=kept[place.parent].country)
        elif not place.parent or place.parent in gathering.tops or _country(place.parent):
            kept[place.code] = replace(place, parent="")
        else:
            gathering.leave(Fault.NO_PARENT, one.line)
    if not kept:
        raise Known(RecordsCode.PLACES_NONE)
    order = [code for code in gathering.found if code in kept]
    left = (Left(one, len(lines), tuple(sorted(lines)[:_EXAMPLES])) for one, lines in gathering.faults.items())
    return ListRead(Gazetteer(tuple(kept[code] for code in order)), tuple(sorted(left, key=lambda one: -one.count)))
