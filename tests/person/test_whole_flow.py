"""A monitor's first hours at the real program, by keyboard, as a screen reader tells them: from first run to *kept*.

Headquarters is at the other end with commands, and a folder is the drive. Afterwards nothing she wrote, and no word of
her passphrase, stands in clear in any file.
"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.person import PROGRAM, ROOT, SECONDS, Person, person_at_a_desk, skip_where_nothing_can_be_seen

pytestmark = pytest.mark.window

STORY = "Men with torches came to the second well at dawn."
LETTERS = "wel"
TITLE = "Men with torches"


class Headquarters:
    """An office with commands alone."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._vault = folder / "notebook"
        self._environment = environment | {"HOME": str(folder), "KINGA_STATE": str(folder / "state")}
        self._passphrase = folder / "passphrase"
        folder.mkdir()
        self._passphrase.touch(0o600)
        self._passphrase.write_text("what the office alone knows", encoding="utf-8")
        self.card = folder / "office.card"
        self.run("init", "--role", "headquarters", "--country", "KEN", "--office", "Headquarters")
        self.words: str = self.run("card", "--out", str(self.card))["words"]

    def run(self, *words: str, ends: int = 0) -> dict[str, Any]:
        """One command; its result as JSON."""
        more = ["--vault", str(self._vault), "--passphrase-file", str(self._passphrase), "--json"]
        command = [*PROGRAM, *words, *more]
        done = subprocess.run(
            command, env=self._environment, cwd=ROOT, capture_output=True, timeout=SECONDS, check=False
        )
        assert done.returncode == ends, (words, done.stdout, done.stderr)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def takes_in(self, drive: Path, words: str) -> None:
        """Her package waits sealed until somebody heard her words; then it is taken in, and answered beside it."""
        [sealed] = self.run("receive", str(drive), ends=3)["packages"]
        assert sealed["came"] == "sealed" and sealed["office"] == "Kilwa office"
        self.run("trust", sealed["id"], "--words", words)
        self.run("receive", str(drive), "--accept", "--receipt")


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Person]:
    skip_where_nothing_can_be_seen()
    with person_at_a_desk(tmp_path / "home") as person:
        yield person


def test_from_the_first_run_to_kept(anna: Person, tmp_path: Path) -> None:
    office = Headquarters(tmp_path / "office", anna.environment)
    drive = tmp_path / "drive"
    drive.mkdir()
    anna.start()
    phrase = begins(anna)
    practises(anna)
    says_who_she_is(anna)
    adds_the_card(anna, office)
    is_interrupted(anna)
    goes_on(anna, phrase)
    finds_it(anna)
    hands_over(anna, drive)
    words = locks_having_read_her_words(anna)
    office.takes_in(drive, words)
    unlocks(anna, phrase)
    sees_it_kept(anna, drive)
    anna.closes()
    nothing_is_in_clear(tmp_path, STORY, phrase)


def begins(anna: Person) -> str:
    """The language, and six words typed back."""
    anna.stands_on("English")
    anna.presses("Return")
    phrase = anna.stands_on("Type the six words").description
    assert len(phrase.split()) == 6
    anna.types(phrase)
    anna.presses("Return")
    return phrase


def practises(anna: Person) -> None:
    """A note of the invented country: written, told who would read it, handed over, arrived, kept, wiped."""
    anna.stands_on("Begin")
    anna.sees("Arovia")
    anna.presses("Return")
    writes(anna, "Traders fought about a stall.", "Tessa market")
    anna.types("Tessa")
    anna.presses("Return")
    says_how_she_knows(anna)
    anna.presses("ctrl+Return")
    anna.stands_on("Hand it over")
    anna.sees("Headquarters of Arovia")
    anna.presses("Return")
    anna.sees("Practice is over")
    for stage in ("Copied", "Arrived", "Kept"):
        anna.sees(stage)
    anna.stands_on("Next")
    anna.presses("Return")


def says_who_she_is(anna: Person) -> None:
    assert anna.stands_on("Monitor").checked
    anna.presses("Return")
    anna.stands_on("Country")
    anna.types("ben")
    anna.sees("Benin", "list item")
    anna.presses("Return")
    anna.stands_on("Name of your office")
    anna.types("Kilwa office")
    anna.presses("Return")


def adds_the_card(anna: Person, office: Headquarters) -> None:
    """By hand: a file, and the words heard by voice."""
    anna.stands_on("Choose the card file")
    anna.presses("Return")
    anna.chooses(office.card)
    anna.sees("Kenya")
    anna.stands_on("Check words")
    anna.types(office.words)
    anna.presses("Return")
    anna.stands_on("Write an incident")


