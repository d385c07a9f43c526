"""The options of a command: each explained in the person's language, and wrong words told in one sentence.

Nothing is printed here but the help that was asked for.
"""

import argparse
import re
from functools import partial
from typing import Any, Final, NoReturn

from desktop.commands.foreign import shortened
from resources.texts import Texts

PROGRAM: Final = "kinga"
_EXPLAINED_AT: Final = 28
# what argparse says, in every Python version, by the text that says it in the language
_SAID: Final = {
    "option.missing": re.compile(r"the following arguments are required: (?P<names>.+)"),
    "option.unknown": re.compile(r"unrecognized arguments: (?P<words>.+)"),
    "option.other": re.compile(r"argument (?P<name>.+?): invalid choice: (?P<value>.+?) \(choose from (?P<known>.+)\)"),
    "option.alone": re.compile(r"argument (?P<name>.+?): (?:expected|ignored explicit) .+"),
    "option.number": re.compile(r"argument (?P<name>.+?): invalid int value: (?P<value>.+)"),
}


class _Shape(argparse.HelpFormatter):
    """Help as argparse sets it, in the person's language to its first word."""

    def __init__(self, texts: Texts, prog: str, **more: Any) -> None:
        """As argparse calls it."""
        super().__init__(prog, max_help_position=_EXPLAINED_AT, **more)
        self._usage = f"{texts('option.usage')} "

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """How the command is written; argparse's own word for it is English."""
        super().add_usage(usage, actions, groups, self._usage if prefix is None else prefix)


class WrongUse(Exception):
    """Words that a command cannot take; the sentence says why."""


class Options(argparse.ArgumentParser):
    """What one command takes. An option's explanation is `option.<command>.<name>`, or `option.<name>` for all."""

    def __init__(self, texts: Texts, prog: str, **_more: Any) -> None:
        """`prog` is how the command is called: `kinga forms check`."""
        self._words = texts
        self._command = prog.removeprefix(PROGRAM).strip().replace(" ", "-")
        self._parts: list[Options] = []
        explained = texts(f"command.{self._command}")
        shape: Any = partial(_Shape, texts)
        super().__init__(prog=prog, description=explained, formatter_class=shape, add_help=False, allow_abbrev=False)
        self._positionals.title = texts("option.title-given")
        self._optionals.title = texts("option.title-options")

    def add_argument(self, *names: str, **how: Any) -> argparse.Action:
        """Add an option with its explanation."""
        how.setdefault("help", self._explained(names[0].lstrip("-")))
        return super().add_argument(*names, **how)

    def add_acts(self, *names: str) -> "list[Options]":
        """Options of their own for each act of a command."""
        made_with: Any = partial(Options, self._words)
        named = "|".join(names)
        made = self.add_subparsers(
            dest="act", required=True, metavar=named, help=self._explained("act"), parser_class=made_with
        )
        self._parts = [made.add_parser(name, help=self._words(f"command.{self._command}-{name}")) for name in names]
        return self._parts

    def add_common(self) -> None:
        """What every command takes. A default of an act would undo what was said before the act's name."""
        for one in (self, *self._parts):
            unsaid = {} if one is self else {"default": argparse.SUPPRESS}
            one.add_argument("--json", action="store_true", **unsaid)
            one.add_argument("--lang", metavar="CODE", **unsaid)
            one.add_argument("--help", "-h", action="help")

    def error(self, message: str) -> NoReturn:
        """Refuse the words."""
        raise WrongUse(self._words("option.wrong", why=self._said(message), command=self.prog))

    def _explained(self, name: str) -> str:
        own = f"option.{self._command}.{name}"
        return self._words(own if self._words.has(own) else f"option.{name}")

    def _said(self, message: str) -> str:
        for text, pattern in _SAID.items():
            found = pattern.fullmatch(message)
            if found is not None:
                return self._words(
                    text, **{name: shortened(fact.replace("'", "")) for name, fact in found.groupdict().items()}
                )
        return message
