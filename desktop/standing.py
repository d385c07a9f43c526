"""Where one stood when the program ended, kept in the notebook: a half written note is open again after unlocking."""

from typing import Final

from desktop.acts import Notebook
from desktop.places import Go, Where

_SETTING: Final = "standing"


def stand(notebook: Notebook, go: Go | None) -> None:
    """Keep where to come back to: a draft being written, or nowhere in particular."""
    draft = go.draft if go is not None and go.where is Where.WRITE else ""
    if notebook.vault.settings.text(_SETTING) != draft:
        notebook.vault.settings.put(_SETTING, draft)


def place_left(notebook: Notebook) -> Go:
    """Where to begin: in the draft that was being written, if it is still unfinished; else at home."""
    draft = notebook.vault.settings.text(_SETTING)
    if draft and notebook.vault.drafts.get(draft) is not None:
        return Go(Where.WRITE, draft=draft)
    return Go(Where.HOME)
