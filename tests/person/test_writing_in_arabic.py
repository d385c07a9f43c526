"""A monitor whose program speaks Arabic: unlocked, two notes written by keyboard alone with counted keys, locked.

The same program under the same screen as the whole flow; every name is what a screen reader says in Arabic. A key is
counted where it is no letter of a note's own text; what is typed to find a choice is counted.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from resources.texts import Texts
from tests.support.person import PROGRAM, ROOT, SECONDS, Person, Thing, person_at_a_desk, skip_where_nothing_can_be_seen

pytestmark = pytest.mark.window

FIRST_NOTE = 12
NEXT_NOTE = 7
PASSPHRASE = "ستة كلمات لا يعرفها أحد"
STORY = "جاء رجال يحملون المشاعل إلى البئر الثانية عند الفجر."
EVENING = "عادوا في المساء وأحرقوا بيتين."
WHERE = "سوق كيلوا"
DISTRICT = "كيلوا"
KILLED = "ق"
BURNT = "ح"
ARABIC = Texts("ar")
ASCII = 0x7F
NAMED = {" ": "space", ".": "period"}


@dataclass
class Writer:
    """Somebody at the program in Arabic, and how many keys were pressed besides the notes' own texts."""

    person: Person
    keys: int = 0

    def presses(self, *keys: str) -> None:
        self.keys += len(keys)
        self.person.presses(*keys)

    def finds(self, letters: str) -> None:
        """Type to find a choice."""
        self.keys += len(letters)
        self.writes(letters)

    def writes(self, text: str) -> None:
        """The note's own words, key by key of an Arabic keyboard."""
        self.person.presses(*map(key_of, text))

    def is_asked(self, english: str) -> Thing:
        """Stand on a question of the form, in Arabic."""
        return self.person.stands_on(ARABIC.of_form(english))

    def stands_on(self, text: str) -> Thing:
        """Stand on one of the program's own words, in Arabic."""
        return self.person.stands_on(ARABIC(text))

    def sees(self, text: str) -> Thing:
        return self.person.sees(ARABIC(text))


def key_of(letter: str) -> str:
    """The X name of an Arabic letter's key: its number in ISO 8859-6 (X keyboard symbols, block 5)."""
    number = letter.encode("iso8859-6")[0]
    return f"0x{0x500 + number:04x}" if number > ASCII else NAMED[letter]


@pytest.fixture
def amal(tmp_path: Path) -> Iterator[Person]:
    """A notebook made before, and a window that was told once to speak Arabic."""
    skip_where_nothing_can_be_seen()
    if shutil.which("setxkbmap") is None:
        pytest.skip("setxkbmap is not here")
    with person_at_a_desk(tmp_path / "home") as person:
        home = Path(person.environment["XDG_DATA_HOME"]) / "kinga"
        person.environment["KINGA_LANGUAGE"] = "ar"
        words = ["--role", "monitor", "--country", "SDN", "--office", "مكتب كيلوا", "--vault", str(home / "1")]
        subprocess.run(
            [*PROGRAM, "init", *words, "--passphrase-fd", "0"],
            env=person.environment,
            cwd=ROOT,
            input=PASSPHRASE.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        (home / "preferences").write_text("language ar\n", encoding="utf-8")
        yield person


def takes_an_arabic_keyboard(person: Person) -> None:
    """Arabic letters are on its keys: for one that is nowhere, a key must be invented, which is sent too soon.

    The screen forgets it when nobody is there, so the program must have been started.
    """
    subprocess.run(["setxkbmap", "-layout", "us,ara"], env=person.environment, check=True, timeout=SECONDS)


def test_two_notes_in_arabic_by_few_keys(amal: Person, tmp_path: Path) -> None:
    amal.start()
    takes_an_arabic_keyboard(amal)
    pen = Writer(amal)
    unlocks(pen)
    writes_the_first(pen)
    writes_the_next(pen)
    finds_both(pen)
    leaves(pen)
    amal.closes()
    assert_nothing_is_in_clear(tmp_path)


def unlocks(pen: Writer) -> None:
    pen.stands_on("unlock.passphrase")
    pen.writes(PASSPHRASE)
    pen.person.presses("Return")
    pen.stands_on("write.incident")


def writes_the_first(pen: Writer) -> None:
    pen.presses("Return")
    pen.is_asked("What happened?")
    pen.writes(STORY)
    pen.presses("Tab")
    pen.is_asked("What kind of event was it?")
    pen.finds(KILLED)
    pen.person.sees(ARABIC.of_form("Somebody was killed"), "list item")
    pen.presses("Return")
    pen.stands_on("when.key-today")
    pen.presses("1", "Return")
    pen.is_asked("Where?")
    pen.writes(WHERE)
    pen.presses("Return")
    pen.is_asked("Which district or province?")
    pen.writes(DISTRICT)
    pen.presses("Return")
    says_that_she_saw_it(pen)
    pen.person.sees(STORY, "text")
    pen.presses("ctrl+shift+Return")
    pen.sees("write.finished")
    assert pen.keys <= FIRST_NOTE, pen.keys


def writes_the_next(pen: Writer) -> None:
    """From the same place: time and place stand there already."""
    pen.keys = 0
    assert pen.is_asked("What happened?").text == ""
    pen.person.sees(WHERE, "text")
    pen.writes(EVENING)
    pen.presses("Tab")
    pen.is_asked("What kind of event was it?")
    pen.finds(BURNT)
    pen.person.sees(ARABIC.of_form("Homes or goods burnt, looted or seized"), "list item")
    pen.presses("Return")
    says_that_she_saw_it(pen)
    pen.presses("ctrl+Return")
    pen.stands_on("write.incident")
    assert pen.keys <= NEXT_NOTE, pen.keys


def says_that_she_saw_it(pen: Writer) -> None:
    pen.is_asked("How do you know?")
    pen.presses("Down", "Return")
    pen.is_asked("Killed: at least")


def finds_both(pen: Writer) -> None:
    """By a word of each, typed in Arabic."""
    for letters, title in (("المشاعل", STORY), ("المساء", EVENING)):
        pen.person.presses("ctrl+k")
        pen.stands_on("palette.hint")
        pen.writes(letters)
        pen.person.sees(title[:20], "list item")
        pen.person.presses("Escape")


def leaves(pen: Writer) -> None:
    """Locked: the passphrase is asked for in Arabic, and nothing else is shown."""
    pen.person.presses("ctrl+l")
    pen.person.sees(ARABIC("unlock.passphrase"), "password text")
    shown = pen.person.words()
    assert not any(words in shown for words in (STORY, EVENING, WHERE))


def assert_nothing_is_in_clear(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        content = path.read_bytes()
        for secret in (STORY, EVENING, WHERE, PASSPHRASE):
            assert secret.encode() not in content and secret.encode("utf-16-le") not in content, path
