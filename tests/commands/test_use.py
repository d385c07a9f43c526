"""The words of commands: help that reads well, options that work, and what does not go together refused with 2."""

import re
from collections.abc import Iterator

import pytest

from desktop.commands import COMMANDS
from desktop.commands.frame import Exit
from resources.texts import COMPILED, LANGUAGES, Texts
from tests.support.called import World, call, calm, one_sentence

ACTS = (
    *([word] for word in COMMANDS if word != "forms"),
    *(["forms", act] for act in ("check", "try", "export", "accept")),
)
SPOKEN = [one.code for one in LANGUAGES if (COMPILED / f"{one.code}.mo").exists()]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KINGA_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "200")


def explained(help_text: str) -> Iterator[tuple[str, str]]:
    """Every line of a help that names something, and what is said of it."""
    for found in re.finditer(r"^ {2}(\S.*?)(?: {2,}|\n {10,})(\S.*)$|^ {2}(\S.*)$", help_text, re.MULTILINE):
        yield found[1] or found[3], found[2] or ""


class TestHelp:
    """`--help`."""

    @pytest.mark.parametrize("words", ACTS, ids=" ".join)
    @pytest.mark.parametrize("language", SPOKEN)
    def test_everything_is_explained(self, words: list[str], language: str) -> None:
        ended = call(*words, "--help", "--lang", language)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith(f"{Texts(language)('option.usage')} kinga {' '.join(words)} ")
        named = dict(explained(ended.out))
        assert {"--json", "--lang CODE", "--help, -h"} <= named.keys()
        assert [name for name, text in named.items() if not text] == []
        assert not re.search(r"option\.|command\.|None|%\(", ended.out)
        texts = Texts(language)
        assert texts(f"command.{'-'.join(words)}") in ended.out.replace("\n", " ")

    def test_it_is_asked_for_in_any_way(self) -> None:
        first = call("list", "--help")
        for words in (["-h"], ["-h", "--json"], ["--format", "csv", "--help"], ["--bogus", "-h"]):
            assert call("list", *words) == first

    @pytest.mark.parametrize("words", [[], ["help"], ["--help"], ["-h"]])
    def test_the_words_there_are(self, words: list[str]) -> None:
        ended = call(*words)
        assert (ended.code, ended.err) == (0, "")
        named = [line.split()[0] for line in ended.out.splitlines()[:-1]]
        assert named == list(COMMANDS)
        assert all(len(line.split()) > 2 for line in ended.out.splitlines())

    def test_no_option_is_there_without_its_words(self) -> None:
        """In English nothing stands in for a missing text: an id nobody wrote fails."""
        for words in ACTS:
            for name, text in explained(call(*words, "--help").out):
                assert text[:1].islower() or not text[:1].isalpha() or name == "--json" or text.startswith("PDF"), text


class TestWrongWords:
    """Exit 2, one sentence, the same as JSON."""

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["add"], "FORM, FILE"),
            (["add", "incident"], "FILE"),
            (["list", "--bogus"], "--bogus"),
            (["list", "incident", "weather"], "weather"),
            (["list", "--format", "xml"], 'Not "xml": --format is one of table, jsonl, csv, geojson.'),
            (["list", "--pass", "x"], "--pass"),
            (["show"], "CODE"),
            (["show", "x", "--format", "xml"], "text, json"),
            (["trust", "x"], "--words"),
            (["trust", "x", "--words", "y", "--role", "king"], "king"),
            (["withdraw", "x"], "--reason"),
            (["resolve", "x", "y"], "--take"),
            (["hand-over", "--to", "x"], "--for"),
            (["hand-over", "--to", "x", "--for"], "--for"),
            (["receive"], "PATH"),
            (["inbox", "ask", "x"], "accept, aside"),
            (["report", "dossier", "x"], "--out"),
            (["report", "dossier", "x", "--out", "y", "--paper", "a3"], "a4, letter"),
            (["forms"], "check|try|export"),
            (["forms", "bake"], "check, try, export"),
            (["forms", "check"], "FILE"),
            (["forms", "try", "x"], "--answers"),
            (["inspect"], "BUNDLE"),
            (["demo"], "--out"),
            (["init", "--role", "monitor"], "--country, --office"),
            (["list", "--passphrase-fd", "x"], "A number"),
            (["list", "--vault"], "--vault"),
            (["list", "--json=yes"], "--json"),
            (["list", "--lang", "tlh"], "tlh"),
            (["list", "--passphrase-file", "a", "--passphrase-fd", "3"], "not both"),
            (["inspect", __file__, "--passphrase-fd", "3"], "--vault"),
            (["lisst"], "lisst"),
            (["sync"], "sync"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_told_in_one_sentence(self, world: World, words: list[str], said: str) -> None:
        vault = ["--vault", str(world.anna.folder)] if words[:1] == ["list"] and "--vault" not in words else []
        plain, as_json = call(*words, *vault), call(words[0], "--json", *words[1:], *vault)
        assert said in one_sentence(Exit.WRONG_USE, "wrong-use", plain, as_json)
        assert plain.out == ""

    @pytest.mark.parametrize("word", ["table", "jsonl", "csv", "geojson"])
    def test_one_format_at_a_time(self, world: World, word: str) -> None:
        ended = world.anna.call("list", "--format", word, "--json")
        assert ended.code == Exit.WRONG_USE and ended.json["error"] == "wrong-use"
        calm(ended.json["message"])

    def test_text_and_json(self, world: World) -> None:
        assert world.anna.call("show", "x", "--format", "text", "--json").code == Exit.WRONG_USE
        assert world.anna.call("show", "x", "--format", "json", "--json").json["error"] == "no-such-record"


class TestLanguages:
    """The words are told in the language asked for; what is for programs is the same in all."""

    def test_asked_for_in_every_way(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        english = world.anna.told("list")
        other = world.anna.told("list", "--lang", "xx")
        assert other != english and world.anna.told("list", "--lang=xx-YY") == other
        for name in ("LANG", "LC_MESSAGES", "LC_ALL", "KINGA_LANGUAGE"):
            monkeypatch.setenv(name, "xx_YY.UTF-8")
        assert world.anna.told("list") == other
        monkeypatch.setenv("KINGA_LANGUAGE", "tlh_XX")
        assert world.anna.told("list") == english

    def test_failures_and_json(self, world: World) -> None:
        english, other = (world.anna.call("show", "x", "--json", "--lang", code) for code in ("en", "xx"))
        assert english.json["error"] == other.json["error"] == "no-such-record"
        assert english.json["message"] != other.json["message"]
        assert call("list", "--bogus", "--lang", "xx").err != call("list", "--bogus", "--lang", "en").err

    @pytest.mark.parametrize("language", SPOKEN)
    def test_codes_and_facts_are_words(self, world: World, language: str) -> None:
        """What stands in braces in a sentence is told in words, not in the program's own."""
        file = world.file("a.json", '{"when": "x", "kind": "y", "story": {"a": 1}, "killed_most": "many"}')
        ended = world.anna.call("add", "incident", file, "--lang", language)
        assert ended.code == Exit.REFUSED
        assert not re.search(r"required|constraint|long-text|\binteger\b|when\b.*\bwhen\b", ended.err)
