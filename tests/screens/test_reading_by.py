"""The line that says who reads a note, the question it may ask, and the dialog that changes it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook
from desktop.places import Go, Where
from desktop.readers.readers_dialog import ReadersDialog
from records.journal.body import May, read_body
from records.people import NETWORK
from records.schema import BodyClass
from records.vault.lists import RecordLine
from tests.support.windows import LONG, WINDOW, assert_named, press, tab_to
from tests.support.writing import Pen, writing

pytestmark = WINDOW

REQUIRED = {"story": "They came.", "kind": "killing", "when": "2026-11-20", "where": "Kilwa", "how_known": "saw"}
KILWA = "BEN/kilwa office"
NATIONAL = "BEN/national office"
HQ = "KEN/headquarters"


def write(pen: Pen, **answers: str) -> None:
    pen.begin("incident")
    for path, value in (REQUIRED | answers).items():
        pen.answer(path, value)


def may_of(notebook: Notebook, line: RecordLine) -> dict[BodyClass, May]:
    """What the newest bodies of a note say of its readers."""
    found = {}
    for number, _ in notebook.vault.lists.history(line.number):
        [kept] = notebook.vault.journal.entries([number])
        for which in BodyClass:
            raw = kept.entry.body(which)
            if raw is not None:
                found[which] = read_body(raw, line.device).may
    return found


def finished(pen: Pen) -> dict[BodyClass, May]:
    pen.finish()
    [line] = pen.notes()
    return pen.vault(lambda notebook: may_of(notebook, line))


def dialog(pen: Pen) -> ReadersDialog:
    pen.page.readers.button.click()
    found = pen.page.findChildren(ReadersDialog)[-1]
    pen.qtbot.waitUntil(found.isActiveWindow, timeout=LONG)
    return found


def test_nobody_reads_it_while_nobody_is_trusted(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot, trusted=False) as pen:
        pen.begin("incident")
        assert pen.page.readers.words.text().startswith("Read by: nobody yet. No headquarters card is trusted.")


def test_what_is_proposed_is_said_by_name_and_goes_into_the_note(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        write(pen)
        said = "Read by: Kilwa office, Headquarters. Once checked, the short version: the network (one more office)."
        assert pen.page.readers.words.text() == said
        pen.page.leave()
        assert pen.drafts()[0].readers is None
        may = finished(pen)
        assert may[BodyClass.RESTRICTED] == May((KILWA, "@headquarters"), (), ())
        assert may[BodyClass.NETWORK] == May((KILWA, "@headquarters"), (NETWORK,), ())


def test_a_change_is_kept_in_the_draft_and_in_the_note(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        write(pen)
        chosen = dialog(pen)
        assert_named(chosen)
        assert chosen.offices[HQ].state.text() == "Reads it."
        tab_to(qtbot, chosen.offices[NATIONAL].keys.buttons[0])
        press(qtbot, "n")
        assert chosen.offices[NATIONAL].state.text() == "Reads nothing of it."
        tab_to(qtbot, chosen.network)
        press(qtbot, Qt.Key.Key_Space)
        tab_to(qtbot, chosen.ready)
        press(qtbot, Qt.Key.Key_Return)
        pen.back()
        pen.settle()
        assert pen.page.readers.words.text() == "Read by: Kilwa office, Headquarters. Not to: National office."
        readers = pen.drafts()[0].readers
        assert readers is not None
        assert (readers.then, readers.never) == ((), (NATIONAL,))
        draft = pen.drafts()[0].id
        pen.go(Go(Where.HOME))
        pen.go(Go(Where.WRITE, draft=draft))
        assert pen.page.readers.words.text().endswith("Not to: National office.")
        may = finished(pen)
        assert may[BodyClass.NETWORK] == May((KILWA, "@headquarters"), (), (NATIONAL,))


def test_cancelling_changes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        write(pen)
        before = pen.page.readers.words.text()
        chosen = dialog(pen)
        chosen.offices[NATIONAL].keys.pick(1)
        assert chosen.words.text() != before
        chosen.reject()
        assert pen.page.readers.words.text() == before


@pytest.mark.parametrize(("answer", "reads"), [("stateNo", False), ("stateYes", True)])
def test_about_a_state_body_it_asks_once_and_headquarters_alone_is_the_rule(
    tmp_path: Path, qtbot: QtBot, answer: str, reads: bool
) -> None:
    with writing(tmp_path, qtbot) as pen:
        write(pen)
        question = pen.page.readers.question
        assert question.isHidden()
        pen.answer("actor", "army")
        assert question.isVisible()
        assert pen.page.readers.words.text().startswith("Read by: Headquarters.")
        assert_named(pen.page)
        found = pen.page.findChild(QPushButton, answer)
        assert isinstance(found, QPushButton)
        found.setFocus()
        pen.press(Qt.Key.Key_Return)
        assert question.isHidden()
        pen.answer("actor", "police")
        assert question.isHidden()
        pen.settle()
        may = finished(pen)[BodyClass.RESTRICTED]
        assert (NATIONAL in may.to) is reads
        assert "@headquarters" in may.to
        assert KILWA not in may.to


def test_unanswered_the_question_means_headquarters_alone(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        write(pen, actor="army")
        assert finished(pen)[BodyClass.RESTRICTED].to == ("@headquarters",)


def test_a_correction_leaves_the_readers_as_they_were(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        write(pen)
        chosen = dialog(pen)
        keys = chosen.offices[NATIONAL].keys
        keys.pick(len(keys.buttons) - 1)
        chosen.ready.click()
        pen.back()
        before = finished(pen)
        [line] = pen.notes()
        pen.go(Go(Where.WRITE, record=line.id))
        assert pen.page.readers.words.text().endswith("Not to: National office.")
        pen.answer("where", "Lindi")
        pen.finish()
        assert pen.vault(lambda notebook: may_of(notebook, line)) == before


def test_a_protected_form_says_its_own_way(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("source")
        said = "Read by: nobody but you. It goes to the protection officer alone, by its own way."
        assert pen.page.readers.words.text() == said
        assert pen.page.readers.button.isHidden()
