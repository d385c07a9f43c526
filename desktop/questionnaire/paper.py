"""The form on the page: its parts one at a time, made when they are first opened, and the way through them by keyboard.

Hears what a person does anywhere on it, lets `Answering` decide, and shows what follows from it at once.
"""

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from shiboken6 import isValid

from desktop.questionnaire.answering import Answering
from desktop.questionnaire.asking import Way
from desktop.questionnaire.bench import Bench
from desktop.questionnaire.leaks import Act
from desktop.questionnaire.outline import Entry, Outline
from desktop.questionnaire.plan import Section
from desktop.questionnaire.question_box import QuestionBox
from desktop.questionnaire.sheet import Sheet, Wishes
from desktop.questionnaire.tongues import Tongue
from desktop.questionnaire.ways import Ways
from desktop.questionnaire.wheres import Spot
from desktop.widgets.pieces import Part, button, column, label
from records.drafting import Cursor
from records.values import Blob
from resources.texts import Direction, Texts

_OWN_UNDO = frozenset({Way.LINE, Way.PARAGRAPHS, Way.NUMBER, Way.SCALE, Way.TIME})
"""What is written takes its letters back by itself."""
_DIRECTIONS = {Direction.LTR: Qt.LayoutDirection.LeftToRight, Direction.RTL: Qt.LayoutDirection.RightToLeft}
_SIDES = {
    Qt.LayoutDirection.LeftToRight: Qt.AlignmentFlag.AlignLeft,
    Qt.LayoutDirection.RightToLeft: Qt.AlignmentFlag.AlignRight,
}


