"""The first page of the window waits for nothing heavy: what is behind the lock is loaded while one types."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "sqlmodel",
    "sqlalchemy",
    "sqlcipher3",
    "pydantic",
    "pyxform",
    "openpyxl",
    "lark",
    "reportlab",
    "uharfbuzz",
    "opendal",
    "babel",
    "pikepdf",
    "pypdfium2",
    "PIL",
    "keyring",
    "mnemonic",
    "msgspec",
    "cryptography",
)
SHOWN = """
import json, sys
from PySide6.QtWidgets import QApplication
from desktop.window_wiring import NAME, WindowProcess
app = QApplication([NAME, "-style", "Fusion"])
process = WindowProcess(app, app.exit)
process.start()
app.processEvents()
print(json.dumps([type(process.frame.centralWidget()).__name__, process.frame.isVisible(), sorted(sys.modules)]))
sys.stdout.flush()
import os
os._exit(0)
"""


def first_page(home: Path) -> tuple[str, bool, set[str]]:
    folders = {"KINGA_HOME": str(home), "KINGA_STATE": str(home / "state"), "QT_QPA_PLATFORM": "offscreen"}
    found = subprocess.run(
        [sys.executable, "-P", "-c", SHOWN],
        env=os.environ | folders | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    page, visible, modules = json.loads(found.stdout)
    return page, visible, set(modules)


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    home = tmp_path_factory.mktemp("home")
    (home / "1").mkdir()
    (home / "1" / "slots.1").touch()  # enough for a notebook to be asked for
    page, visible, found = first_page(home)
    assert (page, visible) == ("UnlockPage", True)
    return found


@pytest.mark.parametrize("package", HEAVY)
def test_the_unlock_page_has_not_loaded(modules: set[str], package: str) -> None:
    assert package not in modules


def test_nor_the_rooms_behind_the_lock(modules: set[str]) -> None:
    behind = {"desktop.acts", "desktop.rooms", "records.vault.vault", "desktop.background", "subprocess"}
    behind |= {"resources.glossary"}  # read when somebody asks what a choice means
    assert behind & modules == set()
    assert {"forms", "sync", "reports"} & modules == set()


def test_where_there_is_no_notebook_the_beginning_is_the_first_page(tmp_path: Path) -> None:
    page, visible, _modules = first_page(tmp_path)
    assert (page, visible) == ("BeginningPage", True)
