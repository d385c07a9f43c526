"""Reads from the notebook what the home page tells."""

from desktop.acts import Notebook, drafts
from desktop.home.lines import Handed, HomeFacts, Unfinished
from records.schema import Facet
from records.vault.deliveries import Sent
from records.vault.inbox import Waiting
from records.vault.vault import Vault
from sync.receipting import owing_receipts


def home_facts(notebook: Notebook) -> HomeFacts:
    """Gather them, on the notebook's lane."""
    vault = notebook.vault
    packages = vault.inbox.all()
    waiting = [one for one in packages if one.state is Waiting.WAITING]
    sealed = [one for one in packages if one.state is Waiting.SEALED]
    count, oldest = vault.lists.nobody_has()
    return HomeFacts(
        unfinished=_unfinished(vault),
        nobody_has=count,
        oldest=oldest,
        handed=_handed(vault),
        waiting=len(waiting),
        waiting_since=max((one.came for one in waiting), default=""),
        sealed=len(sealed),
        sealed_since=max((one.came for one in sealed), default=""),
        conflicts=vault.lists.in_conflict(),
        trusted=sum(one.role is not None for one in vault.cards.all()),
        receipts_due=len(owing_receipts(vault)),
    )


def _unfinished(vault: Vault) -> tuple[Unfinished, ...]:
    found = []
    for draft in drafts(vault):
        schema = vault.forms.schema(draft.version)
        field = schema.by_facet.get(Facet.TITLE) if schema else None
        text = draft.answers.values.get(field.path) if field else None
        title = text.split("\n")[0][:80] if isinstance(text, str) else ""
        found.append(Unfinished(draft.id, draft.form, title, draft.changed))
    return tuple(found)


def _handed(vault: Vault) -> Handed | None:
    """The packages of the last hand-over: those made within its minute."""
    bundles = vault.deliveries.bundles()
    if not bundles:
        return None
    last: list[Sent] = [one for one in bundles if one.made[:16] == bundles[0].made[:16]]
    arrived = sum(one.arrived is not None for one in last)
    kept = sum(vault.deliveries.is_kept(one.bundle) for one in last)
    return Handed(bundles[0].made, len(last), arrived, kept)
