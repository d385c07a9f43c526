"""The acts of the program, as the window and the commands both do them. No Qt, no words: values in, values out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.logs_of_steps import logs_as_files
from forms import shipped
from forms.errors import FormsCode
from forms.session import Session
from records.attachments.adding import Attached, attach
from records.drafting import Cursor, Draft, read_draft
from records.errors import Known, RecordsCode
from records.journal.body import RecordName
from records.owing import Readers, proposed_readers
from records.people import Card, Party
from records.recording import Submitted, begin, keep_draft, readers_of, submit
from records.schema import Schema
from records.taking import Outcome
from records.timing import settle_clock
from records.values import Answers, Blob
from records.vault.folder import handed_out
from records.vault.inbox import Package, Waiting
from records.vault.lists import RecordLine
from records.vault.local import CustodyRow
from records.vault.vault import Beginning, Surroundings, Vault, create, open_vault
from reports.reading import form_session
from resources.texts import Texts
from sync.drives.place import Place
from sync.errors import SyncCode
from sync.handing import Handed, carry_out
from sync.inbox import Arrival, Came, accept, packages_at, receive
from sync.plan import Plan, plan, recipients
from sync.trust.cards import make_card, read_card
from sync.usb import Progress


@dataclass(frozen=True, slots=True)
class Notebook:
    """An open vault and its own card."""

    vault: Vault
    card: Card


def make_notebook(around: Surroundings, beginning: Beginning) -> Notebook:
    """Make a vault with our forms and its own card in it. What fails leaves none. Known(CARD_MALFORMED …)."""
    vault = create(around, beginning)
    try:
        with vault.database.writing():
            card = own_card(vault)
            take_forms(vault)
        settle_clock(vault)
    except BaseException:
        vault.close()
        vault.folder.unmake()
        raise
    return Notebook(vault, card)


def open_notebook(around: Surroundings, passphrase: str) -> Notebook:
    """Open a vault; forms that came with a newer program are taken in."""
    vault = open_vault(around, passphrase)
    try:
        take_forms(vault)
        settle_clock(vault)
        return Notebook(vault, own_card(vault))
    except BaseException:
        vault.close()
        raise


def own_card(vault: Vault) -> Card:
    """A vault's own card. It is made once; a vault whose making was cut short before gets it now."""
    kept = vault.settings.text("card")
    if kept:
        return read_card(kept.encode())
    card = make_card(vault.keys, vault.me.office, vault.me.role, vault.realm)
    vault.settings.put("card", card.raw.decode())
    return card


def take_forms(vault: Vault) -> None:
    """Let the vault know our own forms."""
    for name in shipped.names():
        schema = shipped.schema(name)
        if vault.forms.schema(schema.version) is None:
            vault.forms.put(schema, shipped.raw(name))


def form_names(me: Party) -> list[str]:
    """Our forms that this role writes, in their usual order."""
    order = ("incident", "hate_speech", "week_note", "source", "arms_flow", "verification", "country_profile")
    may = [name for name in order if me.role.value in shipped.schema(name).writers]
    return [*may, *sorted(name for name in shipped.names() if name not in order and writes(me, name))]


def writes(me: Party, form: str) -> bool:
    """Whether a role writes one of our forms."""
    return _may_write(me, shipped.schema(form))


def may_write(vault: Vault, form: str) -> bool:
    """Whether this office writes a form, ours or one that was taken in. Known(NO_FORM)."""
    return _may_write(vault.me, form_in_use(vault, form))


def _may_write(me: Party, schema: Schema) -> bool:
    return not schema.writers or me.role.value in schema.writers


def form_setting(form: str) -> str:
    """Under which name a notebook keeps the version of a form of others that new notes are written with."""
    return f"form-in-use/{form}"


def form_in_use(vault: Vault, form: str) -> Schema:
    """The version of a form that new notes are written with: ours, or one that was taken in. Known(NO_FORM)."""
    if form in shipped.names():
        return shipped.schema(form)
    schema = vault.forms.schema(vault.settings.text(form_setting(form)))
    if schema is None:
        raise Known(FormsCode.NO_FORM, form=form)
    return schema


def new_draft(vault: Vault, form: str) -> Draft:
    """Begin a new record of one of our forms, or of one that was taken in. Known(NO_FORM)."""
    return begin(vault, form_in_use(vault, form))


def correction(vault: Vault, record: RecordLine) -> Draft:
    """Begin a correction, with the form the record was filled with. Known(NO_SUCH_FORM)."""
    schema = vault.forms.schema(record.version)
    if schema is None:
        raise Known(RecordsCode.NO_SUCH_FORM, form=record.form)
    return begin(vault, schema, record)


def drafts(vault: Vault) -> list[Draft]:
    """What is unfinished, the latest first."""
    return [read_draft(row) for row in vault.drafts.all()]


def session(vault: Vault, draft: Draft, texts: Texts, *, fresh: bool = False) -> Session:
    """Fill a form in, from a draft. fresh: begin with the form's own defaults."""
    answers = None if fresh and not draft.answers.values else draft.answers
    return form_session(vault, draft.version, answers, texts)


def keep(vault: Vault, draft: Draft, filled: Session, cursor: Cursor) -> Draft:
    """Keep a filling-in as it is now."""
    return keep_draft(vault, replace(draft, answers=filled.draft_answers(), cursor=cursor))


def write_down(vault: Vault, draft: Draft) -> Draft:
    """Keep a draft with the answers that stand in it."""
    return keep_draft(vault, draft)


def unfinished(vault: Vault, draft: str) -> Draft | None:
    """A draft by its id, None when it is finished or thrown away."""
    row = vault.drafts.get(draft)
    return None if row is None else read_draft(row)


