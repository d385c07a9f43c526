"""Promise: who fills in our own questionnaires loads neither pyxform, nor a parser, nor a reader of workbooks."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from datetime import UTC, datetime
from forms import shipped
from forms.answers import fill, nested
from forms.answer_files import FileKind, read_answers
from forms.environment import Surroundings
from forms.session import Filling, Session
from forms.trying import check_form

around = Surroundings(lambda: datetime.now(UTC), lambda size: bytes(size))
for name in shipped.names():
    session = Session(shipped.program(name), around, Filling(lambda: "r"))
    assert session.problems() or list(session.asked())
    assert check_form(session.form)["questions"]
    nested(session.form, session.answers())
print([name for name in ("pyxform", "lark", "openpyxl", "xlrd", "PySide6") if name in sys.modules])
"""


def test_daily_use_loads_no_converter() -> None:
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