def is_interrupted(anna: Person) -> None:
    """The laptop dies in the middle of an answer."""
    anna.presses("Return")
    writes(anna, STORY, "Kilwa mark", on=False)
    anna.sees("Kilwa mark", "text")
    anna.sees("Kept")
    anna.pulls_the_plug()


def goes_on(anna: Person, phrase: str) -> None:
    """The note is open where it was left, before the same letter; and is finished."""
    anna.start()
    anna.stands_on("Passphrase")
    anna.types(phrase)
    anna.presses("Return")
    where = anna.stands_on("Where?")
    assert (where.text, where.caret) == ("Kilwa mark", len("Kilwa mark"))
    anna.sees(STORY, "text")
    anna.types("et")
    anna.presses("Return")
    anna.stands_on("Which district or province?")
    anna.presses("Return")
    says_how_she_knows(anna)
    anna.sees("Read by: Kilwa office, Headquarters.")
    anna.presses("ctrl+Return")
    anna.stands_on("Write an incident")
    anna.sees("1 note nobody has yet")


def finds_it(anna: Person) -> None:
    """By three letters."""
    anna.presses("ctrl+k")
    anna.stands_on("What do you want to do, or find?")
    anna.types(LETTERS)
    anna.sees(TITLE, "list item")
    anna.presses("Return")
    anna.stands_on("Correct")
    anna.sees("Kilwa market")
    anna.sees("not handed over yet")


def hands_over(anna: Person, drive: Path) -> None:
    anna.goes_to("Hand over")
    anna.presses("Return")
    anna.stands_on("Choose where to")
    anna.sees(TITLE)
    anna.presses("Return")
    anna.stands_on("Choose a folder…")
    anna.presses("Return")
    anna.chooses(drive)
    anna.sees("Copied and read back. You can take the drive out.")
    anna.sees("Not known to have arrived.")
    assert len(list(drive.iterdir())) == 1


def locks_having_read_her_words(anna: Person) -> str:
    """Headquarters calls her; then she locks, and a fresh window asks for the passphrase and shows nothing else."""
    anna.presses("ctrl+k")
    anna.stands_on("What do you want to do, or find?")
    anna.types("off")
    anna.sees("Offices", "list item")
    anna.presses("Return")
    anna.sees("Save the card…")
    card = anna.words().splitlines()
    told = next(place for place, line in enumerate(card) if "Read these out" in line)
    anna.presses("ctrl+l")
    anna.sees("Passphrase", "password text")
    assert TITLE not in anna.words() and "Kilwa" not in anna.words()
    return card[told + 1].removeprefix("label: ").strip("\u2068\u2069")


def unlocks(anna: Person, phrase: str) -> None:
    """Not with other words."""
    anna.is_in_window()
    anna.stands_on("Passphrase")
    anna.types("other words than these")
    anna.presses("Return")
    anna.sees("does not open")
    anna.presses("ctrl+a")
    anna.types(phrase)
    anna.presses("Return")
    anna.stands_on("Write an incident")
    anna.sees("not known to have arrived")


def sees_it_kept(anna: Person, drive: Path) -> None:
    """The answer came back to the folder."""
    anna.goes_to("Hand over")
    anna.presses("Return")
    anna.goes_to("Look for an answer on a drive")
    anna.presses("Return")
    anna.stands_on("Choose a folder…")
    anna.presses("Return")
    anna.chooses(drive)
    anna.sees("an answer from")
    anna.presses("ctrl+h")
    anna.sees(": kept")


def writes(anna: Person, story: str, where: str, *, on: bool = True) -> None:
    """The first answers, up to the place."""
    anna.stands_on("What happened?")
    anna.types(story)
    anna.presses("Tab")
    anna.stands_on("What kind of event was it?")
    anna.types("kill")
    anna.sees("Somebody was killed", "list item")
    anna.presses("Return")
    anna.stands_on("Today")
    anna.presses("t", "Return")
    anna.stands_on("Where?")
    anna.types(where)
    if on:
        anna.presses("Return")
        anna.stands_on("Which district or province?")


def says_how_she_knows(anna: Person) -> None:
    anna.stands_on("How do you know?")
    anna.types("i saw")
    anna.sees("I saw it", "list item")
    anna.presses("Return")
    anna.stands_on("Killed: at least")


def nothing_is_in_clear(folder: Path, *secrets: str) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in files:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content and secret.encode("utf-16-le") not in content, path
