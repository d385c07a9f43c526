"""Hiding parts of a picture: by keys and by mouse, in the copy that travels, and never against the person's will."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.questionnaire.controls.files import FileField
from desktop.viewing.content import picture
from desktop.viewing.hiding_dialog import HidingDialog
from desktop.viewing.marking import Tool
from tests.support.notes import photograph
from tests.support.windows import WINDOW, assert_named, press
from tests.support.writing import SHIFT, Pen, writing

pytestmark = WINDOW


def with_photo(pen: Pen, tmp_path: Path) -> FileField:
    (tmp_path / "group.jpg").write_bytes(photograph(size=(320, 240)))
    pen.begin("hate_speech")
    control = pen.control("capture")
    assert isinstance(control, FileField)
    control.take(tmp_path / "group.jpg")
    pen.settle()
    return control


def opened(pen: Pen, control: FileField) -> HidingDialog:
    control.face.parts_button.setFocus()
    press(pen.qtbot, Qt.Key.Key_Space)
    pen.settle()
    pen.settle()
    return control.findChildren(HidingDialog)[-1]


def seen(pen: Pen, control: FileField) -> list[int]:
    """How bright the middle and a corner of the copy that travels are."""
    blob = pen.page.session().value("capture")
    assert blob
    row = control._file  # the file that is named now
    assert row is not None and row.blob.name == blob
    found = pen.vault(lambda notebook: picture(b"".join(notebook.vault.blobs.content(row.blob))))
    assert found is not None
    middle = (found.height // 2 * found.width + found.width // 2) * 4
    return [sum(found.pixels[at : at + 3]) for at in (middle, 0)]


def test_by_keys_a_part_is_black_and_one_step_is_taken_back(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        control = with_photo(pen, tmp_path)
        dialog = opened(pen, control)
        assert_named(dialog)
        assert dialog.picture.hasFocus() and not dialog.undo.isEnabled()
        press(qtbot, Qt.Key.Key_Right, modifier=SHIFT)
        press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Return)
        press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Return)
        assert len(dialog.picture.marks.black) == 2
        dialog.undo.click()
        assert len(dialog.picture.marks.black) == 1
        dialog.keep.click()
        pen.settle()
        pen.back()
        middle, corner = seen(pen, control)
        assert middle < 30 < 100 < corner
        assert control.face.show_button.hasFocus()


def test_by_mouse_a_part_is_kept_and_the_rest_cut_away(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        control = with_photo(pen, tmp_path)
        dialog = opened(pen, control)
        dialog.tools[Tool.CUT].click()
        where = dialog.picture
        middle = QPoint(where.width() // 2, where.height() // 2)
        QTest.mousePress(where, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(where, QPoint(where.width(), where.height()))
        QTest.mouseRelease(where, Qt.MouseButton.LeftButton, pos=QPoint(where.width(), where.height()))
        assert 0.45 < dialog.picture.marks.kept.left < 0.55
        dialog.keep.click()
        pen.settle()
        pen.back()
        row = control._file
        assert row is not None
        found = pen.vault(lambda notebook: picture(b"".join(notebook.vault.blobs.content(row.blob))))
        assert found is not None and 150 <= found.width <= 170 and 110 <= found.height <= 130


def test_cancelled_nothing_changes(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        control = with_photo(pen, tmp_path)
        before = pen.page.session().value("capture")
        dialog = opened(pen, control)
        press(qtbot, Qt.Key.Key_Return)
        dialog.cancel.click()
        pen.settle()
        pen.back()
        assert pen.page.session().value("capture") == before
        assert len(pen.vault(lambda notebook: notebook.vault.blobs.all())) == 2
