"""kinga inspect: say what a package is. Without a notebook, only what any finder can see."""

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.options import WrongUse
from records.errors import Known, RecordsCode
from sync.bundle.age.header import HEADER_LIMIT, HeaderReader
from sync.shelf import open_file
from sync.trust.cards import check_numbers, check_words


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("bundle", metavar="BUNDLE", type=Path)
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Read the outside; with a notebook, open it by all its stages and change nothing."""
    if args.vault is None and (args.passphrase_file is not None or args.passphrase_fd is not None):
        raise WrongUse(frame.texts("inspect.which"))
    _outside(frame, args.bundle)
    if args.vault is not None:
        with frame.notebook() as notebook:
            opened = open_file(notebook.vault, args.bundle).opened
            card = opened.sender
            frame.result(
                id=opened.manifest.id.hex(),
                sender=card.device.hex(),
                office=card.office.name,
                known=opened.known,
                part=list(opened.manifest.part),
                members=[[one.name, one.size] for one in opened.manifest.members],
                entries=len(opened.manifest.bodies),
            )
            frame.say("inspect.from", office=card.office.name, country=card.office.country)
            frame.say("card.words", words=check_words(card, frame.texts.language.code), numbers=check_numbers(card))
            frame.say("inspect.inside", count=len(opened.manifest.bodies), files=len(opened.manifest.members))
    return Exit.DONE


def _outside(frame: Frame, path: Path) -> None:
    """What anybody who finds the file can see."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEADER_LIMIT + 1)
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem
    reader = HeaderReader()
    found = reader.feed(head)
    if found is None:
        reader.finish()
    kinds: Counter[str] = Counter(stanza.kind for stanza in found[0].stanzas)
    plain: dict[str, Any] = {"size": size, "kind": "age v1", "stanzas": dict(kinds)}
    frame.result(**plain)
    frame.say("inspect.outside", size=size, count=kinds.total(), kinds=", ".join(sorted(kinds)))
