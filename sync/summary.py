"""What a person sees of a package before she accepts it."""

from collections import Counter
from collections.abc import Sequence

from records.journal.body import read_body
from records.journal.merge import Place
from records.schema import BodyClass
from records.strict_json import Json
from records.vault.vault import Vault
from sync.bundle.opening import Opened


def summary(vault: Vault, opened: Opened) -> Json:
    """What a person sees before she accepts: counts of new, changed, conflicting and known; missing and unreadable."""
    if not opened.known:
        return {}
    holding = vault.journal.holding([entry.id for entry in opened.entries])
    counts: Counter[str] = Counter()
    records: dict[bytes, str] = {}
    for entry, meant in zip(opened.entries, opened.manifest.bodies, strict=True):
        here = {which for which in BodyClass if entry.body(which) is not None}
        counts["missing"] += len(meant - here)
        if here <= holding.get(entry.id, frozenset()) and entry.id in holding:
            counts["known"] += 1
            continue
        for which in sorted(here):
            raw = entry.body(which)
            assert raw is not None
            body = read_body(raw, entry.header.device)
            kind = _kind(vault, body.record.id, [(Place(c.path, which), c.over) for c in body.changes])
            records[body.record.id] = _stronger(records.get(body.record.id), kind)
    counts.update(records.values())
    unknown = {read_body(raw, e.header.device).version for e in opened.entries for raw in e.bodies if raw is not None}
    carried = {version for version, _ in opened.forms}
    missing_forms = [v for v in sorted(unknown) if vault.forms.schema(v) is None and v not in carried]
    return {
        "entries": len(opened.entries),
        "new": counts["new"],
        "changed": counts["changed"],
        "conflicting": counts["conflicting"],
        "known": counts["known"],
        "missing": counts["missing"],
        "attachments": len({name for name, _, _ in opened.blobs}),
        "receipts": len(opened.receipts),
        "forms_missing": len(missing_forms),
        "part": list(opened.manifest.part),
        "directory": opened.manifest.directory,
    }


def _kind(vault: Vault, record: bytes, changes: Sequence[tuple[Place, tuple[bytes, ...]]]) -> str:
    cells = vault.projection.cells(record)
    if not cells:
        return "new"
    for place, over in changes:
        if any(one.entry not in over for one in cells.get(place, ())):
            return "conflicting"
    return "changed"


def _stronger(before: str | None, now: str) -> str:
    order = ("changed", "new", "conflicting")
    return now if before is None else max(before, now, key=order.index)
