"""Pictures of a questionnaire stand beside its labels and choices; what is not here, or cannot be played, is said."""

import io
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.acts import Notebook
from desktop.form_media import keep_media
from desktop.questionnaire.controls.media import BESIDE_CHOICE, BESIDE_LABEL, FormPicture
from tests.screens.test_controls import open_foreign
from tests.support.windows import WINDOW, assert_named, words_on
from tests.support.writing import Pen, writing

pytestmark = WINDOW

TABLE = """
    | survey | | | | | | |
    | | type | name | label | media::image | media::audio | appearance |
    | | select_one x | animal | Which animal? | wide.png | call.mp3 | likert |
    | | text | other | Another | gone.png | | |
    | choices |
    | | list_name | name | label | media::image |
    | | x | cow | Cow | cow.png |
    | | x | goat | Goat | |
    | settings |
    | | form_id |
    | | animals |
"""


def png(width: int, height: int) -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(raw, "PNG")
    return raw.getvalue()


def opened(pen: Pen) -> list[FormPicture]:
    def kept(notebook: Notebook) -> None:
        keep_media(notebook.vault, "animals", {"wide.png": png(2000, 200), "cow.png": png(40, 30), "bad.png": b"x"})

    pen.vault(kept)
    open_foreign(pen, TABLE)
    pen.settle()
    return pen.page.findChildren(FormPicture)


def test_pictures_stand_beside_labels_and_choices(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        wide, cow, gone = opened(pen)
        assert wide.pixmap().width() == BESIDE_LABEL.width()
        assert (cow.pixmap().width(), cow.pixmap().height()) == (40, 30)
        assert cow.pixmap().width() < BESIDE_CHOICE.width()
        assert [one.accessibleName() for one in (wide, cow, gone)] == [
            "Picture: Which animal?",
            "Picture: Cow",
            "Picture: Another",
        ]
        assert gone.text() == "The picture gone.png is not here."
        assert "call.mp3. It cannot be played here." in words_on(pen.page)
        assert_named(pen.page)


def test_a_choice_with_a_picture_is_picked_by_its_letter(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        opened(pen)
        pen.at("animal")
        pen.press("g")
        assert pen.page.session().value("animal") == "goat"


def test_a_form_without_pictures_has_no_room_for_them(tmp_path: Path, qtbot: QtBot) -> None:
    with writing(tmp_path, qtbot) as pen:
        pen.begin("incident")
        assert pen.page.findChildren(FormPicture) == []
        assert not [one for one in pen.page.findChildren(QLabel) if one.pixmap() and not one.pixmap().isNull()]
