"""A monitor, headquarters and somebody nobody knows: made once, copied for every test."""

import shutil
from pathlib import Path

import pytest

from records.people import Role
from sync.trust.trusting import trust
from tests.support.called import Laptop, World, make
from tests.support.offices import CHEAP, words_of


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laptops")
    anna = make(folder, "anna", Role.MONITOR, "Kilwa")
    office = make(folder, "office", Role.HEADQUARTERS, "Headquarters", "KEN")
    stranger = make(folder, "stranger", Role.MONITOR, "Tanga")
    for here, other in ((anna, office), (office, anna), (stranger, office)):
        with other.open() as notebook:
            card = notebook.card
        with here.open() as notebook:
            trust(notebook.vault, card, words_of(card), None, CHEAP)
    return folder


@pytest.fixture
def world(beginning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    folder = tmp_path / "world"
    shutil.copytree(beginning, folder)
    for name, value in {"STATE": str(folder / "state"), "HOME": str(folder / "home"), "LANGUAGE": "en"}.items():
        monkeypatch.setenv(f"KINGA_{name}", value)
    monkeypatch.setenv("COLUMNS", "100")

    def laptop(name: str) -> Laptop:
        return Laptop(folder / name, folder / "state", folder / "passphrase")

    return World(folder, laptop("anna"), laptop("office"), laptop("stranger"))
