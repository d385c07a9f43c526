"""The log of each step of a filling-in, where a form asks for one: a text until the note is finished, then a file.

No Qt, no words. What fails leaves nothing behind.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from forms.metadata import AUDIT_PATH
from records.attachments.adding import attach_bytes
from records.drafting import Draft
from records.values import Answers, Blob, Value
from records.vault.local import CustodyRow
from records.vault.vault import Vault

_TITLE: Final = "audit.csv"


@contextmanager
def logs_as_files(vault: Vault, drafts: Sequence[Draft]) -> Iterator[list[Draft]]:
    """The drafts with their logs as attachments; those are destroyed again when the drafts cannot be finished."""
    taken: list[Blob] = []
    try:
        yield [replace(draft, answers=_with_file(vault, draft.answers, taken)) for draft in drafts]
    except BaseException:
        for blob in taken:
            vault.custody.note([CustodyRow(vault.now(), "removed", blob.name, "")])
            vault.blobs.remove(blob.name)
        raise


def _with_file(vault: Vault, answers: Answers, taken: list[Blob]) -> Answers:
    log = answers.values.get(AUDIT_PATH)
    if not isinstance(log, str):
        return answers
    blob = attach_bytes(vault, log.encode("utf-8"), _TITLE).blob
    taken.append(blob)
    values: Mapping[str, Value] = {**answers.values, AUDIT_PATH: blob}
    return replace(answers, values=values)