class Paper(QWidget):
    """One filling-in as widgets.

    touched: something was answered, added or removed. left: the person went on to another question. ended: she went on
    behind the last one. moved: she came to a question, to be seen. turned: another part is shown from its top. undone:
    an answer was brought back.
    """

    touched = Signal()
    left = Signal()
    ended = Signal()
    moved = Signal(QWidget)
    turned = Signal()
    undone = Signal()

    def __init__(self, answering: Answering, bench: Bench, outline: Outline) -> None:
        """Shows the first part."""
        super().__init__()
        self._answering = answering
        self._bench = bench
        self._outline = outline
        self._sections: Sequence[Section] = answering.sections()
        self._place = 0
        self._shown: tuple[int, Sequence[Section]] = (-1, ())
        self._here = ""
        self._heard_now: QWidget | None = None
        self._sheets: dict[str, Sheet] = {}
        self._wishes = self._heard()
        self.title = label("", Part.HEADING)
        self.before = button("", lambda: self.show_part(self._place - 1), name="partBefore")
        self.after = button("", lambda: self.show_part(self._place + 1), name="partAfter")
        self._ways = Ways(self.before, self.after)
        self._column = column(self.title, self._ways, spacing=3)
        self.setLayout(self._column)
        outline.chosen.connect(self._on_chosen)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self.refresh()

    @property
    def sheet(self) -> Sheet:
        """The part that is open."""
        return self._sheets[self._sections[self._place].path]

    def refresh(self) -> None:
        """Show what is asked, answered and wrong now."""
        here = self._sections[self._place].path
        self._sections = self._answering.sections()
        self._place = next((at for at, one in enumerate(self._sections) if one.path == here), 0)
        section = self._sections[self._place]
        fresh = section.path not in self._sheets
        if fresh:
            self._sheets[section.path] = Sheet(self._bench, self._wishes)
            self._column.insertWidget(1, self._sheets[section.path])
            self._sheets[section.path].show()
        changed = self.sheet.show_pieces(section.pieces, self._answering)
        for one in self.sheet.boxes():
            one.refresh(self._answering)
        for path, sheet in self._sheets.items():
            sheet.setVisible(path == section.path)
        self._show_ways()
        self._shown = (self._place, self._sections)
        if changed or fresh:
            self.order()
            self._align()

    def speak(self, texts: Texts, tongue: Tongue) -> None:
        """Ask in another language and its direction; the person stays where she is. texts: our words in it."""
        here = self.where()
        self._answering.speak(texts, tongue.code)
        for path in [path for path, sheet in self._sheets.items() if sheet is not self.sheet]:
            gone = self._sheets.pop(path)
            self._column.removeWidget(gone)
            gone.deleteLater()
        self.setLayoutDirection(_DIRECTIONS[tongue.direction])
        self.refresh()
        self.sheet.say_again(self._answering)
        self._align()
        self.show_question(here.path, here.place)

    def show_part(self, place: int) -> None:
        """Open a part, and be ready at its first question."""
        if 0 <= place < len(self._sections):
            self._open(place)
            first = next((one for one in self.sheet.boxes() if one.can_be_answered), None)
            if first is not None:
                first.control.begin()
                self.turned.emit()

    def turn(self, step: int) -> None:
        """Open the next part, or the one before."""
        self.show_part(self._place + step)

    def show_question(self, path: str, letter: int | None = None) -> bool:
        """Open the part of a question and be ready there; at a letter of its text. Whether there is such a question."""
        parents = path.split("/")
        for length in range(1, len(parents)):
            self._answering.open("/".join(parents[:length]))
        self._sections = self._answering.sections()
        places = [at for at, part in enumerate(self._sections) if any(one.path == path for one in part.questions())]
        if not places:
            return False
        self._open(places[0])
        found = next((one for one in self.sheet.boxes() if one.path == path), None)
        if found is None:
            return False
        found.control.begin()
        if letter is not None:
            found.control.go_to_letter(letter)
        self.moved.emit(found)
        return True

    def begin(self) -> None:
        """Be ready at the first question."""
        self.show_part(0)

    def where(self) -> Cursor:
        """Where the person is, or was last."""
        found = next((one for one in self.sheet.boxes() if one.path == self._here), None)
        return Cursor() if found is None else Cursor(found.path, found.control.letter())

    def order(self) -> None:
        """Let Tab go through everything as it is read."""
        stops = [*self.sheet.stops(), self.before, self.after]
        for one, following in itertools.pairwise(stops):
            QWidget.setTabOrder(one, following)

    def last_stop(self) -> QPushButton:
        """Behind what Tab leaves the form."""
        return self.after

    def close_for_good(self) -> None:
        """Hear nothing more."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.disconnect(self._on_focus)
        self._hear_keys_of(None)
        self._outline.chosen.disconnect(self._on_chosen)

    def _heard(self) -> Wishes:
        found = Wishes()
        found.setParent(self)
        found.answered.connect(self._on_answered)
        found.onward.connect(self._on_onward)
        found.add.connect(self._on_add)
        found.open.connect(self._on_open)
        found.remove.connect(self._on_remove)
        found.bring_back.connect(self._on_bring_back)
        found.decided.connect(self._on_decided)
        return found

    def _open(self, place: int) -> None:
        """Show a part; one that is shown as it is asked needs nothing."""
        if (place, self._sections) != self._shown:
            self._place = place
            self.refresh()

    def _show_ways(self) -> None:
        """The heading, the ways to the neighbours, and the outline."""
        long, section = len(self._sections) > 1, self._sections[self._place]
        first = next(section.questions(), None)
        called = first is not None and self._answering.session.label(first.path) == section.title
        self.title.setVisible(long and not called)
        self._ways.setVisible(long)
        if not long:
            self._outline.show_parts((), -1)
            return
        self.title.setText(section.title)
        for way, place in ((self.before, self._place - 1), (self.after, self._place + 1)):
            there = 0 <= place < len(self._sections)
            way.setVisible(there)
            if there:
                words = self._bench.desk.texts(f"outline.{way.objectName()}", title=self._sections[place].title)
                way.setText(words.replace("&", "&&"))
                way.setAccessibleName(words)
        entries = [Entry(one.title, self._answering.mark(one)) for one in self._sections]
        self._outline.show_parts(entries, self._place)

    def _on_chosen(self, place: int) -> None:
        self._open(place)
        self.turned.emit()

    def _on_answered(self, path: str, value: object) -> None:
        self._answering.answer(path, value if isinstance(value, Blob | Spot) else str(value))
        self.refresh()
        self.touched.emit()

    def _on_onward(self, path: str) -> None:
        """On to the next question without an answer; behind the last one of a part, to the next part."""
        boxes = list(self.sheet.boxes())
        here = next((at for at, one in enumerate(boxes) if one.path == path), -1)
        waiting = [one for one in boxes[here + 1 :] if one.can_be_answered and not self._answering.value(one.path)]
        if waiting:
            waiting[0].control.begin()
        elif self._place + 1 < len(self._sections):
            self.after.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.ended.emit()

    def _on_add(self, repeat: str) -> None:
        row_path = self._answering.add(repeat)
        self.refresh()
        self._begin_inside(f"{row_path}/")
        self.touched.emit()

    def _on_open(self, group: str) -> None:
        self._answering.open(group)
        self.refresh()
        self._begin_inside(f"{group}/")

    def _begin_inside(self, prefix: str) -> None:
        inside = (one for one in self.sheet.boxes() if one.path.startswith(prefix) and one.can_be_answered)
        first = next(inside, None)
        if first is not None:
            first.control.begin()

    def _on_remove(self, row_path: str) -> None:
        self._answering.remove(row_path)
        self.refresh()
        undo = self.sheet.findChild(QPushButton, "undo")
        if isinstance(undo, QPushButton):
            undo.setFocus(Qt.FocusReason.OtherFocusReason)
        self.touched.emit()

    def _on_bring_back(self) -> None:
        self._answering.bring_back()
        self.refresh()
        self.touched.emit()

    def _on_decided(self, path: str, act: Act, passage: str) -> None:
        """Something that may tell who somebody is was decided; on to the next of it, or to the question."""
        here = next((one for one in self.sheet.boxes() if one.path == path), None)
        if here is not None:
            here.control.begin()  # before the keys go that had the focus
        self._answering.decide(path, act, passage)
        self.refresh()
        self.order()
        keys = here.leak_keys() if here is not None else ()
        if keys:
            keys[0].setFocus(Qt.FocusReason.TabFocusReason)
        self.touched.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo, where a question has none of its own."""
        key = event if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        if key is not None and key.matches(QKeySequence.StandardKey.Undo) and isinstance(watched, QWidget):
            return self._on_undo(watched)
        return super().eventFilter(watched, event)

    def _hear_keys_of(self, widget: QWidget | None) -> None:
        """Whatever has the focus on the page."""
        if self._heard_now is not None and isValid(self._heard_now):
            self._heard_now.removeEventFilter(self)
        self._heard_now = widget
        if widget is not None:
            widget.installEventFilter(self)

    def _on_undo(self, widget: QWidget) -> bool:
        found = _box_of(widget)
        if found is None or found.way in _OWN_UNDO or not self._answering.undo(found.path):
            return False
        self.refresh()
        if not widget.isVisible():
            found.control.begin()
        self.touched.emit()
        self.undone.emit()
        return True

    def _align(self) -> None:
        """Where the questions are written from the other side than the program, their words begin there too."""
        if self.testAttribute(Qt.WidgetAttribute.WA_SetLayoutDirection):
            absolute, side = Qt.AlignmentFlag.AlignAbsolute, _SIDES[self.layoutDirection()]
            for one in self.findChildren(QLabel):
                if one.alignment() & absolute:
                    one.setAlignment(side | absolute | (one.alignment() & Qt.AlignmentFlag.AlignVertical_Mask))

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Another question than before has the keys, or nothing on the page has."""
        if new is None:
            return
        found = _box_of(new)
        self._hear_keys_of(new if found is not None and self.isAncestorOf(found) else None)
        path = found.path if found is not None and self.isAncestorOf(found) else ""
        if path == self._here:
            return
        if self._here:
            self._answering.leave(self._here)
            self.retell()
            self.left.emit()
        if path and found is not None:
            self._here = path
            self.moved.emit(found)

    def retell(self) -> None:
        """Say anew what is wrong, and what may tell who somebody is."""
        other = False
        for one in self.sheet.boxes():
            one.tell(self._answering.problem(one.path))
            other = one.tell_leaks(self._answering) or other
        if other:
            self.order()
            self._align()
        self._show_ways()


def _box_of(widget: QWidget) -> QuestionBox | None:
    above: QWidget | None = widget
    while above is not None and not isinstance(above, QuestionBox):
        above = above.parentWidget()
    return above
