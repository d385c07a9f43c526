"""Printing a note as the dossier, on the notebook's lane."""

from pathlib import Path

from desktop.acts import Notebook
from records.errors import Known, RecordsCode
from reports.dossier import Printed, dossier
from reports.paper.sheet import Paper
from resources.texts import Texts


def print_note(notebook: Notebook, record: bytes, path: Path, texts: Texts) -> Printed:
    """Write the PDF, whole or not at all. Known(NO_SUCH_RECORD | NOTE_WITHDRAWN | NOT_WRITTEN …)."""
    line = notebook.vault.lists.by_id(record)
    if line is None:
        raise Known(RecordsCode.NO_SUCH_RECORD, record=record.hex()[:8])
    return dossier(notebook.vault, line, path, texts, Paper.A4)