def correcting(vault: Vault, record: RecordLine) -> Draft:
    """Go on with a correction that was begun, or begin one. Known(NO_SUCH_FORM)."""
    name = RecordName(record.device, record.nonce)
    begun = (draft for draft in drafts(vault) if draft.record == name)
    return next(begun, None) or correction(vault, record)


def throw_away(vault: Vault, draft: str) -> None:
    """Forget a draft."""
    vault.drafts.drop(draft)


def readers(vault: Vault, draft: Draft, answers: Answers) -> Readers:
    """Who may read what is being written: as chosen, as it was, or as proposed."""
    if draft.readers is not None:
        return draft.readers
    line = vault.lists.by_id(draft.record.id) if draft.record else None
    if line is not None:
        return readers_of(vault, line)
    schema = vault.forms.schema(draft.version)
    assert schema is not None
    return proposed_readers(vault.me, schema, answers)


def finish(vault: Vault, draft: Draft, filled: Session) -> Submitted:
    """Sign and keep what was written."""
    return finish_draft(vault, replace(draft, answers=filled.answers()))


def finish_draft(vault: Vault, draft: Draft) -> Submitted:
    """Sign and keep the answers that stand in a draft."""
    with logs_as_files(vault, [draft]) as whole:
        return submit(vault, [replace(one, readers=readers(vault, one, one.answers)) for one in whole])


def finish_all(vault: Vault, finished: Sequence[tuple[Draft, Session]]) -> Submitted:
    """Sign and keep several records in one transaction."""
    ready = []
    for draft, filled in finished:
        answers = filled.answers()
        ready.append(replace(draft, answers=answers, readers=readers(vault, draft, answers)))
    with logs_as_files(vault, ready) as whole:
        return submit(vault, whole)


def add_file(vault: Vault, path: Path, tell: Callable[[int], None] = lambda _done: None) -> Attached:
    """Take a file in as an attachment; `tell` hears the bytes read, and ends it by raising something."""
    return attach(vault, path, tell)


def drop_file(vault: Vault, attached: Attached) -> None:
    """Destroy an attachment that no note names, and the original it was made from; that is written down."""
    row = vault.blobs.get(attached.blob.name)
    names = dict.fromkeys([attached.blob.name, *([row.original] if row is not None and row.original else [])])
    vault.custody.note([CustodyRow(vault.now(), "removed", name, "") for name in names])
    for name in names:
        vault.blobs.remove(name)


def view_file(vault: Vault, blob: Blob) -> bytes:
    """The content of an attachment that is here, to be looked at; that is written down. Known(BLOB_MISSING …)."""
    content = b"".join(vault.blobs.content(blob))
    vault.custody.note([CustodyRow(vault.now(), "viewed", blob.name, "")])
    return content


def save_file(vault: Vault, blob: Blob, path: Path, tell: Callable[[int], None]) -> None:
    """Write an attachment out, unsealed and whole, for its owner alone to read; that is written down first.

    `tell` hears the bytes written, and ends it by raising something. Known(BLOB_MISSING | DISK_FULL …) leaves nothing.
    """
    with vault.database.writing():
        vault.custody.note([CustodyRow(vault.now(), "exported", blob.name, "")])
        try:
            with handed_out(path, vault.chance) as file:
                for piece in vault.blobs.content(blob):
                    file.write(piece)
                    tell(file.tell())
        except (FileNotFoundError, IsADirectoryError) as problem:
            raise Known(RecordsCode.NOT_WRITABLE, path=str(path)) from problem


def find(vault: Vault, code: str) -> RecordLine:
    """The record of a code. Known(NO_SUCH_RECORD)."""
    found = vault.lists.by_code(code)
    if not found:
        raise Known(RecordsCode.NO_SUCH_RECORD, record=code)
    return found[0]


def plan_for(vault: Vault, offices: Iterable[str] | None) -> Plan:
    """What would leave, for these offices or for all."""
    return plan(vault, offices)


def hand_over(notebook: Notebook, approved: Plan, place: Place, progress: Progress) -> Iterator[Handed]:
    """Carry out a plan that a person saw."""
    return carry_out(notebook.vault, approved, place, notebook.card, progress)


def not_arrived(vault: Vault, offices: Iterable[str] | None) -> list[bytes]:
    """The packages for these offices alone that nobody is known to have opened."""
    devices = {card.device for card in recipients(vault, offices)}
    return [one.bundle for one in vault.deliveries.bundles() if one.arrived is None and devices.issuperset(one.cards)]


def receive_all(vault: Vault, paths: Sequence[Path], tell: Callable[[Arrival], None]) -> list[Arrival]:
    """Look at every package at these paths; one that is refused does not stop the others."""
    found = []
    for path in packages_at(paths):
        arrival = receive(vault, path)
        tell(arrival)
        found.append(arrival)
    return found


def accept_waiting(vault: Vault, packages: Iterable[Package]) -> list[tuple[Package, Outcome]]:
    """Accept packages that wait, in the order they came."""
    ready = [one for one in packages if one.state in (Waiting.WAITING, Waiting.ASIDE)]
    return [(one, accept(vault, one)) for one in sorted(ready, key=lambda one: (one.came, one.id))]


def package(vault: Vault, name: str) -> Package:
    """One package by the beginning of its id. Known(NO_SUCH_PACKAGE)."""
    found = [one for one in vault.inbox.all() if len(name) >= 4 and one.id.startswith(name.upper())]
    if len(found) != 1:
        raise Known(SyncCode.NO_SUCH_PACKAGE, package=name)
    return found[0]


def refused(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Those that were refused."""
    return [one for one in arrivals if one.came is Came.REFUSED]
