"""A vault: private, readable with the passphrase alone, opened by one, and untouched by every failure to open it."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from records.errors import Known, RecordsCode
from records.journal.chain import LogName
from records.journal.entry import NO_ENTRY, Realm
from records.keys.slots import QUICK, Slots
from records.people import Office, Role
from records.recording import begin, keep_draft, submit
from records.schema import BodyClass
from records.vault.engine import Database
from records.vault.lists import Query
from records.vault.tables import FORMAT
from records.vault.vault import Beginning, Surroundings, Vault, create, open_vault, read_slots, write_slots
from tests.support.files import files_in, mode_of, readable_in
from tests.support.vaults import NOTE, PASSPHRASE, Vaults, entries_of, line_of, write

CANARY = "zanzibar-canary-7731"
HOUSE = Path(__file__).parents[3]
OPENING = """
import sys
from pathlib import Path
from records.errors import Known
from tests.support.vaults import Vaults
try:
    Vaults(Path(sys.argv[1])).open("anna")
except Known as problem:
    print(problem.code.value)
"""


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Known) as caught:
        act()
    return caught.value.code.value


def prints(*folders: Path) -> dict[Path, str]:
    """What lies in these folders, by content; the lock, which says nothing, left out."""
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files_in(*folders) if path.name != "lock"}


def read_everything(vault: Vault) -> None:
    for record in vault.lists.all_ids():
        vault.projection.cells(record)
        vault.lists.history(line_of(vault, record).number)
    vault.journal.entries(vault.journal.numbers())
    vault.drafts.all()
    vault.forms.all()
    vault.cards.all()


def test_folders_and_files_are_private(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "x"})
    vault.blobs.seal([b"x"], "text/plain")
    write_slots(vault.folder, slots_of(vault))
    folders = [vaults.folder / "anna", vaults.folder / "anna" / "parts", vaults.folder / "anna" / "came"]
    assert {mode_of(folder) for folder in [*folders, vaults.folder / "anna-state"]} == {0o700}
    files = list(files_in(vaults.folder))
    assert {"data", "data-wal", "lock", "slots.1", "slots.2"} <= {path.name for path in files}
    assert {path.name: oct(mode_of(path)) for path in files if mode_of(path) != 0o600} == {}


def slots_of(vault: Vault) -> Slots:
    return read_slots(vault.folder)[0]


def test_a_folder_that_stood_there_becomes_private(vaults: Vaults) -> None:
    (vaults.folder / "anna").mkdir(mode=0o755)
    vaults.make("anna")
    assert mode_of(vaults.folder / "anna") == 0o700


def test_no_word_of_content_or_of_its_owner_lies_in_any_file(vaults: Vaults) -> None:
    vault = vaults.make("anna", Role.FOCAL_POINT, "KEN", office=f"Office {CANARY}")
    values = {"title": CANARY, "story": f"a\n{CANARY}", "name": CANARY, "source": CANARY, "people#a/name": CANARY}
    line = write(vault, values, rows={"people": ("a",)})
    keep_draft(vault, begin(vault, NOTE, line))
    photo = vault.blobs.seal([CANARY.encode() * 10_000], "image/jpeg")
    write(vault, {"title": "with a photograph", "photo": photo})
    vault.settings.put("note", CANARY)
    words = [CANARY, "focal-point", "monitor", "kinga", "incident", PASSPHRASE, photo.key.hex(), "SQLite format"]
    folders = (vaults.folder / "anna", vaults.folder / "anna-state")
    assert readable_in(words, *folders) == []
    copy = vaults.folder / "seized"
    shutil.copytree(vaults.folder / "anna", copy)  # as it lies there while it is open
    assert readable_in(words, copy) == []
    vault.close()
    assert readable_in(words, *folders) == []
    assert {"data", "slots.1"} <= {path.name for path in files_in(*folders)}


def test_names_of_files_are_neutral(vaults: Vaults) -> None:
    vaults.make("anna")
    assert {path.name for path in (vaults.folder / "anna").iterdir()} <= {
        *("data", "data-wal", "data-shm", "parts", "came", "lock", "slots.1", "slots.2")
    }


def test_what_was_saved_is_there_after_opening(vaults: Vaults) -> None:
    vault = vaults.make("anna", Role.FOCAL_POINT, "KEN", office="Kilwa", realm=Realm.EXERCISE)
    line = write(vault, {"title": "Market", "name": "Anna", "people#a/age": 7}, rows={"people": ("a",)})
    cells, me = vault.projection.cells(line.id), vault.me
    vault.close()
    again = vaults.open("anna")
    assert again.projection.cells(line.id) == cells
    assert again.me == me
    assert (again.me.office, again.me.role) == (Office("KEN", "Kilwa"), Role.FOCAL_POINT)
    assert again.exercise


def test_a_wrong_passphrase_and_no_vault(vaults: Vaults) -> None:
    vaults.make("anna").close()
    before = prints(vaults.folder)
    assert code_of(lambda: vaults.open("anna", "wrong")) == "wrong-passphrase"
    assert code_of(lambda: vaults.open("nobody")) == "vault-missing"
    assert prints(vaults.folder) == before
    assert not (vaults.folder / "nobody").exists()


def test_a_vault_is_never_made_over_another(vaults: Vaults) -> None:
    vaults.make("anna").close()
    before = prints(vaults.folder)
    assert code_of(lambda: vaults.make("anna")) == "vault-exists"
    for slots in (vaults.folder / "anna").glob("slots.*"):
        slots.unlink()
    data = prints(vaults.folder / "anna")
    assert code_of(lambda: vaults.make("anna")) == "vault-exists"
    assert code_of(lambda: vaults.open("anna")) == "keyslots-damaged"
    assert prints(vaults.folder / "anna") == data
    assert set(data.items()) <= set(before.items())


def test_a_making_that_failed_leaves_room_for_the_next(vaults: Vaults) -> None:
    state = vaults.folder / "anna-state"
    state.write_bytes(b"a file where the state folder should be")
    assert code_of(lambda: vaults.make("anna")) in ("disk-failed", "not-writable")
    assert {path.name for path in files_in(vaults.folder / "anna")} <= {"lock"}
    state.unlink()
    vaults.make("anna")


def test_a_vault_that_is_open_is_in_use(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    assert code_of(lambda: vaults.open("anna")) == "vault-in-use"
    vault.close()
    vaults.open("anna")


def test_another_process_waits_and_is_told(vaults: Vaults) -> None:
    vaults.make("anna")
    done = subprocess.run(
        [sys.executable, "-c", OPENING, str(vaults.folder)], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "vault-in-use"


def test_a_vault_of_a_newer_program_is_not_touched(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    with vault.database.writing() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT + 1}")
    vault.close()
    before = prints(vaults.folder / "anna")
    with pytest.raises(Known) as caught:
        vaults.open("anna")
    assert caught.value.code is RecordsCode.VAULT_NEWER
    assert caught.value.facts == {"found": FORMAT + 1, "known": FORMAT}
    assert prints(vaults.folder / "anna") == before


def test_a_missing_database_is_damage_and_none_is_made(vaults: Vaults) -> None:
    vaults.make("anna").close()
    (vaults.folder / "anna" / "data").unlink()
    assert code_of(lambda: vaults.open("anna")) == "vault-damaged"
    assert not (vaults.folder / "anna" / "data").exists()


@pytest.mark.parametrize("spoil", [lambda raw: b"", lambda raw: raw[: len(raw) // 2], lambda raw: bytes(len(raw))])
def test_a_torn_database_is_told_and_not_touched(vaults: Vaults, spoil: Callable[[bytes], bytes]) -> None:
    filled(vaults)
    data = vaults.folder / "anna" / "data"
    torn = spoil(data.read_bytes())
    data.write_bytes(torn)
    assert code_of(lambda: read_everything(vaults.open("anna"))) == "vault-damaged"
    assert data.read_bytes() == torn


def filled(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    for number in range(12):
        write(vault, {"title": f"note {number}", "story": "a long story " * 200, "name": "Anna"})
    vault.close()


def test_a_damaged_page_is_told_and_not_touched(vaults: Vaults) -> None:
    """Page after page: either nothing reads it, or the damage is a known failure. Never a trace, never a repair."""
    filled(vaults)
    data = vaults.folder / "anna" / "data"
    whole = data.read_bytes()
    told, pages = 0, len(whole) // 4096
    for page in range(0, pages, 3):
        spoilt = bytearray(whole)
        spoilt[page * 4096 + 1234] ^= 1
        data.write_bytes(spoilt)
        try:
            vault = vaults.open("anna")
        except Known as problem:
            assert problem.code is RecordsCode.VAULT_DAMAGED  # noqa: PT017
            told += 1
        else:
            assert vault.database.check()
            try:
                read_everything(vault)
            except Known as problem:
                assert problem.code is RecordsCode.VAULT_DAMAGED  # noqa: PT017
                told += 1
            vault.close()
        assert data.read_bytes() == bytes(spoilt)
    assert told > pages // 9


def test_attached_databases_and_clear_temporary_files_are_denied(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    for statement in ("ATTACH 'other.db' AS other KEY ''", "PRAGMA temp_store = FILE"):
        with pytest.raises(DBAPIError, match="not authorized"):
            vault.database.connection.exec_driver_sql(statement)
        vault.database.connection.rollback()
    settings = {"cipher_memory_security": "1", "journal_mode": "wal", "synchronous": "2", "secure_delete": "1"}
    found = {name: str(vault.database.connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in settings}
    assert found == settings
    assert vault.database.connection.exec_driver_sql("PRAGMA temp_store").scalar() == 2


def test_deleted_pages_leave_the_write_ahead_log(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "x"})
    log = vault.folder.path / "data-wal"
    assert log.stat().st_size > 0
    with vault.database.writing(), pytest.raises(RuntimeError):
        vault.database.forget_deleted()
    vault.database.forget_deleted()
    assert log.stat().st_size == 0
    assert vault.lists.count(Query()) == 1


def test_the_key_of_a_database_is_never_printed(tmp_path: Path) -> None:
    database = Database(tmp_path / "data", b"K" * 48)
    assert "4b4b4b" not in repr(database.connection) + repr(database.connection.engine) + repr(vars(database))
    database.close()


# Slots in two copies


def test_either_copy_of_the_slots_opens_and_mends_the_other(vaults: Vaults) -> None:
    vaults.make("anna").close()
    first, second = (vaults.folder / "anna" / f"slots.{number}" for number in (1, 2))
    whole = first.read_bytes()
    assert second.read_bytes() == whole
    spoils: list[Callable[[Path], object]] = [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(whole[:100]),
        lambda path: path.write_bytes(whole[:-1] + b"\0"),
        lambda path: path.rename(path.with_name("moved")).with_name(path.name).mkdir(),
    ]
    for spoil in spoils:
        for path in (first, second):
            spoil(path)
            vaults.open("anna").close()
            if path.is_dir():
                path.rmdir()
                path.with_name("moved").rename(path)
            assert path.read_bytes() == whole


def test_without_both_copies_nothing_opens_and_nothing_is_touched(vaults: Vaults) -> None:
    vaults.make("anna").close()
    for number in (1, 2):
        path = vaults.folder / "anna" / f"slots.{number}"
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
    before = prints(vaults.folder)
    assert code_of(lambda: vaults.open("anna")) == "keyslots-damaged"
    assert prints(vaults.folder) == before


def test_a_changed_passphrase(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    assert code_of(lambda: vault.change_passphrase("wrong", "new")) == "wrong-passphrase"
    vault.change_passphrase(PASSPHRASE, "new words")
    vault.close()
    assert code_of(lambda: vaults.open("anna")) == "wrong-passphrase"
    vaults.open("anna", "new words")


@pytest.mark.parametrize("typed", [PASSPHRASE, "new words"])
def test_a_change_torn_between_the_copies_opens_by_either_and_is_then_settled(vaults: Vaults, typed: str) -> None:
    vault = vaults.make("anna")
    first = vaults.folder / "anna" / "slots.1"
    before = first.read_bytes()
    vault.change_passphrase(PASSPHRASE, "new words")
    vault.close()
    first.write_bytes(before)  # the plug was pulled after the first copy
    vaults.open("anna", typed).close()
    other = "new words" if typed == PASSPHRASE else PASSPHRASE
    assert code_of(lambda: vaults.open("anna", other)) == "wrong-passphrase"
    vaults.open("anna", typed).change_passphrase(typed, "third words")


def test_after_a_torn_change_the_new_passphrase_can_be_changed(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    first = vaults.folder / "anna" / "slots.1"
    before = first.read_bytes()
    vault.change_passphrase(PASSPHRASE, "new words")
    first.write_bytes(before)
    vault.change_passphrase("new words", "third words")
    vault.close()
    vaults.open("anna", "third words")


# The log, and the right to continue it


def test_a_log_continues_from_one_day_to_the_next(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    log = vault.log
    vault.close()
    again = vaults.open("anna")
    write(again, {"title": "two"})
    assert again.log == log
    first, second = (entry.header for entry in entries_of(again))
    assert (first.sequence, second.sequence, second.previous) == (1, 2, first.id)
    assert first.previous == NO_ENTRY


@pytest.mark.parametrize("lost", ["state folder", "state file emptied", "state of another"])
def test_without_the_right_a_new_log_begins_and_names_the_last_head(vaults: Vaults, lost: str) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    old, head = vault.log, entries_of(vault)[-1].header
    vault.close()
    state = vaults.folder / "anna-state"
    (right,) = files_in(state)
    if lost == "state folder":
        shutil.rmtree(state)
    else:
        right.write_bytes(b"" if lost == "state file emptied" else bytes(len(right.read_bytes())))
    again = vaults.open("anna")
    assert again.log != old
    assert again.head == 0
    write(again, {"title": "two"})
    new = next(entry.header for entry in entries_of(again) if entry.header.log == again.log.log)
    assert (new.sequence, new.previous) == (1, head.id)
    assert again.lists.held() == {}


def test_a_new_log_without_an_entry_still_names_the_old_head(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    head = entries_of(vault)[-1].header
    vault.close()
    for _ in range(2):
        shutil.rmtree(vaults.folder / "anna-state")
        vaults.open("anna").close()
    again = vaults.open("anna")
    write(again, {"title": "two"})
    assert [entry.header.previous for entry in entries_of(again) if entry.header.log == again.log.log] == [head.id]


def test_an_older_copy_of_the_folder_does_not_continue_the_log(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    vault.close()
    shutil.copytree(vaults.folder / "anna", vaults.folder / "backup")
    vault = vaults.open("anna")
    write(vault, {"title": "two"})
    log = vault.log
    vault.close()
    shutil.rmtree(vaults.folder / "anna")
    shutil.copytree(vaults.folder / "backup", vaults.folder / "anna")
    restored = vaults.open("anna")
    assert restored.log != log
    write(restored, {"title": "another two"})
    places = [(entry.header.log, entry.header.sequence) for entry in entries_of(restored)]
    assert len(set(places)) == len(places)


def test_the_same_copy_on_two_laptops_forks_nothing(vaults: Vaults) -> None:
    """A folder that was copied without its state goes on in a log of its own."""
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    vault.close()
    shutil.copytree(vaults.folder / "anna", vaults.folder / "copy")
    one, other = vaults.open("anna"), vaults.open("copy")
    assert one.log.device == other.log.device
    assert one.log != other.log


# Saving


def place(vault: Vault) -> tuple[int, int]:
    return vault.head, len(vault.journal.numbers())


def save_and_fail(vault: Vault) -> None:
    with vault.writing_entries(1) as sign:
        vault.journal.add(sign([(b"x" * 256, None, None)]))
        raise ZeroDivisionError


def test_a_save_that_fails_changes_nothing_and_the_next_one_counts(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    before = place(vault)
    with pytest.raises(ZeroDivisionError):
        save_and_fail(vault)
    assert place(vault) == before
    write(vault, {"title": "two"})
    headers = [entry.header for entry in entries_of(vault)]
    assert [one.sequence for one in headers] == [1, 2]
    assert headers[1].previous == headers[0].id


def test_where_the_intention_cannot_be_written_nothing_is_saved(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    state = vaults.folder / "anna-state"
    shutil.move(state, vaults.folder / "moved")
    state.write_bytes(b"")
    draft = keep_draft(vault, begin(vault, NOTE))
    assert code_of(lambda: submit(vault, [draft])) in ("disk-failed", "not-writable")
    assert place(vault) == (0, 0)
    assert [row.id for row in vault.drafts.all()] == [draft.id]


def test_a_save_is_done_though_what_is_done_cannot_be_noted(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    log, state = vault.log, vaults.folder / "anna-state"
    with vault.writing_entries(1) as sign:
        sign([(None, None, None)])
        shutil.move(state, vaults.folder / "moved")
        state.write_bytes(b"")
    write_nothing = place(vault)
    state.unlink()
    shutil.move(vaults.folder / "moved", state)
    write(vault, {"title": "two"})
    assert write_nothing == (1, 1)  # nothing was taken in: only the right was spent
    vault.close()
    assert vaults.open("anna").log == log


def test_entries_are_signed_in_a_transaction_of_their_own(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    with vault.database.writing(), pytest.raises(RuntimeError, match="of their own"), vault.writing_entries(1):
        pass


def test_absent_bodies_look_like_withheld_ones(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    write(vault, {"title": "one"})
    write(vault, {"title": "two"})
    one, other = (entry.header for entry in entries_of(vault))
    for which in (BodyClass.RESTRICTED, BodyClass.PROTECTED):
        assert one.bodies[which] != other.bodies[which]
        assert one.bodies[which] != hashlib.sha256(b"").digest()
        assert set(one.bodies[which]) != {0}


def test_a_device_is_named_by_its_key(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    assert vault.me.device == hashlib.sha256(vault.keys.signing_key).digest()
    assert vault.log == LogName(vault.me.device, vault.log.log)


def test_keys_never_stand_in_what_is_printed(vaults: Vaults) -> None:
    vault = vaults.make("anna")
    printed = repr(vault.keys) + repr(Beginning(vault.me.office, Role.MONITOR, Realm.REAL, PASSPHRASE, QUICK))
    for secret in (vault.keys.signing_seed, vault.keys.sealing_seed):
        assert secret.hex() not in printed
        assert repr(secret) not in printed
    assert PASSPHRASE not in printed


def test_create_and_open_take_what_they_need_from_outside(vaults: Vaults) -> None:
    around = Surroundings(
        vaults.folder / "given", vaults.folder / "elsewhere", vaults.around("x").clock, lambda size: b"\x01" * size, 0
    )
    vault = create(around, Beginning(Office("BEN", "x"), Role.MONITOR, Realm.REAL, PASSPHRASE, QUICK))
    vault.close()
    again = open_vault(around, PASSPHRASE)
    assert again.keys.signing_seed == b"\x01" * 32
    again.close()
