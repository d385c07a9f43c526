"""What is known before unlocking: kept, read back, and never in the way, whatever stands in the file."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.preferences import MINUTES, SIZES, Preferences, change, load, save
from resources.palettes import Theme
from resources.texts import LANGUAGES

known = st.builds(
    Preferences,
    st.sampled_from(["", *(language.code for language in LANGUAGES)]),
    st.sampled_from(Theme),
    st.sampled_from(SIZES),
    st.sampled_from(MINUTES),
)
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@shared
@given(preferences=known)
def test_what_is_kept_is_read_back(home: Path, preferences: Preferences) -> None:
    save(preferences)
    assert load() == preferences


@shared
@given(content=st.binary(max_size=200))
def test_whatever_stands_in_the_file_is_read_as_something_known(home: Path, content: bytes) -> None:
    home.mkdir(exist_ok=True)
    (home / "preferences").write_bytes(content)
    found = load()
    assert found.theme in Theme and found.size in SIZES and found.idle in MINUTES


def test_one_change_leaves_the_rest(home: Path) -> None:
    save(Preferences("fr", Theme.DARK, 150, 10))
    assert change(size=200) == Preferences("fr", Theme.DARK, 200, 10) == load()


def test_nothing_in_it_tells_of_anybody(home: Path) -> None:
    save(Preferences("fr", Theme.DARK, 150, 10))
    lines = (home / "preferences").read_text(encoding="utf-8").splitlines()
    assert [line.split(" ")[0] for line in lines] == ["language", "theme", "size", "idle"]
    assert all(re.fullmatch(r"\w+ \w+", line) for line in lines)


def test_a_place_one_may_not_write_to_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("KINGA_HOME", str(tmp_path / "file" / "below"))
    save(Preferences("fr"))
    assert load() == Preferences()
