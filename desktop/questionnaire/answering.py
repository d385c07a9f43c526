"""One filling-in as the page has it: what was answered, what was opened, and which problems are told by now. No Qt.

A problem is told once the person left its question, and that something is missing only once she wanted to finish.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from desktop.questionnaire.asking import Question, is_of_consent, question
from desktop.questionnaire.layout import layout
from desktop.questionnaire.leaks import Act, Leak, Leaks
from desktop.questionnaire.plan import Gone, Piece, Section, Shape, pieces, sections
from desktop.questionnaire.undoing import Before, Past
from desktop.questionnaire.wheres import NOWHERE, Beside, Spot, answer, beside, spot_at
from forms.model import Definition
from forms.session import Problem, Session, Wrong
from forms.storing import kind_of
from records.leaking.guard import Guard
from records.schema import Facet
from records.values import Answers, Value, template
from resources.texts import Texts

_PLACE: Final = "place"
_KEPT_APPEARANCES: Final = frozenset({"when", "place", "last", "source"})
_KEPT_FACETS: Final = frozenset({Facet.WHEN.value, Facet.PLACE.value})


@dataclass(frozen=True, slots=True)
class Mark:
    """What the outline says of a part: whether something in it is answered, and whether something is wrong."""

    answered: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, as it stands in a list: where, what the question is, and what is wrong with its answer."""

    path: str
    title: str
    words: str


