"""What every test stands on: catalogues as they are written now, and no way to this person's own files."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from resources.compiling import up_to_date, write_all
from tests.support.offices import Region

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


# the same cases every time, so that a red run is about the change; what takes long looks for new ones
settings.register_profile("steady", derandomize=True, database=None)
settings.register_profile("searching", print_blob=True)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("searching" if config.option.markexpr == "long" else "steady")
    if not hasattr(config, "workerinput") and not up_to_date():
        write_all()


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes where a person keeps things."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in {"HOME": ".", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state"}.items():
        monkeypatch.setenv(name, str(Path(home) / folder))
    for name in ("KINGA_HOME", "KINGA_STATE", "KINGA_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Region]:
    """Laptops of several offices beside each other."""
    made = Region(tmp_path)
    yield made
    made.close()
