"""A questionnaire on paper, empty, to be filled in by hand where a laptop cannot go, and typed in later.

What names a person is never asked for on paper: a sheet is found. Questions that stand in the protected class are left
out, and a questionnaire of which nothing else is left is refused.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from reportlab.platypus import Flowable

from forms.model import Control, Definition, Sort
from forms.session import Asked, Session
from forms.storing import kind_of
from records.errors import Known
from records.schema import Class, Kind
from records.vault.vault import Vault
from reports.errors import ReportsCode
from reports.paper.keeping import with_headings
from reports.paper.look import GRID, Look
from reports.paper.pages import Furniture, Made, Pages
from reports.paper.pairs import Hairline
from reports.paper.placing import place
from reports.paper.sheet import Paper
from reports.paper.slots import Lines, Slots, Ticks
from reports.reading import form_session
from resources.texts import Texts

_LINES_OF_TEXT: Final = 4
_MOST_CHOICES: Final = 40
_SIDE_BY_SIDE: Final = 4
_SIZE: Final = 9.0
_LEADING: Final = 12.0
_SMALL: Final = 8.0
_SMALL_LEADING: Final = 10.0
_NEEDED: Final = " •"


def print_blank(vault: Vault, version: str, out: Path, texts: Texts, paper: Paper) -> Made:
    """Print a form of this notebook, empty. Known(NO_SUCH_FORM | NOT_ON_PAPER | NOT_WRITTEN …) writes nothing."""
    made = blank(form_session(vault, version, None, texts), texts, paper)
    place(out, made.data, vault.chance)
    return made


def blank(session: Session, texts: Texts, paper: Paper) -> Made:
    """Make the sheet of a form with no answers. Known(NOT_ON_PAPER) for one that may not be written down."""
    title = session.say(session.form.title)
    look = Look(texts, paper)
    asked = list(_Asked(session, look, texts).flowables())
    if not asked:
        raise Known(ReportsCode.NOT_ON_PAPER, form=title)
    furniture = Furniture(title=title, head=title, foot=texts("blank.foot"), practice=False)

    def story(_pages: int) -> list[Flowable]:
        top = [
            look.label(title, look.title),
            look.ours(texts("blank.how"), look.quiet.but(size=_SIZE, leading=_LEADING)),
            Hairline(above=GRID / 2, below=0),
        ]
        return with_headings([*top, *_Asked(session, look, texts).flowables()])

    return Pages(texts, paper).make(story, furniture)


class _Asked:
    """The questions of a form as it begins: its short page, without what comes only when somebody asks for it."""

    def __init__(self, session: Session, look: Look, texts: Texts) -> None:
        self._session = session
        self._look = look
        self._texts = texts
        self._bound = look.quiet.but(size=_SMALL, leading=_SMALL_LEADING, space_after=0.0, keep_with_next=True)
        self._label = look.bold.but(
            size=_SIZE, leading=_LEADING, space_after=0.0, space_before=GRID / 2, keep_with_next=True
        )
        self._small = look.close.but(size=_SMALL, leading=_SMALL_LEADING)

    def flowables(self) -> Iterator[Flowable]:
        """Every question that may be asked on paper; numbers that follow each other stand side by side."""
        for numbers, group in groupby(self._asked(), _is_number):
            if not numbers:
                for one in group:
                    yield from self._question(one)
                continue
            for four in _in_fours(group):
                said = [self._look.label(self._session.label(one.path), self._small) for one in four]
                yield Slots(said, rtl=self._look.rtl)

    def _asked(self) -> Iterator[Asked]:
        left_out: tuple[str, ...] = ()
        for one in self._session.asked():
            if one.definition.sort is not Sort.FIELD:
                left_out += (one.path,) if one.definition.on_demand else ()
            inside = any(one.path == path or one.path.startswith((f"{path}/", f"{path}#")) for path in left_out)
            if not inside and (_is_heading(one) or _may_be_asked(one.definition)):
                yield one

    def _question(self, asked: Asked) -> Iterator[Flowable]:
        look, session, path = self._look, self._session, asked.path
        if asked.definition.sort is not Sort.FIELD:
            yield look.label(session.label(path), look.section)
            return
        yield look.label(session.label(path) + (_NEEDED if session.is_required(path) else ""), self._label)
        if session.hint(path):
            yield look.label(session.hint(path), self._bound)
        yield from self._room(asked)

    def _room(self, asked: Asked) -> Iterator[Flowable]:
        """Where the answer goes."""
        look, one = self._look, asked.definition
        choices = [offered.label for offered in self._session.choices(asked.path)] if one.choices is not None else []
        match one.control:
            case Control.SELECT_ONE | Control.SELECT_MANY if 0 < len(choices) <= _MOST_CHOICES:
                yield Ticks([look.label(choice, self._small) for choice in choices], rtl=look.rtl)
            case Control.ACKNOWLEDGE:
                yield Ticks([look.ours(self._texts("blank.yes"), self._small)], rtl=look.rtl)
            case Control.UPLOAD:
                yield look.ours(self._texts("blank.file"), self._bound)
                yield Lines(1)
            case Control.RANK:
                yield Lines(max(len(choices), 1), [look.label(choice, self._small) for choice in choices])
            case _:
                yield Lines(_LINES_OF_TEXT if kind_of(one) is Kind.LONG_TEXT else 1)


def _is_heading(asked: Asked) -> bool:
    """A group with words, or a repeat's first row."""
    return asked.definition.sort is Sort.GROUP and bool(asked.definition.label)


def _is_number(asked: Asked) -> bool:
    field = asked.definition.sort is Sort.FIELD and asked.definition.control is Control.INPUT
    return field and kind_of(asked.definition) in (Kind.INTEGER, Kind.DECIMAL)


def _may_be_asked(one: Definition) -> bool:
    """Whether a person is asked it at all, and may write the answer on a sheet that others can find."""
    asked = one.sort is Sort.FIELD and one.control is not Control.NONE and one.readonly is None
    return asked and not one.hidden and not one.metadata and one.value_class != Class.PROTECTED.name.lower()


def _in_fours(asked: Iterable[Asked]) -> Iterator[list[Asked]]:
    waiting = iter(asked)
    while four := list(islice(waiting, _SIDE_BY_SIDE)):
        yield four