class Answering:
    """Answers go in here; what to show comes out."""

    def __init__(self, session: Session, texts: Texts, leaks: Leaks | None = None) -> None:
        """Over one session, which nobody else changes. leaks: what the notebook knows of names."""
        self.session = session
        self.leaks = leaks or Leaks(Guard())
        self._texts = texts
        self._laid = layout(session.form)
        self._past = Past()
        self._opened: frozenset[str] = frozenset()
        self._gone: Gone | None = None
        self._before: Answers | None = None
        self._noticed: set[str] = set()
        self._tried = False
        self._picked: dict[str, Spot] = {}
        self._places = {one.path: one for one in session.form.definitions if _PLACE in one.appearance.split()}

    def answer(self, path: str, value: Value | Spot) -> None:
        """Answer a question; one that asks where, with what is written beside it."""
        before, text = self._before_change(path), self.value(path)
        self._answer(path, value)
        self._past.changed(path, before, text, self.value(path))

    def undo(self, path: str) -> bool:
        """Bring back what a question was answered before; whether there was anything to bring back."""
        before = self._past.take(path)
        if before is None:
            return False
        self._answer(path, before)
        return True

    def _before_change(self, path: str) -> Before:
        there = self._beside(path)
        if there is not None:
            return spot_at(self.session, path, there)
        return self.session.blob(path) or self.value(path)

    def _answer(self, path: str, value: Value | Spot) -> None:
        there = self._beside(path)
        if isinstance(value, Spot | str) and there is not None:
            self._picked[path] = answer(self.session, path, there, value, self._picked_at(path, there))
        else:
            assert not isinstance(value, Spot)
            self.session.set(path, value)

    def value(self, path: str) -> str:
        """The answer at a path, as text."""
        return self.session.value(path)

    def question(self, path: str, one: Definition) -> Question:
        """How a question is asked now. Of what people agree to it says when no native speaker has read the words."""
        asked = question(self.session, path, one)
        if not is_of_consent(one, self.session):
            return asked
        hint = " ".join(part for part in (asked.hint, self._texts("question.drafted")) if part)
        return replace(asked, hint=hint)

    def add(self, repeat: str) -> str:
        """Add a row; return its path."""
        self.forget_removed()
        return self.session.add_row(repeat)

    def open(self, group: str) -> None:
        """Open a group that comes on demand."""
        self._opened |= {group}

    def remove(self, row: str) -> None:
        """Take a row away, so that it can still be brought back."""
        repeat = row.rpartition("#")[0]
        self._before = self.session.draft_answers()
        self._gone = Gone(repeat, self.session.rows(repeat).index(row))
        self.session.remove_row(row)

    def bring_back(self) -> None:
        """Bring the removed row back to its place with its answers; what was answered meanwhile stays."""
        if self._before is None or self._gone is None:
            return
        now, before = self.session.draft_answers(), self._before
        repeat, place = self._gone.repeat, self._gone.place
        row = f"{repeat}#{before.rows[repeat][place]}"
        values = {path: value for path, value in before.values.items() if _inside(path, row)}
        rows = {path: ids for path, ids in before.rows.items() if _inside(path, row)}
        there = list(now.rows.get(repeat, ()))
        there.insert(place, row.rpartition("#")[2])
        self.session = self.session.again(Answers({**now.values, **values}, {**now.rows, **rows, repeat: tuple(there)}))
        self.forget_removed()

    def forget_removed(self) -> None:
        """The removed row does not come back."""
        self._before = self._gone = None

    def sections(self) -> tuple[Section, ...]:
        """What is asked now, in its parts."""
        found = pieces(self.session, self._opened, self._gone, self._laid)
        return sections(self.session, found, self._laid)

    def is_row(self, path: str) -> bool:
        """Whether a question is a row of a table."""
        return template(path) in self._laid.rows

    def speak(self, texts: Texts, language: str) -> None:
        """Ask in another language. texts: the program's own words in it, for our own forms."""
        self.session = self.session.speaking(language, texts.of_form)

    def title(self, piece: Piece) -> str:
        """The heading of a group or row. Of a repeat without rows its name says the form."""
        if piece.definition is None:
            return ""
        found = self.session.say(piece.definition.label)
        return f"{found} {piece.number}" if piece.shape is Shape.ROW and piece.number else found

    def heading(self, path: str) -> str:
        """What a button that adds or opens says."""
        one = next((one for one in self.session.form.definitions if one.path == template(path)), None)
        return "" if one is None else self.session.say(one.label)

    def leave(self, path: str) -> None:
        """The person left a question: what is wrong with it may be said."""
        self._noticed.add(path)
        self.leaks.leave(self.session, path)

    def finish(self) -> tuple[Problem, ...]:
        """The person wants to finish: everything wrong may be said. Return it."""
        self._tried = True
        return self.session.problems()

    def faults(self) -> tuple[Fault, ...]:
        """Everything wrong now, in the order of the form, to be listed."""
        return tuple(
            Fault(one.path, self.session.label(self._row_above(one.path)), self._sentence(one))
            for one in self.session.problems()
        )

    def _row_above(self, path: str) -> str:
        """Of what is asked because of a row of a table, that row: its own words say little in a list."""
        row = self._laid.below.get(template(path), "")
        above, slash, _ = path.rpartition("/")
        return f"{above}{slash}{row.rpartition('/')[2]}" if row else path

    def unseen_leaks(self) -> tuple[str, ...]:
        """The questions whose answers may tell who somebody is, where that was never shown. It is shown from now on."""
        return self.leaks.unseen(self.session)

    def found(self, path: str) -> tuple[Leak, ...]:
        """What may tell who somebody is in an answer, once its question was left."""
        return self.leaks.found(self.session, path)

    def can_undo(self, path: str) -> bool:
        """Whether what was done last about it can be taken back."""
        return self.leaks.can_undo(self.session, path)

    def decide(self, path: str, act: Act, passage: str) -> None:
        """Do what the person wants with a passage that may tell who somebody is."""
        self.leaks.decide(self.session, path, act, passage)

    def marks(self) -> frozenset[str]:
        """What is remembered of everything that a person found fine."""
        return self.leaks.marks(self.session)

    def problem(self, path: str) -> str:
        """What is said to be wrong with a question now, "" for nothing."""
        if not self._tried and path not in self._noticed:
            return ""
        found = self.session.problem(path)
        if found is None or (found.wrong is Wrong.REQUIRED and not self._tried):
            return ""
        return self._sentence(found)

    def _sentence(self, problem: Problem) -> str:
        """What is wrong in the form's words where it has some, else in our own."""
        one = next(one for one in self.session.form.definitions if one.path == template(problem.path))
        own = f"problem.{problem.wrong.value}"
        of_kind = f"{own}-{kind_of(one).value}"
        return problem.message or self._texts(of_kind if self._texts.has(of_kind) else own)

    def mark(self, section: Section) -> Mark:
        """What the outline says of a part."""
        paths = [piece.path for piece in section.questions()]
        answered = any(self.session.value(path) for path in paths)
        return Mark(answered=answered, wrong=any(self.problem(path) for path in paths))

    def carried(self) -> Mapping[str, str | Spot]:
        """What the next note from the same place begins with: its time, place and source. Rows are left behind."""
        return {
            path: value if there is None else spot_at(self.session, path, there)
            for path, one in self.session.places()
            if _stays(one) and "#" not in path and (value := self.session.value(path))
            for there in [self._beside(path)]
        }

    def _beside(self, path: str) -> Beside | None:
        one = self._places.get(template(path))
        return None if one is None else beside(one, path)

    def _picked_at(self, path: str, there: Beside) -> Spot:
        """What was picked here; in a note that was begun before, what has a code was."""
        spot = spot_at(self.session, path, there)
        return self._picked.setdefault(path, spot if spot.code else NOWHERE)


def _stays(one: Definition) -> bool:
    return one.facet in _KEPT_FACETS or bool(_KEPT_APPEARANCES.intersection(one.appearance.split()))


def _inside(path: str, row: str) -> bool:
    return path.startswith(f"{row}/")
