"""Compile our own library: `python -m forms.precompiling`, after a form was changed."""

from pathlib import Path

from forms.converting import compile_file
from forms.reading import LIBRARY
from forms.shipped import COMPILED
from forms.storing import to_bytes


def compiled() -> dict[str, bytes]:
    """Every form of the library, compiled, by id."""
    found = (compile_file(path) for path in sorted(LIBRARY.glob("*.md")))
    return {form.id: to_bytes(form) for form in found}


def write(folder: Path = COMPILED) -> None:
    """Write the compiled forms, and remove those whose source is gone."""
    folder.mkdir(exist_ok=True)
    made = compiled()
    for old in folder.glob("*.json"):
        if old.stem not in made:
            old.unlink()
    for name, raw in made.items():
        (folder / f"{name}.json").write_bytes(raw + b"\n")


if __name__ == "__main__":
    write()
