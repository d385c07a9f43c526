"""Practice: really sealed, received, accepted, answered; and afterwards not one file of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.acts import finish, new_draft, session
from desktop.beginning.practice import (
    Names,
    Practice,
    Stage,
    carry,
    is_written,
    reached,
    start,
    sweep,
    wipe,
    would_read,
)
from records.vault.lists import Query
from resources.texts import Texts

NAMES = Names("Tessa office", "Headquarters of Arovia")
STORY = "Traders fought about a stall in Tessa"


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    found = start(tmp_path / "practice", NAMES)
    yield found
    wipe(found)


def write(practice: Practice) -> None:
    vault = practice.mine.vault
    draft = new_draft(vault, "incident")
    filled = session(vault, draft, Texts("en"), fresh=True)
    answers = {"story": STORY, "kind": "assault", "when": "2026-11-20", "where": "Tessa", "how_known": "saw"}
    for path, value in answers.items():
        filled.set(path, value)
    finish(vault, draft, filled)


def test_the_whole_way_is_walked(practice: Practice) -> None:
    assert not is_written(practice)
    write(practice)
    assert is_written(practice)
    assert would_read(practice) == (NAMES.theirs,)
    told = list[Stage]()
    assert carry(practice, told.append) is Stage.KEPT
    assert told == [Stage.COPIED, Stage.ARRIVED, Stage.KEPT]
    assert [line.title for line in practice.theirs.vault.lists.page(Query())] == [STORY]


def test_what_lies_in_the_folder_is_sealed(practice: Practice) -> None:
    write(practice)
    carry(practice, lambda _stage: None)
    raw = b"".join(path.read_bytes() for path in practice.folder.rglob("*") if path.is_file())
    assert raw and STORY.encode() not in raw


def test_a_practice_note_belongs_to_no_real_notebook(practice: Practice) -> None:
    assert practice.mine.vault.exercise and practice.theirs.vault.exercise


def test_afterwards_no_file_is_left(tmp_path: Path) -> None:
    practice = start(tmp_path / "practice", NAMES)
    write(practice)
    carry(practice, lambda _stage: None)
    assert wipe(practice)
    assert list(tmp_path.rglob("*")) == []


def test_before_anything_is_handed_over_nothing_is_said_to_have_arrived(practice: Practice) -> None:
    assert reached(practice) is Stage.COPIED


def test_what_a_crash_left_goes_and_what_is_in_use_stays(practice: Practice) -> None:
    root = practice.folder.parent
    left = root / "LEFT"
    (left / "1" / "parts").mkdir(parents=True)
    (left / "1" / "lock").touch()
    (left / "1" / "data").write_bytes(b"sealed")
    sweep(root)
    assert not left.exists()
    assert practice.folder.exists()
    write(practice)  # and it still works


def test_sweeping_where_nothing_is_does_nothing(tmp_path: Path) -> None:
    sweep(tmp_path / "never made")
    assert list(tmp_path.iterdir()) == []
