"""Offices for tests of what travels: vaults with cards, trusting each other, that write, hand over and receive."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from records.ids import Chance, system_chance
from records.journal.entry import Realm
from records.keys import words
from records.keys.slots import QUICK, Cost
from records.owing import Readers
from records.people import Card, Office, Role
from records.recording import Submitted, begin, submit
from records.schema import Class, Facet, Field, Kind, Schema
from records.values import Answers, Value
from records.vault.blobs import BlobRow
from records.vault.vault import Beginning, Surroundings, Vault, create, open_vault
from sync.bundle.sealing import Content, Sender, seal
from sync.drives.place import FolderPlace, Place
from sync.filling import ROOM, Room
from sync.handing import Handed, carry_out, silent
from sync.inbox import Arrival, Came, accept, packages_at, receive
from sync.plan import plan
from sync.trust.cards import check_bits, make_card
from sync.trust.trusting import trust

CHEAP = Cost(memory=8, passes=1)
PASSPHRASE = "six quick words for tests alone"
HEADQUARTERS = Readers(("@headquarters",))

SCHEMA = Schema(
    "incident",
    (
        Field("narrative", Kind.LONG_TEXT, Class.RESTRICTED, Facet.TITLE),
        Field("when", Kind.DATE, Class.NETWORK, Facet.WHEN),
        Field("state", Kind.CHOICE, Class.NETWORK, Facet.STATE),
        Field("photo", Kind.FILE, Class.RESTRICTED),
        Field("victims/age", Kind.INTEGER, Class.RESTRICTED),
        Field("victims/name", Kind.TEXT, Class.PROTECTED),
        *(Field(f"f{n}", Kind.TEXT, Class.NETWORK if n % 2 else Class.RESTRICTED) for n in range(20)),
    ),
    ("victims",),
)


class TestClock:
    """Stands at a moment, and goes on by a second at each look."""

    __test__ = False

    def __init__(self, start: datetime = datetime(2026, 11, 22, 14, 3, 11, tzinfo=UTC)) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@dataclass(frozen=True, slots=True)
class Station:
    """One laptop: its open vault and its own card."""

    vault: Vault
    card: Card

    @property
    def device(self) -> bytes:
        return self.card.device


def chance_of(seed: object) -> Chance:
    return random.Random(str(seed)).randbytes


def surroundings(folder: Path, name: str, chance: Chance | None = None) -> Surroundings:
    return Surroundings(folder / name, folder / f"{name} state", TestClock(), chance or chance_of(name), wait=0)


class Region:
    """Makes stations in one folder and closes them at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: list[Vault] = []

    def station(
        self, name: str, role: Role = Role.MONITOR, country: str = "BEN", realm: Realm = Realm.REAL, office: str = ""
    ) -> Station:
        around = surroundings(self.folder, f"{country} {name}")
        vault = create(around, Beginning(Office(country, office or name), role, realm, PASSPHRASE, QUICK))
        self._open.append(vault)
        vault.forms.put(SCHEMA, form_of(SCHEMA))
        return Station(vault, make_card(vault.keys, vault.me.office, vault.me.role, vault.realm))

    def reopened(self, name: str, country: str = "BEN") -> Station:
        """Open a station again that was made here or in another process, and closed or killed there."""
        vault = open_vault(surroundings(self.folder, f"{country} {name}", system_chance), PASSPHRASE)
        self._open.append(vault)
        return Station(vault, make_card(vault.keys, vault.me.office, vault.me.role, vault.realm))

    def close(self) -> None:
        while self._open:
            self._open.pop().close()


def form_of(schema: Schema) -> bytes:
    return json.dumps({"schema": schema.plain()}).encode()


def words_of(card: Card, language: str = "en") -> str:
    return words.as_words(check_bits(card, CHEAP), language)


def meet(here: Station, *there: Station, role: Role | None = None) -> None:
    """Let one station trust others, for what they claim or for less."""
    for one in there:
        trust(here.vault, one.card, words_of(one.card), role, CHEAP)


def acquaint(*stations: Station) -> None:
    """Let everybody trust everybody."""
    for here in stations:
        meet(here, *(one for one in stations if one is not here))


