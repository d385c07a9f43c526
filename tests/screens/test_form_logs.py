"""The log of each step, where a form of somebody else's asks for it and a person turned it on: a file of the note."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.acts import Notebook, write_down
from desktop.places import Go, Where
from forms.metadata import AUDIT_PATH, turned_on
from forms.storing import schema_of, to_bytes
from records.recording import begin
from records.values import Blob
from tests.support.filling import compiled
from tests.support.windows import WINDOW
from tests.support.writing import writing

pytestmark = WINDOW

TABLE = """
    | survey |
    | | type | name | label |
    | | audit | audit | |
    | | text | a | A |
    | | text | b | B |
"""


def test_a_draft_keeps_the_log_and_the_note_has_it_as_a_file(tmp_path: Path, qtbot: QtBot) -> None:
    form = turned_on(compiled(TABLE), ["audit"])
    schema = schema_of(form)

    def begun(notebook: Notebook) -> str:
        notebook.vault.forms.put(schema, to_bytes(form))
        return write_down(notebook.vault, begin(notebook.vault, schema)).id

    with writing(tmp_path, qtbot) as pen:
        draft = pen.vault(begun)
        pen.go(Go(Where.WRITE, draft=draft))
        pen.at("a")
        pen.press("Kilwa")
        pen.go(Go(Where.HOME))
        assert isinstance(pen.drafts()[0].answers.values[AUDIT_PATH], str)
        pen.go(Go(Where.WRITE, draft=draft))
        pen.at("b")
        pen.press("x")
        pen.finish()
        (line,) = pen.notes()
        kept = pen.answers(line).values[AUDIT_PATH]
        assert isinstance(kept, Blob)
        content = pen.vault(lambda notebook: b"".join(notebook.vault.blobs.content(kept))).decode()
        lines = [row.split(",")[:2] for row in content.splitlines()[1:]]
        assert lines[-1] == ["form finalize", ""]
        assert [node.rpartition("/")[2] for event, node in lines if event == "question"] == ["a", "b"]
        assert sum(event == "form resume" for event, _ in lines) >= 1
