"""kinga doctor: look whether everything is whole. Changes nothing."""

import argparse
from collections.abc import Mapping
from typing import Final

from desktop import wiring
from desktop.acts import Notebook
from desktop.commands.frame import Exit, Frame, vault_options
from records.journal.chain import chains
from reports.when import moment_in_words
from resources.texts import Texts

# told, and nothing is wrong: what has not come may be meant for others alone, and an old copy was put back on purpose
_NO_FAULT: Final = frozenset({"missing", "attachments-missing", "new-log"})


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    vault_options(parser)


def run(frame: Frame, _args: argparse.Namespace) -> int:
    """Check pages, chains, attachments, and what lies open beside the notebook."""
    with frame.notebook() as notebook:
        # what lies in damaged pages cannot be asked any further
        inside = _pages(notebook) or [*_logs(notebook), *_attachments(notebook)]
        findings = [*inside, *_surroundings(notebook)]
        frame.result(findings=[{"finding": name, **facts} for name, facts in findings], head=notebook.vault.head)
        for name, facts in findings:
            frame.say(f"doctor.{name}", **_said(frame.texts, facts))
        wrong = any(name not in _NO_FAULT for name, _ in findings)
        if not wrong:
            frame.say("doctor.well")
    return Exit.REFUSED if wrong else Exit.DONE


Finding = tuple[str, dict[str, str | int]]


def _said(texts: Texts, facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """Facts in words: a moment as people say it."""
    return {name: moment_in_words(str(fact), texts) if name == "begun" else fact for name, fact in facts.items()}


def _pages(notebook: Notebook) -> list[Finding]:
    damaged = notebook.vault.database.check()
    return [("pages", {"count": len(damaged)})] if damaged else []


def _logs(notebook: Notebook) -> list[Finding]:
    """Forks that are proved, and steps of others that have not come."""
    vault = notebook.vault
    found: list[Finding] = [("new-log", {"begun": vault.begun_anew})] if vault.begun_anew else []
    for name, chain in chains(vault.journal.headers(vault.journal.logs())).items():
        known = vault.cards.get(name.device)
        office = known.card.office.name if known else vault.me.office.name
        if chain.fork is not None:
            found.append(("fork", {"office": office, "place": chain.fork}))
        missing = sum(last - first + 1 for first, last in chain.missing)
        if missing:
            found.append(("missing", {"office": office, "count": missing}))
    held = len(vault.lists.held())
    return [*found, ("held", {"count": held})] if held else found


def _attachments(notebook: Notebook) -> list[Finding]:
    blobs = notebook.vault.blobs
    unfinished = blobs.unfinished()
    damaged = [row for row in blobs.all() if row.whole and not blobs.is_whole(row.blob)]
    found: list[Finding] = []
    if unfinished:
        found.append(("attachments-missing", {"count": len(unfinished)}))
    if damaged:
        found.append(("attachments-damaged", {"count": len(damaged)}))
    return found


def _surroundings(notebook: Notebook) -> list[Finding]:
    """Files that others on this computer could read."""
    path = notebook.vault.folder.path
    loose = [one for one in (path, *path.rglob("*")) if wiring.readable_by_others(one)]
    return [("readable", {"count": len(loose), "path": str(path)})] if loose else []
