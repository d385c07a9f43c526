"""kinga init: make a notebook."""

import argparse
import sys
from pathlib import Path
from typing import Final

from desktop import wiring
from desktop.acts import make_notebook
from desktop.commands.foreign import shortened
from desktop.commands.frame import Exit, Frame, passphrase_options
from desktop.commands.options import WrongUse
from desktop.strength import Strength, strength
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.calibration import measured_cost
from records.keys.slots import QUICK
from records.keys.words import proposed_passphrase
from records.people import Office, Role
from records.vault.vault import Beginning
from sync.trust.cards import LONGEST_OFFICE, check_numbers, check_words, is_office

_ANY: Final = "Office"


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("--vault", metavar="DIR", type=Path)
    parser.add_argument("--role", required=True, choices=[role.value for role in Role])
    parser.add_argument("--country", required=True, metavar="BEN")
    parser.add_argument("--office", required=True, metavar="NAME")
    parser.add_argument("--exercise", action="store_true")
    parser.add_argument("--kdf", choices=["quick"])
    passphrase_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Make it, and print the check words of its card."""
    if args.kdf == "quick" and not args.exercise:
        raise WrongUse(frame.texts("init.quick"))
    office = _office(frame, args.country, args.office)
    passphrase = _passphrase(frame, args)
    path = args.vault or wiring.new_notebook()
    beginning = Beginning(
        office,
        Role(args.role),
        Realm.EXERCISE if args.exercise else Realm.REAL,
        passphrase,
        QUICK if args.kdf == "quick" else measured_cost(wiring.memory_kib(), system_chance),
    )
    notebook = make_notebook(wiring.around(path), beginning)
    try:
        words = check_words(notebook.card, frame.texts.language.code)
        numbers = check_numbers(notebook.card)
    finally:
        notebook.vault.close()
    frame.result(vault=str(path), device=notebook.card.device.hex(), words=words, numbers=numbers)
    frame.say("init.done", path=str(path))
    if not args.exercise and strength(passphrase) is Strength.WEAK:
        frame.refuse("init.weak")
    frame.say("card.words", words=words, numbers=numbers)
    return Exit.DONE


def _office(frame: Frame, country: str, name: str) -> Office:
    """The office a card can bear."""
    office = Office(country.upper(), " ".join(name.split()))
    if is_office(office):
        return office
    if not is_office(Office(office.country, _ANY)):
        raise WrongUse(frame.texts("init.country", country=shortened(country)))
    if len(office.name) > LONGEST_OFFICE:
        raise WrongUse(frame.texts("init.office-long", most=LONGEST_OFFICE))
    raise WrongUse(frame.texts("init.office" if office.name else "init.office-blank", office=office.name))


def _passphrase(frame: Frame, args: argparse.Namespace) -> str:
    """Given, or typed twice; six random words are proposed."""
    if args.passphrase_file is not None or args.passphrase_fd is not None or not sys.stdin.isatty():
        found = frame.passphrase()
    else:
        frame.say("init.proposed", words=proposed_passphrase(system_chance, frame.texts.language.code))
        found = frame.asked("passphrase.new")
        if frame.asked("passphrase.again") != found:
            raise WrongUse(frame.texts("passphrase.differ"))
    if not found.strip():
        raise WrongUse(frame.texts("passphrase.empty"))
    return found