def write(
    station: Station,
    count: int = 1,
    readers: Readers = HEADQUARTERS,
    schema: Schema = SCHEMA,
    also: Mapping[str, Value] | None = None,
    **answers: Value,
) -> Submitted:
    """Submit new records; their narratives are told apart by a number. `also`: answers whose paths are no words."""
    drafts = []
    for number in range(count):
        values: dict[str, Value] = {"narrative": f"They came at dawn {number}", "when": "2026-11-20"}
        values |= {**answers, **(also or {})}
        drafts.append(replace(begin(station.vault, schema), answers=Answers(values), readers=readers))
    return submit(station.vault, drafts)


def correct(station: Station, record: bytes, **answers: Value) -> Submitted:
    """Change answers of a record that is here."""
    line = station.vault.lists.by_id(record)
    assert line is not None
    schema = station.vault.forms.schema(line.version)
    assert schema is not None
    draft = begin(station.vault, schema, line)
    return submit(station.vault, [replace(draft, answers=Answers({**draft.answers.values, **answers}))])


def photo(station: Station, content: bytes) -> Value:
    """Seal content as an attachment of this vault; return the answer that names it."""
    blob = station.vault.blobs.seal([content], "image/jpeg")
    station.vault.blobs.keep(BlobRow(blob, title="river.jpg"))
    return blob


def hand_over(
    station: Station, place: Path | Place, offices: Iterable[str] | None = None, room: Room = ROOM
) -> list[Handed]:
    """Plan and carry out."""
    if isinstance(place, Path):
        place.mkdir(exist_ok=True)
        place = FolderPlace(place)
    return list(carry_out(station.vault, plan(station.vault, offices, room), place, station.card, silent))


def look(station: Station, *paths: Path) -> list[Arrival]:
    """Receive everything at these paths."""
    return [receive(station.vault, path) for path in packages_at(paths)]


def take_in(station: Station, *paths: Path) -> list[Came]:
    """Receive everything at these paths and accept what waits."""
    arrivals = look(station, *paths)
    for arrival in arrivals:
        if arrival.came is Came.WAITING:
            assert arrival.package is not None
            accept(station.vault, arrival.package)
    return [arrival.came for arrival in arrivals]


def state_of(vault: Vault) -> dict[str, object]:
    """Everything a vault keeps and every file of it; what is only a view is left out."""
    with vault.database.reading() as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND (name LIKE 'journal_%' OR name LIKE 'local_%')"
        tables = [row[0] for row in connection.exec_driver_sql(query)]
        rows: dict[str, object] = {
            name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}").all())) for name in tables
        }
    return rows | {"files": files_of(vault)}


def files_of(vault: Vault) -> dict[str, bytes]:
    folders = (vault.folder.inbox, vault.folder.blobs)
    return {f"{folder.name}/{path.name}": path.read_bytes() for folder in folders for path in sorted(folder.iterdir())}


def cells_of(station: Station) -> list[dict[str, list[str]]]:
    """What every record says, protected values included, in an order that does not depend on numbers."""
    vault = station.vault
    with vault.database.reading() as connection:
        records = [row[0] for row in connection.exec_driver_sql("SELECT id FROM view_record ORDER BY id")]
    found = []
    for record in records:
        cells = vault.projection.cells(record)
        found.append({f"{place.path} {int(place.body)}": sorted(map(repr, one)) for place, one in cells.items()})
    return found


def pulled(pieces: Sequence[bytes], after: int) -> Iterator[bytes]:
    """Yield some pieces, then fail as a drive that was pulled out."""
    yield from pieces[:after]
    raise OSError(5, "Input/output error")


def post(sender: Station, content: Content, folder: Path, *recipients: Station) -> Path:
    """Seal any content as a package of this station, whatever it may hand over; return its file."""
    folder.mkdir(exist_ok=True)
    signer = Sender(sender.card, sender.vault.keys.signer(), sender.vault.realm)
    sealed = seal(content, signer, [one.card for one in recipients], sender.vault.chance)
    path = folder / f"{sealed.id.hex()}.age"
    path.write_bytes(b"".join(sealed.pieces))
    return path
