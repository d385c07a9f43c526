"""kinga trust: trust another office's card after comparing its check words."""

import argparse
import re
from pathlib import Path
from typing import Final

from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.errors import Known, RecordsCode
from records.keys.words import COUNT
from records.people import Card, Role
from records.vault.vault import Vault
from sync.inbox import sender_card
from sync.trust.cards import read_card
from sync.trust.trusting import find_card, trust

_BETWEEN: Final = re.compile(r"[\s,;.:/|·،؛、-]+")


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("card", metavar="CARD|ID")
    parser.add_argument("--words", required=True)
    parser.add_argument("--role", choices=[role.value for role in Role])
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Trust a card from a file, one that was seen, or that of a package kept sealed."""
    with frame.notebook() as notebook:
        card = _card(notebook.vault, args.card)
        words = _typed(frame, args.words)
        known = trust(notebook.vault, card, words, Role(args.role) if args.role else None)
        assert known.role is not None
        frame.result(device=card.device.hex(), office=card.office.name, role=known.role.value)
        frame.say("trust.done", office=card.office.name, country=card.office.country)
    return Exit.DONE


def _typed(frame: Frame, typed: str) -> str:
    """The words as they are compared, whatever stands between them. WrongUse when they are too few or too many."""
    words = [word for word in _BETWEEN.split(typed) if word]
    if len(words) != COUNT:
        raise WrongUse(frame.texts("trust.how-many", count=len(words), wanted=COUNT))
    return " ".join(words)


def _card(vault: Vault, name: str) -> Card:
    try:
        if Path(name).is_file():
            return read_card(Path(name).read_bytes())
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=name) from problem
    sealed = [one for one in vault.inbox.all() if len(name) >= 4 and one.id.startswith(name.upper())]
    return sender_card(sealed[0]) if len(sealed) == 1 else find_card(vault, name).card
