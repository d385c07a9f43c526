"""From the start of the window process to its first painted page, beside a bare window of the same size."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import Final

from benchmarks.measuring import Result, show

_ROUNDS: Final = 9
_BARE: Final = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: (print(time.monotonic()), app.exit(0)))
app = QApplication([])
window = Window()
window.resize(1280, 720)
window.show()
sys.exit(app.exec())
"""
_OURS: Final = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from desktop.window_wiring import NAME, WindowProcess
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and watched is process.frame.centralWidget():
            QTimer.singleShot(0, lambda: (print(time.monotonic()), process.background.close(), app.exit(0)))
        return False
app = QApplication([NAME])
process = WindowProcess(app, app.exit)
watch = Watch()
process.start()
process.frame.centralWidget().installEventFilter(watch)
sys.exit(app.exec())
"""


def run() -> None:
    """Measure both in turn."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "1").mkdir()
        (Path(folder) / "1" / "slots.1").write_bytes(b"")
        environment = os.environ | {"KINGA_HOME": folder, "QT_QPA_PLATFORM": _platform()}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a person's second start finds the first one's bytecode
        ours, bare = [], []
        for _ in range(_ROUNDS):
            bare.append(_once(_BARE, environment))
            ours.append(_once(_OURS, environment))
    show(
        Result(
            "unlock page painted ÷ a bare PySide6 window",
            statistics.median(ours[1:]),
            statistics.median(bare[1:]),
            "≤ 1.4",
            f"from the start of the process, warm, platform {_platform()}, median of {_ROUNDS - 1} in turn",
        )
    )


def _platform() -> str:
    return "xcb" if os.environ.get("DISPLAY") else "offscreen"


def _once(program: str, environment: dict[str, str]) -> float:
    """Seconds from just before the process is started to its first paint (both read the system's one steady clock)."""
    started = monotonic()
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1]) - started
