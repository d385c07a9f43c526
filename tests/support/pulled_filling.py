"""Filling in with a photograph, killed at every step: `python -m tests.support.pulled_filling FOLDER ACT`.

Makes a notebook with an unfinished note, then, again and again on a copy of it, does one act in a process that is
killed: `keep` more of the note, `attach` a photograph and keep, `hide` parts of it and keep, or `finish`. Afterwards
another process opens the copy and says what stands there, as one line of JSON.
"""

import json
import os
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path

from PIL import Image

from forms import shipped
from records.attachments.adding import attach, hide_parts
from records.attachments.hiding import WHOLE, Area
from records.changes import answers_of
from records.drafting import Draft, read_draft
from records.journal.merge import seen
from records.recording import begin, keep_draft, submit
from records.values import Answers, Blob
from records.vault.lists import Query
from records.vault.vault import Vault
from tests.support.notes import photograph, take_form
from tests.support.pulled_plug import after, before_call, in_child
from tests.support.vaults import NOBODY, Vaults

FORM = "hate_speech"
STEPS = (0.0, 0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.96, 0.98, 0.99, 0.9995)
MOMENTS = 4


class Act(StrEnum):
    """What is done when the plug is pulled."""

    KEEP = "keep"
    ATTACH = "attach"
    HIDE = "hide"
    FINISH = "finish"


def main(folder: Path, act: Act) -> None:
    """Do it as often as there are steps."""
    base = folder / "base"
    prepare(base, act)
    calls = in_child(partial(count_calls, act=act), folder, base)
    last = int((calls / "calls").read_text())
    chance = random.Random(7)
    for part in STEPS:
        step = 1 + int(last * part)
        look(in_child(partial(do, act=act, arm=before_call(step)), folder, base), f"call {step}")
    for _ in range(MOMENTS):
        moment = chance.uniform(0.001, 0.02)
        look(in_child(partial(do, act=act, arm=after(moment)), folder, base), f"moment {moment:.4f}")


def prepare(base: Path, act: Act) -> None:
    """A notebook with one unfinished note, and with its photograph, unless that is what is added."""
    with Vaults(base) as vaults:
        vault = vaults.make("anna")
        take_form(vault, FORM)
        (base / "group.jpg").write_bytes(photograph())
        values: dict[str, str | Blob] = {"quote": "old"}
        if act is not Act.ATTACH:
            values["capture"] = attach(vault, base / "group.jpg").blob
        keep_draft(vault, replace(begin(vault, shipped.schema(FORM)), answers=Answers(dict(values)), readers=NOBODY))


def do(work: Path, act: Act, arm: Callable[[], None]) -> None:
    """One act, the plug armed."""
    vault = Vaults(work).open("anna")
    [draft] = (read_draft(row) for row in vault.drafts.all())
    arm()
    match act:
        case Act.KEEP:
            keep_with(vault, draft, {})
        case Act.ATTACH:
            keep_with(vault, draft, {"capture": attach(vault, work / "group.jpg").blob})
        case Act.HIDE:
            before = draft.answers.values["capture"]
            assert isinstance(before, Blob)
            keep_with(vault, draft, {"capture": hide_parts(vault, before, WHOLE, [Area(0, 0, 1, 1)]).blob})
        case Act.FINISH:
            submit(vault, [draft])
    sys.setprofile(None)


def keep_with(vault: Vault, draft: Draft, more: dict[str, Blob]) -> None:
    """Keep the note as it is now."""
    keep_draft(vault, replace(draft, answers=Answers({**draft.answers.values, "quote": "new", **more})))


def count_calls(work: Path, act: Act) -> None:
    """Note how many calls a whole act makes."""
    count = [0]

    def watch(_frame: object, event: str, _argument: object) -> None:
        count[0] += event in ("call", "c_call")

    do(work, act, lambda: sys.setprofile(watch))
    (work / "calls").write_text(str(count[0]))


def look(work: Path, killed: str) -> None:
    """Open what is left in another process, and say what stands there; the note can still be finished."""
    child = os.fork()
    if child == 0:
        with Vaults(work) as vaults:
            vault = vaults.open("anna")
            drafts = [read_draft(row) for row in vault.drafts.all()]
            lines = vault.lists.page(Query())
            notes = [answers_of(seen(vault.projection.cells(line.id))) for line in lines]
            found: dict[str, object] = {
                "killed": killed,
                "drafts": [told(vault, draft.answers) for draft in drafts],
                "notes": [told(vault, note) for note in notes],
                "damaged": vault.database.check(),
                "lost": [row.title for row in vault.blobs.all() if not vault.blobs.path(row.blob).exists()],
            }
            submit(vault, drafts)
            found["finished"] = len(vault.lists.page(Query()))
        print(json.dumps(found))
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    shutil.rmtree(work)


def told(vault: Vault, answers: Answers) -> list[str]:
    """The words of a note, and what its photograph shows."""
    blob = answers.values.get("capture")
    return [str(answers.values["quote"]), picture(vault, blob) if isinstance(blob, Blob) else "none"]


def picture(vault: Vault, blob: Blob) -> str:
    """Whether it is all black. Known(BLOB_MISSING …) where what the note names is not there: the test fails."""
    path = vault.folder.blobs / "looked-at"
    path.write_bytes(b"".join(vault.blobs.content(blob)))
    with Image.open(path) as shown:
        brightest = shown.convert("L").getextrema()[1]
    path.unlink()
    return "hidden" if isinstance(brightest, int | float) and brightest < 30 else "shown"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Act(sys.argv[2]))
