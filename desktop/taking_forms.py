"""Taking in questionnaires of others: compiled once and kept in the notebook by what their files hold. No Qt, no words.

The only act that loads the converter; whoever writes notes with a form that was taken in does not.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from desktop.acts import form_in_use, form_setting
from desktop.form_media import keep_media
from forms import shipped
from forms.accepting import Proposal, propose
from forms.comparing import Difference, answered
from forms.converting import compile_source
from forms.media import Media, media_beside
from forms.model import Form
from forms.program import ready
from forms.reading import Source
from forms.storing import schema_of, to_bytes
from records.changes import answers_of
from records.journal.merge import seen
from records.values import Answers
from records.vault.lists import Query
from records.vault.vault import Vault

_SOURCE: Final = "form-source/"
NO_MEDIA: Final = Media({})


def compiled(vault: Vault, path: Path) -> Form:
    """The form of a file: as it was compiled before, when the file and those beside it are the same. Known(FORM_*)."""
    source = Source(path)
    kept = _kept(vault, source)
    if kept is not None:
        return kept
    form = compile_source(source)
    schema = schema_of(form)
    with vault.database.writing():
        vault.forms.put(schema, to_bytes(form))
        beside = sorted(source.beside)
        vault.settings.put(_name(source), {"version": schema.version, "digest": source.digest(), "beside": [*beside]})
    return form


def proposal(vault: Vault, form: Form, turn_on: Collection[str]) -> Proposal:
    """What taking a form in would mean for this notebook. Known(FORM_TAKEN | FORM_METADATA)."""
    version = vault.settings.text(form_setting(form.id))
    raw = vault.forms.raw(version) if version else None
    return propose(form, None if raw is None else ready(raw).form, turn_on, shipped.names())


def concerned(vault: Vault, found: Proposal) -> Mapping[Difference, int]:
    """How many notes here have an answer that each change concerns."""
    return answered(found.changes, _answers(vault, found.form.id))


def shown_by(path: Path, form: Form) -> Media:
    """The pictures, sounds and films that a form shows and that lie beside its file. Known(FORM_UNREADABLE)."""
    return media_beside(form, Source(path).look)


def take(vault: Vault, found: Proposal, media: Media = NO_MEDIA) -> bool:
    """Take a form in, with what it shows: new notes are written with it from now on.

    Returns whether it was not in use before. Known(DISK_FULL …).
    """
    keep_media(vault, found.form.id, media.files)
    before = vault.settings.text(form_setting(found.form.id))
    with vault.database.writing():
        vault.forms.put(found.schema, found.raw)
        vault.settings.put(form_setting(found.form.id), found.schema.version)
    assert form_in_use(vault, found.form.id) == found.schema
    return before != found.schema.version


def _kept(vault: Vault, source: Source) -> Form | None:
    match vault.settings.get(_name(source)):
        case {"version": str(version), "digest": str(digest), "beside": list(beside)}:
            for name in beside:
                source.file(str(name))
            raw = vault.forms.raw(version) if source.digest() == digest else None
            return None if raw is None else ready(raw).form
        case _:
            return None


def _name(source: Source) -> str:
    """A file is known by its bytes, and by its name where that may stand in for the form's."""
    whole = hashlib.sha256(source.path.stem.encode("utf-8", "replace") + b"\0" + source.raw)
    return f"{_SOURCE}{whole.hexdigest()}"


def _answers(vault: Vault, form: str) -> Iterator[Answers]:
    """The answers of every note of a form, those of other offices among them."""
    query = Query(form, withdrawn=True)
    while page := vault.lists.page(query):
        for line in page:
            yield answers_of(seen(vault.projection.cells(line.id)))
        query = Query(form, withdrawn=True, after=(page[-1].sort_when, page[-1].number))
