"""The questions of one part of a form as widgets. Only what came or went is made or taken away; the rest stays put."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import assert_never

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.controls.picks import empty
from desktop.questionnaire.plan import Adder, Piece, Shape
from desktop.questionnaire.question_box import QuestionBox, stands_beside
from desktop.questionnaire.table import Table, TableRow
from desktop.widgets.flow import Flow
from desktop.widgets.pieces import Part, box, button, column, label, row
from resources.palettes import GRID

Key = tuple[Shape, str]


class Wishes(QObject):
    """What a person wants on the page, from wherever on it she says so."""

    answered = Signal(str, object)
    onward = Signal(str)
    add = Signal(str)
    open = Signal(str)
    remove = Signal(str)
    bring_back = Signal()
    decided = Signal(str, object, str)


class Sheet(QWidget):
    """Holds pieces in order; a group or row holds another sheet."""

    def __init__(self, bench: Bench, wishes: Wishes, spacing: float = 3, *, beside: bool = False) -> None:
        """Empty. beside: what is short stands in lines."""
        super().__init__()
        self._bench = bench
        self._wishes = wishes
        self._shown: tuple[Piece, ...] = ()
        self._widgets: dict[Key, QWidget] = {}
        self._lines: QVBoxLayout | Flow = Flow(spacing=spacing) if beside else column(spacing=spacing)
        self.setLayout(self._lines)

    def show_pieces(self, pieces: Sequence[Piece], answering: Answering) -> bool:
        """Hold these; return whether anything came or went."""
        pieces = tuple(pieces)
        if pieces == self._shown:
            return False
        wanted = {piece.key for piece in pieces}
        for key in [key for key in self._widgets if key not in wanted]:
            self._let_go(self._widgets.pop(key))
        before = frozenset(self._widgets)
        changed = [self._put(place, piece, answering) for place, piece in enumerate(pieces)]
        self._show_at_once([self._widgets[piece.key] for piece in pieces if piece.key not in before])
        changed.append([piece.key for piece in self._shown] != [piece.key for piece in pieces])
        self._shown = pieces
        return any(changed)

    def boxes(self) -> Iterator[QuestionBox]:
        """Every question held, in order."""
        for widget in self._in_order():
            if isinstance(widget, QuestionBox):
                yield widget
            elif isinstance(widget, Bunch | Table):
                yield from widget.inside.boxes()

    def stops(self) -> Iterator[QWidget]:
        """Everything Tab can reach, in order."""
        for widget in self._in_order():
            if isinstance(widget, QuestionBox):
                yield from widget.stops()
            elif isinstance(widget, Bunch):
                yield from widget.inside.stops()
                yield from widget.buttons
            elif isinstance(widget, Table):
                yield from widget.inside.stops()
            elif isinstance(widget, ButtonRow):
                yield from widget.buttons

    def say_again(self, answering: Answering) -> None:
        """Say headings, columns and buttons anew: the form is asked in another language."""
        for piece in self._shown:
            widget = self._widgets[piece.key]
            if isinstance(widget, Bunch):
                widget.say(piece, answering)
                widget.inside.say_again(answering)
            elif isinstance(widget, Table):
                widget.say()
            elif isinstance(widget, ButtonRow):
                widget.say(piece, answering)

    def _in_order(self) -> Iterator[QWidget]:
        """What is held. While something goes, Qt moves the focus and asks in between."""
        return (self._widgets[piece.key] for piece in self._shown if piece.key in self._widgets)

    def _put(self, place: int, piece: Piece, answering: Answering) -> bool:
        """Have a piece in its place; return whether it is new, or something in it is."""
        widget = self._widgets.get(piece.key)
        fresh = widget is None
        if widget is None:
            widget = self._widgets[piece.key] = self._made(piece, answering)
        if self._lines.indexOf(widget) != place:
            put = self._lines.insert if isinstance(self._lines, Flow) else self._lines.insertWidget
            put(place, widget)
        changed = isinstance(widget, Bunch | Table | ButtonRow) and widget.show_piece(piece, answering)
        return changed or fresh

    def _show_at_once(self, fresh: Sequence[QWidget]) -> None:
        """They may be where the person goes on. Qt would lay the whole page out anew for each of them."""
        self._lines.setEnabled(False)
        for widget in fresh:
            widget.show()
        self._lines.setEnabled(True)
        if fresh:
            self._lines.activate()

    def _made(self, piece: Piece, answering: Answering) -> QWidget:
        match piece.shape:
            case Shape.QUESTION:
                assert piece.definition is not None
                kind = TableRow if answering.is_row(piece.path) else QuestionBox
                found = kind(piece.path, piece.definition, answering, self._bench)
                found.answered.connect(self._wishes.answered)
                found.onward.connect(self._wishes.onward)
                found.decided.connect(self._wishes.decided)
                return found
            case Shape.GROUP | Shape.ROW | Shape.LINE:
                return Bunch(piece, self._bench, self._wishes)
            case Shape.GRID:
                return Table(Sheet(self._bench, self._wishes, 0))
            case Shape.GONE | Shape.ADDERS:
                return ButtonRow(self._bench, self._wishes)
            case _:
                assert_never(piece.shape)

    def _let_go(self, widget: QWidget) -> None:
        self._lines.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def _spacing(piece: Piece) -> float:
    """Steps of the grid between what is inside: lines of a table stand close."""
    if piece.inside and all(one.definition is not None and stands_beside(one.definition) for one in piece.inside):
        return 1
    return 2 if piece.shape is Shape.ROW else 3


class Bunch(QWidget):
    """A group, a row of a repeat, or a line of short questions: a heading and what is inside.

    A row is a quiet card that can be taken away.
    """

    def __init__(self, piece: Piece, bench: Bench, wishes: Wishes) -> None:
        """Empty."""
        super().__init__()
        self._bench = bench
        is_row = piece.shape is Shape.ROW
        self.heading = label("", Part.HEADING)
        self.inside = Sheet(bench, wishes, _spacing(piece), beside=piece.shape is Shape.LINE)
        self.buttons: list[QPushButton] = []
        top = row(self.heading, spacing=1)
        top.setStretch(0, 1)
        if is_row:
            icon = bench.desk.look.icon("x", bench.desk.look.palette.quiet)
            remove = button(bench.desk.texts("question.remove"), partial(wishes.remove.emit, piece.path), icon=icon)
            remove.setProperty("part", "quiet")
            self.buttons.append(remove)
            top.addWidget(remove)
        inner = column(spacing=1.5 if is_row else 2)
        inner.addLayout(top)
        inner.addWidget(self.inside)
        if is_row:
            frame = box(inner, "card")
            inner.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
            self.setLayout(column(frame, spacing=0))
        else:
            self.setLayout(inner)

    def show_piece(self, piece: Piece, answering: Answering) -> bool:
        """Show what is inside now."""
        self.say(piece, answering)
        return self.inside.show_pieces(piece.inside, answering)

    def say(self, piece: Piece, answering: Answering) -> None:
        """Say what it is."""
        title = answering.title(piece)
        self.heading.setText(title)
        self.heading.setVisible(bool(title))
        for one in self.buttons:
            one.setAccessibleName(f"{one.text().strip()}: {title}")


class ButtonRow(QWidget):
    """Buttons that add and open; or a word that something was taken away, and the way back."""

    def __init__(self, bench: Bench, wishes: Wishes) -> None:
        """Empty."""
        super().__init__()
        self._bench = bench
        self._wishes = wishes
        self._piece: Piece | None = None
        self.buttons: list[QPushButton] = []
        self._flow = Flow(middle=True)
        self.setLayout(self._flow)

    def show_piece(self, piece: Piece, answering: Answering) -> bool:
        """Show these buttons; return whether they are others than before."""
        if piece == self._piece:
            return False
        self.say(piece, answering)
        return True

    def say(self, piece: Piece, answering: Answering) -> None:
        """Make these buttons."""
        self._piece = piece
        empty(self._flow)
        gone = piece.shape is Shape.GONE
        self.buttons = [self._undo()] if gone else [self._adder(adder, answering) for adder in piece.adders]
        if gone:
            words = self._bench.desk.texts("question.removed", what=answering.heading(piece.path))
            said = label(words, Part.QUIET)
            said.setWordWrap(False)
            self._flow.addWidget(said)
        for one in self.buttons:
            self._flow.addWidget(one)
            one.show()

    def _undo(self) -> QPushButton:
        texts, look = self._bench.desk.texts, self._bench.desk.look
        found = button(texts("question.undo"), self._wishes.bring_back.emit, icon=look.icon("undo-2"), name="undo")
        found.setProperty("part", "quiet")
        return found

    def _adder(self, adder: Adder, answering: Answering) -> QPushButton:
        what = answering.heading(adder.path)
        again = adder.again and not adder.on_demand
        words = self._bench.desk.texts("question.add-another", what=what) if again else what
        act = self._wishes.open if adder.group else self._wishes.add
        icon = self._bench.desk.look.icon("plus")
        found = button(words, partial(act.emit, adder.path), icon=icon, name=f"add-{adder.path}")
        found.setText(found.text().replace("&", "&&"))
        return found
