"""The pictures, sounds and films that a form shows: which it names, and which of the files beside it are taken. Pure.

Implements "Media" of the ODK XForms specification. What a file is, its bytes say; its name says only which is meant.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from forms.errors import FormsCode
from forms.model import Form, Texts
from forms.tables import Unusable
from records.attachments.kinds import HEAD, is_program, medium
from records.errors import Known

LARGEST_MEDIA: Final = 16 << 20
"""All of a form's files together."""
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
_PLAYED: Final = ("audio/", "video/")


@dataclass(frozen=True, slots=True)
class Media:
    """The files of a form by name, and why others are not kept, as Known(FORM_MEDIA)."""

    files: Mapping[str, bytes]
    problems: tuple[Known, ...] = ()


def names_of(form: Form) -> tuple[str, ...]:
    """The names of all files that labels and choices show, in any language, sorted."""
    return tuple(sorted(set(_names(form))))


def media_beside(form: Form, read: Callable[[str], bytes | None]) -> Media:
    """The files a form shows. read: the bytes of a file beside it, by name; None when there is none."""
    files: dict[str, bytes] = {}
    problems = []
    room = LARGEST_MEDIA
    for name in names_of(form):
        raw = read(name)
        why = _why_not(raw, room)
        if raw is None or why is not None:
            problems.append(Known(FormsCode.FORM_MEDIA, file=name, why=(why or Unusable.MISSING).value))
        else:
            files[name] = raw
            room -= len(raw)
    return Media(files, tuple(problems))


def _why_not(raw: bytes | None, room: int) -> Unusable | None:
    """Why a file is not kept; None when it is."""
    if raw is None:
        return Unusable.MISSING
    if not raw:
        return Unusable.EMPTY
    if len(raw) > room:
        return Unusable.TOO_LARGE
    head = raw[:HEAD]
    found = medium(head).media
    shown = found in PICTURES or found.startswith(_PLAYED)
    return None if shown and not is_program(head) else Unusable.NOT_SHOWN


def _names(form: Form) -> Iterator[str]:
    for one in form.definitions:
        yield from _files(one.label_media)
    for choices in form.lists.values():
        for choice in choices:
            yield from _files(choice.label_media)


def _files(media: Mapping[str, Texts]) -> Iterator[str]:
    for texts in media.values():
        for text in texts.values():
            name = "".join(part for part in text.parts if isinstance(part, str))
            if name:
                yield name
