"""From a locked laptop to the cursor in the story of an incident: start, passphrase, key, beside a bare window.

Every passphrase letter and key is an event of the keyboard, given to whatever has the keys as soon as something is
ready for it; nobody's typing time is in it. The notebook's passphrase is as hard to try as this computer makes it.
"""

import os
import statistics
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.measuring import Result, median_time, show
from benchmarks.starting import _once, _platform
from desktop.acts import make_notebook
from desktop.wiring import memory_kib
from records.clock import system_clock
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.calibration import measured_cost
from records.keys.slots import Cost, Slots, stretch
from records.people import Office, Role
from records.vault.vault import Beginning, Surroundings

_ROUNDS: Final = 5
_PASSPHRASE: Final = "six quiet words for this bench"
_GOAL: Final = "≤ 15 s, unlocking included"
_BARE: Final = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget, QVBoxLayout
class Field(QPlainTextEdit):
    def paintEvent(self, event):
        super().paintEvent(event)
        if self.hasFocus():
            QTimer.singleShot(0, lambda: (print(time.monotonic()), app.exit(0)))
app = QApplication([])
window = QWidget()
window.setLayout(QVBoxLayout())
field = Field()
window.layout().addWidget(field)
window.resize(1280, 720)
window.show()
window.activateWindow()
field.setFocus()
sys.exit(app.exec())
"""
_OURS: Final = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from desktop.window_wiring import NAME, WindowProcess

def press(key, text=""):
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        where = app.focusWidget()
        if where is not None:
            app.sendEvent(where, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))

class Person(QObject):
    steps = ["passphrase", "incident", "story"]
    def on_focus(self, _before, here):
        if here is not None:
            QTimer.singleShot(0, self.act)  # as soon as what is on its way is painted
    def act(self):
        here = app.focusWidget()
        now = self.steps[0] if self.steps else ""
        if now == "passphrase" and isinstance(here, QLineEdit):
            self.steps.pop(0)
            for letter in PASSPHRASE:
                press(ord(letter.upper()), letter)
            press(Qt.Key.Key_Return, "\\r")
        elif now == "incident" and isinstance(here, QPushButton) and here.objectName() == "write-incident":
            self.steps.pop(0)
            press(Qt.Key.Key_Return, "\\r")
        elif now == "story" and isinstance(here, QPlainTextEdit):
            self.steps.pop(0)
            here.viewport().installEventFilter(self)
            here.viewport().update()
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: (print(time.monotonic(), flush=True), process.close()))
        return False

PASSPHRASE = os.environ["KINGA_BENCH_PASSPHRASE"]
app = QApplication([NAME, "-style", "Fusion"])
app.setQuitOnLastWindowClosed(False)
process = WindowProcess(app, lambda code: os._exit(code))
person = Person()
app.focusChanged.connect(person.on_focus)
process.start()
sys.exit(app.exec())
"""


def run() -> None:
    """Measure both in turn, and how long the passphrase alone takes."""
    with tempfile.TemporaryDirectory() as folder:
        cost = measured_cost(memory_kib(), system_chance)
        _make(Path(folder), cost)
        environment = os.environ | {
            "KINGA_HOME": folder,
            "KINGA_STATE": str(Path(folder) / "state"),
            "KINGA_BENCH_PASSPHRASE": _PASSPHRASE,
            "QT_QPA_PLATFORM": _platform(),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's second start finds the first one's bytecode
        ours, bare = [], []
        for _ in range(_ROUNDS):
            bare.append(_once(_BARE, environment))
            ours.append(_once(_OURS, environment))
        slots = Slots(system_chance(32), cost, ())
        key = median_time(lambda: stretch(slots, _PASSPHRASE), 3)
    _tell(statistics.median(ours[1:]), statistics.median(bare[1:]), key, cost)


def _make(folder: Path, cost: Cost) -> None:
    """A monitor's notebook, as a first run makes it."""
    around = Surroundings(folder / "1", folder / "state", system_clock, system_chance)
    beginning = Beginning(Office("BEN", "Kilwa office"), Role.MONITOR, Realm.REAL, _PASSPHRASE, cost)
    make_notebook(around, beginning).vault.close()


def _tell(ours: float, bare: float, key: float, cost: Cost) -> None:
    end = "from the start of the process to the painted field with the cursor"
    how = f"{end}, warm, platform {_platform()}, median of {_ROUNDS - 1} in turn"
    show(Result("locked laptop to the cursor in an incident ÷ a bare window with a text field", ours, bare, _GOAL, how))
    words = f"{key / ours:.0%} of it; Argon2id of {cost.memory >> 10} MiB, {cost.passes} passes, aimed at one second"
    show(Result("of this, the passphrase's own work", key, None, "about 1 s", words))
