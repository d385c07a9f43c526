"""What a person is told while packages are on their way to a drive, and at the end. Pure: states in, words out."""

from dataclasses import dataclass
from typing import assert_never

from desktop.handing.walking import At, Ended, Walked
from desktop.messages import sentence
from desktop.widgets.tone import Tone
from reports.files import size_in_words
from reports.text.cleaning import isolated
from resources.texts import Texts
from sync.usb import Step

_PARTS = {Step.SPACE: (0.0, 0.0), Step.WRITING: (0.0, 0.6), Step.READING_BACK: (0.6, 1.0), Step.RENAMING: (1.0, 1.0)}


@dataclass(frozen=True, slots=True)
class Said:
    """The end of a walk in words: a heading, how it is meant, and sentences below it."""

    heading: str
    tone: Tone
    lines: tuple[str, ...]


def fraction(at: At) -> float:
    """How far a walk is, from 0 to 1: writing is the larger part of a package, reading back the rest."""
    begin, end = _PARTS.get(at.step, (1.0, 1.0))
    within = begin + (end - begin) * min(1.0, at.done / at.size if at.size else 0.0)
    return (at.package - 1 + within) / max(1, at.packages)


def on_the_way(at: At, texts: Texts) -> str:
    """The state by its name, with the bytes that really moved."""
    words = texts(f"walk.{at.step.value}", done=size_in_words(at.done, texts), size=size_in_words(at.size, texts))
    if at.packages == 1:
        return words
    return texts("walk.package", number=at.package, packages=at.packages, state=words)


def at_the_end(walked: Walked, texts: Texts) -> Said:
    """How it ended: what lies there whole, what stays, and what to do."""
    there = _there(walked, texts)
    rest = (texts("walk.rest-stays"),) if walked.handed else ()
    match walked.ended:
        case Ended.COPIED:
            return Said(texts("walk.done"), Tone.GOOD, (texts("walk.not-arrived"), *there))
        case Ended.STOPPED:
            return Said(texts("walk.stopped"), Tone.NONE, (*there, *rest))
        case Ended.FAILED:
            assert walked.problem is not None
            return Said(sentence(texts, walked.problem), Tone.DANGER, (*there, *rest))
        case Ended.CHANGED:
            assert walked.problem is not None
            return Said(sentence(texts, walked.problem), Tone.ATTENTION, there)
        case _:
            assert_never(walked.ended)


def _there(walked: Walked, texts: Texts) -> tuple[str, ...]:
    """The packages that lie there, by office."""
    found: dict[str, list[int]] = {}
    for handed in walked.handed:
        offices = texts.listed(sorted({isolated(card.office.name) for card in handed.cards}))
        found.setdefault(offices, []).append(handed.size)
    if not found:
        return () if walked.ended is Ended.COPIED else (texts("walk.nothing-there"),)
    return tuple(
        texts("walk.there", count=len(sizes), offices=offices, size=size_in_words(sum(sizes), texts))
        for offices, sizes in found.items()
    )
