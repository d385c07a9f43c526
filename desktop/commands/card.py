"""kinga card: this notebook's office card, and its check words."""

import argparse
from pathlib import Path

from desktop.commands.frame import Exit, Frame, vault_options
from sync.trust.cards import check_numbers, check_words


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    vault_options(parser)
    parser.add_argument("--out", metavar="FILE", type=Path)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Write the card to a file if one is named, and print what the other side compares."""
    with frame.notebook() as notebook:
        card = notebook.card
        words, numbers = check_words(card, frame.texts.language.code), check_numbers(card)
        if args.out is not None:
            frame.write_out(args.out, card.raw)
            frame.say("card.written", path=str(args.out))
        frame.result(
            card=card.raw.decode(),
            device=card.device.hex(),
            office=card.office.name,
            country=card.office.country,
            role=card.role.value,
            exercise=card.exercise,
            words=words,
            numbers=numbers,
        )
        role = frame.texts(f"role.{card.role.value}")
        frame.say("card.is", office=card.office.name, country=card.office.country, role=role)
        frame.say("card.words", words=words, numbers=numbers)
    return Exit.DONE
