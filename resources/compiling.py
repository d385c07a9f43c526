"""Make the catalogues that are read at run time: `python -m resources.compiling`. Run by set-up when a text changed."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from resources.pseudo import turned
from resources.texts import COMPILED, FALLBACK, FOLDER, PSEUDO


def read_catalogue(language: str) -> Catalog:
    """Read a catalogue as it is written."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def write_all(folder: Path = COMPILED) -> None:
    """Compile every catalogue, and the pseudo-language."""
    folder.mkdir(exist_ok=True)
    for path in sorted(FOLDER.glob("*.po")):
        _write(read_catalogue(path.stem), folder / f"{path.stem}.mo")
    _write(pseudo(read_catalogue(FALLBACK)), folder / f"{PSEUDO}.mo")


def pseudo(english: Catalog) -> Catalog:
    """Return the pseudo-language's catalogue."""
    found = Catalog(locale="ar")
    for message in english:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        texts = tuple(turned(str(string)) for string in strings)
        if isinstance(message.id, tuple):
            plurals = (*texts, *(texts[-1],) * found.num_plurals)[: found.num_plurals]
            found.add(message.id, plurals, context=message.context)
        else:
            found.add(message.id, texts[0], context=message.context)
    return found


def _write(catalogue: Catalog, path: Path) -> None:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    path.write_bytes(buffer.getvalue())


if __name__ == "__main__":
    write_all()
