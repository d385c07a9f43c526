"""A note in one line, wherever it is named outside the list: its first words, and below them sort, day and code."""

from dataclasses import dataclass

from records.vault.lists import RecordLine
from reports.text.cleaning import isolated
from reports.when import in_words
from resources.texts import Texts


@dataclass(frozen=True, slots=True)
class Note:
    """As much of a note as a line needs. conflicts: how many answers stand in two versions."""

    record: bytes
    code: str
    form: str
    title: str
    when: str
    withdrawn: bool
    conflicts: int


def note_of(line: RecordLine) -> Note:
    """Of a record's line."""
    when = line.when or line.created[:10]
    return Note(line.id, line.code, line.form, line.title, when, line.withdrawn, line.conflicts)


def title_of(note: Note, texts: Texts) -> str:
    """Its first words."""
    title = note.title or texts("notes.untitled")
    return texts("note.taken-back-title", title=isolated(title)) if note.withdrawn else title


def below(note: Note, texts: Texts) -> str:
    """What sort of note, its day and its code, and whether two versions of something stand."""
    parts = [form_in_words(note.form, texts), isolated(in_words(note.when, texts)), isolated(note.code)]
    return " · ".join([*parts, *([texts("notes.in-conflict")] if note.conflicts else [])])


def form_in_words(form: str, texts: Texts) -> str:
    """What a form is called; a form from elsewhere by its own name."""
    return texts(f"form.{form}") if texts.has(f"form.{form}") else form
