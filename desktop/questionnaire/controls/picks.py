"""Choices one sees all of: a row of keys, a list to choose one from, a list to tick.

One stop for Tab. Arrow keys move, Space, a letter or a number picks, Backspace takes back, Enter goes on; after a move
Enter picks what one moved to.
"""

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QCheckBox,
    QFrame,
    QLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from desktop.questionnaire.asking import Question
from desktop.questionnaire.controls.base import ENTER, Control, pressed, watch
from desktop.questionnaire.finding import beginning_with, plain_digits
from desktop.widgets.flow import Flow
from desktop.widgets.pieces import Part, column, label, restyle, row, spoken
from forms.session import Offered
from resources.palettes import GRID

_PADDING = 28  # of a key in the style sheet, at its sides: twice its padding and its widest border
_ENDLESS = 100_000
_EDGES = 14  # the same above and below


Beside = Callable[[Offered], QWidget | None]


class Manner(Enum):
    """How choices are shown, and how many may be picked."""

    KEYS = "keys"
    ONE = "one"
    MANY = "many"


class Key(QPushButton):
    """A choice as a key. Long words break into lines."""

    def __init__(self, words: str) -> None:
        """Not picked."""
        super().__init__()
        self._words = words.replace("&", "&&")
        self.setText(self._words)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("part", Part.KEY.value)
        self.setAccessibleName(words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """All words in one line, wide enough for the bold letters of a key that is picked."""
        return QSize(self._bold().horizontalAdvance(self._words) + _PADDING, self._height(1))

    def hasHeightForWidth(self) -> bool:
        """Words break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the words are at a width."""
        return self._height(self._broken(width).count("\n") + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        broken = self._broken(event.size().width())
        if broken != self.text():
            self.setText(broken)

    def _broken(self, width: int) -> str:
        lines, room, bold = [""], width - _PADDING, self._bold()
        for word in self._words.split(" "):
            longer = f"{lines[-1]} {word}".lstrip()
            if lines[-1] and bold.horizontalAdvance(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return "\n".join(lines)

    def _bold(self) -> QFontMetrics:
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    def _height(self, lines: int) -> int:
        """Letters of another script may be higher than those the font was chosen for."""
        return lines * round(_line_height(self._words, self.font())) + _EDGES


class Option(QFrame):
    """A choice in a list: a mark, and words that wrap. All of it can be pressed."""

    def __init__(self, words: str, button: QAbstractButton, beside: QWidget | None = None) -> None:
        """`button` is the mark; beside: what is shown with the words."""
        super().__init__()
        self.setObjectName("option")
        self.button = button
        button.setAccessibleName(words)
        text = label(words)
        inner = row(button, text, spacing=1)
        inner.setStretch(1, 1)
        if beside is not None:
            inner.insertWidget(1, beside)
            inner.setStretch(2, 1)
            inner.setStretch(1, 0)
        inner.setContentsMargins(GRID // 2, GRID // 4, GRID // 2, GRID // 4)
        self.setLayout(inner)
        watch(self, button)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The words belong to the mark."""
        self.button.setFocus(Qt.FocusReason.MouseFocusReason)
        self.button.click()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show where one is on the whole line."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            restyle(self, focused="true" if event.type() is QEvent.Type.FocusIn else "false")
        return super().eventFilter(watched, event)


class Picks(Control):
    """Some choices, all of them in sight."""

    def __init__(self, question: Question, manner: Manner, beside: Beside | None = None) -> None:
        """Nothing picked. beside: makes what is shown with a choice."""
        super().__init__(question)
        self.manner = manner
        self._beside = beside
        self.buttons: list[QAbstractButton] = []
        self._choices: tuple[Offered, ...] = ()
        self._picked: tuple[str, ...] = ()
        self._moved = False
        self._lines: Flow | QBoxLayout = Flow() if manner is Manner.KEYS else column(spacing=0)
        self.setLayout(self._lines)
        self._offer(question)

    def show_answer(self, text: str) -> None:
        """Mark what is picked."""
        self._picked = tuple(text.split()) if self.manner is Manner.MANY else (text,) if text else ()
        for choice, button in zip(self._choices, self.buttons, strict=True):
            button.setChecked(choice.code in self._picked)
        self._let_in(self._home())

    def stops(self) -> Sequence[QWidget]:
        """The choices; Tab reaches one of them."""
        return self.buttons

    def begin(self) -> None:
        """Where the pick is, or at the first."""
        if self.buttons:
            self.buttons[self._home()].setFocus(Qt.FocusReason.TabFocusReason)

    def at_hand(self) -> Offered | None:
        """The choice that has the keys."""
        return next((one for one, key in zip(self._choices, self.buttons, strict=True) if key.hasFocus()), None)

    def hold(self, explained: QWidget) -> bool:
        """Below its choice in a list; below all of them where they stand in a row."""
        at_hand, lines = self.at_hand(), self._lines
        if at_hand is None or isinstance(lines, Flow) or lines.direction() is not QBoxLayout.Direction.TopToBottom:
            return False
        lines.removeWidget(explained)
        lines.insertWidget(self._choices.index(at_hand) + 1, explained)
        return True

    def ask(self, question: Question) -> None:
        """Other choices."""
        self.name = question.label
        if question.choices != self._choices:
            self._offer(question)
            self.show_answer(" ".join(self._picked))

    def explain(self, words: str) -> None:
        """The choices name themselves; what is asked stands beside."""
        super().explain(spoken(self.name, words))

    def set_wrong(self, *, wrong: bool) -> None:
        """What is wrong stands below in words."""

    def pick(self, place: int) -> None:
        """Pick a choice, or take it back."""
        code = self._choices[place].code
        if self.manner is Manner.MANY:
            chosen = set(self._picked) ^ {code}
            self._say(tuple(one.code for one in self._choices if one.code in chosen))
        else:
            self._say(() if self._picked == (code,) else (code,))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys, for whichever choice has them."""
        if event.type() is QEvent.Type.FocusIn and watched in self.buttons:
            self._let_in(self.buttons.index(watched))
            self.turned.emit()
        if event.type() is QEvent.Type.FocusOut:
            self._moved = False
        key = pressed(event)
        if key is not None and watched in self.buttons and self._on_key(key, self.buttons.index(watched)):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent, here: int) -> bool:
        key = Qt.Key(event.key())
        step = self._step(key)
        if step:
            self._move((here + step) % len(self.buttons))
        elif key in ENTER:
            if self._moved and self.manner is not Manner.MANY and self._picked != (self._choices[here].code,):
                self.pick(here)
            self.onward.emit()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._say(())
        elif key != Qt.Key.Key_Space and event.text().strip():
            return self._on_letter(event.text(), here)
        else:
            return False
        return True

    def _on_letter(self, letter: str, here: int) -> bool:
        """A number picks by place. A letter picks the next one that begins so, from the one picked on."""
        digit = plain_digits(letter)
        if digit.isdecimal():
            place: int | None = int(digit) - 1
        else:
            words = [choice.label for choice in self._choices]
            after = here if self.manner is Manner.MANY or self._picked else -1
            place = beginning_with(words, letter, after)
        if place is None or not 0 <= place < len(self.buttons):
            return False
        self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
        if self.manner is Manner.MANY or self._picked != (self._choices[place].code,):
            self.pick(place)
        return True

    def _step(self, key: Qt.Key) -> int:
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(key, 0)
        return -step if turned and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) else step

    def _move(self, place: int) -> None:
        self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
        self._moved = True

    def _say(self, codes: tuple[str, ...]) -> None:
        text = " ".join(codes)
        self.show_answer(text)
        self.answered.emit(text)

    def _home(self) -> int:
        """The place Tab comes to."""
        focused = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), None)
        picked = (place for place, one in enumerate(self._choices) if one.code in self._picked)
        return focused if focused is not None else next(picked, 0)

    def _let_in(self, place: int) -> None:
        """Only one of the choices is a stop for Tab."""
        for number, button in enumerate(self.buttons):
            policy = Qt.FocusPolicy.StrongFocus if number == place else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)

    def _offer(self, question: Question) -> None:
        self._choices = question.choices
        empty(self._lines)
        self.buttons = []
        for place, choice in enumerate(question.choices):
            button, widget = self._made(choice)
            button.clicked.connect(self._picker(place))
            watch(self, button)
            self.buttons.append(button)
            self._lines.addWidget(widget)
        self.setAccessibleName(question.label)
        self.explain("")
        self._let_in(0)

    def _picker(self, place: int) -> Callable[[bool], None]:
        return lambda _checked: self.pick(place)

    def _made(self, choice: Offered) -> tuple[QAbstractButton, QWidget]:
        words = choice.label
        if self.manner is Manner.KEYS:
            key = Key(words)
            return key, key
        mark = QRadioButton() if self.manner is Manner.ONE else QCheckBox()
        mark.setAutoExclusive(False)
        return mark, Option(words, mark, self._beside(choice) if self._beside is not None else None)


def _line_height(words: str, font: QFont) -> float:
    laid = QTextLayout(words, font)
    laid.beginLayout()
    line = laid.createLine()
    line.setLineWidth(_ENDLESS)
    laid.endLayout()
    return line.height()


def empty(lines: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := lines.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
