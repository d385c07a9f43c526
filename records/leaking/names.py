"""Names in texts: whole words, whatever their case, accents or Arabic letter forms. Pure, and quick with many names.

A name counts as a whole, and so does each word of it that is one: "Grace Mwakalinga" is found in "Mwakalinga said".
Scripts without spaces between words are searched for the whole name. One pass over a text looks each word up once.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final

from records.folding import alike

LEAST: Final = 3
"""Letters a name has at least: fewer are found everywhere."""
_FEW: Final = 4  # more words than this are a description, of which only capitalised words are names
_LONGEST: Final = 12  # words of one name
_CLOSED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u0f00-\u0fff"
)
_WORD: Final = re.compile(rf"[^\W_{_CLOSED}][\w{_MARKS}\u200c\u200d]*")
_RUN: Final = re.compile(rf"[{_CLOSED}][{_CLOSED}\u200b]*")
_PARTS: Final = re.compile(r"[\n\r,;/()\[\]|،؛]+")
_ATTACHED: Final = "وفبلك"  # written as one with the word that follows
# what stands beside names and is none: titles and small words
_SMALL: Final = """
    mr mrs ms miss dr prof sir madam madame monsieur mme mlle maitre sheikh cheikh imam pastor pasteur father mother
    pere mere frere soeur brother sister mama papa baba mzee chief chef hajj hadj haji elhadj abbe senor senora don
    the and del les los las der den van von bin ibn bint abu umm ould mint dit dite alias called known from near
    house home maison casa village town quarter quartier street road rue mobile phone telephone tel whatsapp signal
    telegram not unknown none inconnu inconnue desconocido desconocida
    السيد السيده الشيخ الدكتور ابن بنت ابو الحاج عبد
"""
_NO_NAMES: Final = frozenset(_SMALL.split())


class Names:
    """Names that are protected, ready to be looked for."""

    def __init__(self, answers: Iterable[str] = ()) -> None:
        """answers: what people wrote into fields for names; several names may stand in one."""
        self._single: set[str] = set()
        self._longer: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._closed: dict[str, list[str]] = defaultdict(list)
        self._before: Names | None = None
        for answer in answers:
            for part in _PARTS.split(answer):
                self._add(part)

    def with_more(self, answers: Iterable[str]) -> "Names":
        """These and some more, without reading these again."""
        found = Names(answers)
        found._before = self
        return found

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names stand, as first letter and behind the last; the longest of those that begin together."""
        forms = {word: _fold(word) for word in set(_WORD.findall(text))}
        first = {word for word, form in forms.items() if self._begins(form)}
        if first:
            yield from self._whole(text, forms, first)
        for match in _RUN.finditer(text):
            yield from self._inside(match.group(), match.start())

    def _whole(self, text: str, forms: Mapping[str, str], first: Set[str]) -> Iterator[tuple[int, int]]:
        """first: the words with which a name may begin."""
        words = [match.span() for match in _WORD.finditer(text)]
        written = [text[start:end] for start, end in words]
        behind = 0
        for place in [place for place, word in enumerate(written) if word in first]:
            following = [forms[word] for word in written[place : place + _LONGEST]]
            count = self._count(following) if place >= behind else 0
            if count:
                behind = place + count
                yield words[place][0], words[behind - 1][1]

    def _begins(self, form: str) -> bool:
        """Whether a name may begin with a word."""
        here = form in self._single or form in self._longer
        if not here and form[:1] in _ATTACHED:
            here = form[1:] in self._single or form[1:] in self._longer
        return here or (self._before is not None and self._before._begins(form))

    def _add(self, part: str) -> None:
        words = _WORD.findall(part)
        plain = tuple(map(_fold, words))
        if sum(map(_letters, plain)) >= LEAST and 1 < len(plain) <= _LONGEST:
            self._longer[plain[0]].append(plain)
        for place, (word, form) in enumerate(zip(words, plain, strict=True)):
            if _letters(form) >= LEAST and form not in _NO_NAMES and _is_name(word, place, len(words)):
                self._single.add(form)
        for run in _RUN.findall(part):
            if len(run) >= LEAST:
                self._closed[run[:2]].append(run)

    def _count(self, following: Sequence[str]) -> int:
        """How many of the words that follow are a name, from the first on."""
        best = self._before._count(following) if self._before is not None else 0
        word = following[0]
        for form in (word, word[1:]) if word[:1] in _ATTACHED else (word,):
            best = max(best, int(form in self._single))
            for name in self._longer.get(form, ()):
                if len(name) > best and list(name[1:]) == following[1 : len(name)]:
                    best = len(name)
        return best

    def _inside(self, run: str, start: int) -> Iterator[tuple[int, int]]:
        known = (self, self._before) if self._before is not None else (self,)
        at = 0
        while at < len(run):
            names = (name for one in known for name in one._closed.get(run[at : at + 2], ()))
            length = max((len(name) for name in names if run.startswith(name, at)), default=0)
            if length:
                yield start + at, start + at + length
            at += length or 1


def _is_name(word: str, place: int, count: int) -> bool:
    """Whether a word of a protected answer is a name by itself: in a description, only if it is written as one."""
    if count == 1:
        return True
    cased = word[0].lower() != word[0].upper()
    if count > _FEW:
        return cased and place > 0 and word[0].isupper()
    return not cased or word[0].isupper()


def _letters(form: str) -> int:
    return sum(letter.isalpha() for letter in form)


def _fold(word: str) -> str:
    """A word as it is compared."""
    return alike(word)
