"""One hash over what two vaults hold in common (docs/formats/entry.md, section 7).

A function of the accepted bodies of a scope alone: not of drafts, forms, clocks or the order in which things came.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from records.journal.body import Body
from records.journal.entry import body_hash
from records.journal.merge import merged
from records.schema import BodyClass


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted body with its exact bytes."""

    entry: bytes
    author: bytes
    which: BodyClass
    raw: bytes
    body: Body


def state_hash(scope: Iterable[Accepted]) -> str:
    """Return SHA-256, in hex, over the sorted lines (record, path, class, entry, body hash) of all standing values."""
    bodies = list(scope)
    hashes = {(body.entry, body.which): body_hash(body.raw).hex() for body in bodies}
    cells = merged((body.entry, body.author, body.which, body.body) for body in bodies)
    lines = [
        "\t".join(
            (record.hex(), place.path, str(int(place.body)), one.entry.hex(), hashes[one.entry, place.body] + "\n")
        )
        for record, found in cells.items()
        for place, values in found.items()
        for one in values
    ]
    digest = hashlib.sha256(b"kinga-state/1\n")
    for line in sorted(line.encode() for line in lines):
        digest.update(line)
    return digest.hexdigest()
