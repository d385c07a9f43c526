"""kinga init: make a notebook."""

import argparse
import sys
from pathlib import Path

from desktop import wiring
from desktop.acts import make_notebook
from desktop.commands.frame import Exit, Frame, passphrase_options
from desktop.commands.options import WrongUse
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.calibration import measured_cost
from records.keys.slots import QUICK
from records.keys.words import proposed_passphrase
from records.people import Office, Role
from records.vault.vault import Beginning
from sync.trust.cards import check_numbers, check_words, is_office


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
    office = Office(args.country.upper(), " ".join(args.office.split()))
    if not is_office(office):
        raise WrongUse(frame.texts("init.office", country=args.country, office=args.office))
    path = args.vault or wiring.new_notebook()
    beginning = Beginning(
        office,
        Role(args.role),
        Realm.EXERCISE if args.exercise else Realm.REAL,
        _passphrase(frame, args),
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
    frame.say("card.words", words=words, numbers=numbers)
    return Exit.DONE


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
