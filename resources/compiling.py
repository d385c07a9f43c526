"""Make the catalogues that are read at run time: `python -m resources.compiling`. Run by set-up when a text changed."""

import io
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from resources import glossary, texts
from resources.pseudo import turned
from resources.texts import FALLBACK, FOLDER, PSEUDO

CATALOGUES: Final = {texts.FOLDER: texts.COMPILED, glossary.FOLDER: glossary.COMPILED}
"""Where catalogues are written, and where what is made of them is read."""


def read_catalogue(language: str, folder: Path = FOLDER) -> Catalog:
    """Read a catalogue as it is written."""
    with (folder / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def write_all() -> None:
    """Compile every catalogue, and the pseudo-language."""
    for written, made in CATALOGUES.items():
        made.mkdir(exist_ok=True)
        for path in sorted(written.glob("*.po")):
            _write(read_catalogue(path.stem, written), made / f"{path.stem}.mo")
        _write(pseudo(read_catalogue(FALLBACK, written)), made / f"{PSEUDO}.mo")


def up_to_date() -> bool:
    """Whether what is read at run time is as new as what is written."""
    return all(_newer(made / f"{FALLBACK}.mo", written) for written, made in CATALOGUES.items())


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


def _newer(made: Path, written: Path) -> bool:
    newest = max(path.stat().st_mtime for path in written.glob("*.po"))
    return made.exists() and made.stat().st_mtime > newest


if __name__ == "__main__":
    write_all()
