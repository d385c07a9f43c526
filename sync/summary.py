"""What a person sees of a package before she accepts it."""

from collections import Counter

from records.bulk import without_collecting
from records.journal.body import Body
from records.journal.merge import Cells, Place
from records.schema import BodyClass
from records.strict_json import Json
from records.vault.vault import Vault
from sync.bundle.opening import Opened

_ORDER = ("changed", "new", "conflicting")


@without_collecting()
def summary(vault: Vault, opened: Opened) -> Json:
    """What a person sees before she accepts: counts of new, changed, conflicting and known; missing and unreadable."""
    if not opened.known:
        return {}
    holding = vault.journal.holding([entry.id for entry in opened.entries])
    cells = vault.projection.standing({body.record.id for bodies in opened.bodies for body in bodies if body})
    counts: Counter[str] = Counter()
    records: dict[bytes, str] = {}
    versions: set[str] = set()
    for entry, bodies, meant in zip(opened.entries, opened.bodies, opened.manifest.bodies, strict=True):
        here = {which for which in BodyClass if entry.body(which) is not None}
        counts["missing"] += len(meant - here)
        is_known = entry.id in holding and here <= holding[entry.id]
        counts["known"] += is_known
        for which, body in zip(BodyClass, bodies, strict=True):
            if body is None:
                continue
            versions.add(body.version)
            record = body.record.id
            if is_known:
                continue
            kind = _kind(cells.get(record, {}), which, body)
            records[record] = max(records.get(record, kind), kind, key=_ORDER.index)
    counts.update(records.values())
    carried = {version for version, _ in opened.forms}
    return {
        "entries": len(opened.entries),
        "new": counts["new"],
        "changed": counts["changed"],
        "conflicting": counts["conflicting"],
        "known": counts["known"],
        "missing": counts["missing"],
        "attachments": len({name for name, _, _ in opened.blobs}),
        "receipts": len(opened.receipts),
        "forms_missing": sum(vault.forms.schema(version) is None for version in versions - carried),
        "part": list(opened.manifest.part),
        "directory": opened.manifest.directory,
    }


def _kind(cells: Cells, which: BodyClass, body: Body) -> str:
    """What one body is to a record as it stands here."""
    if not cells:
        return "new"
    standing = ((one.entry, change.over) for change in body.changes for one in cells.get(Place(change.path, which), ()))
    return "conflicting" if any(entry not in over for entry, over in standing) else "changed"
