"""Makes the vectors beside it: two cards with their check words, a bundle and a receipt, and what is in them.

    python tests/vectors/bundle/make.py

Keys come from fixed seeds, so cards, entries, manifest and receipt are the same in every run. Sealing takes fresh
ephemeral keys, so `bundle.age` is another file each time: the one that is committed is the vector.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from records.journal.entry import Realm  # noqa: E402
from records.people import Role  # noqa: E402
from sync.receipts import LogKept, Receipt, digest, runs, sign_receipt  # noqa: E402
from sync.trust.cards import check_numbers, check_words  # noqa: E402
from tests.support.parcels import content_of, device, files_of, opened, plain_of, sealed_by  # noqa: E402

ANNA = device("Kilwa")
OFFICE = device("Headquarters", Role.HEADQUARTERS)
AT = "2026-11-23T08:00:00.000+01:00"


def main() -> None:
    """Write all of it."""
    written = content_of(ANNA, 3, cards=()).entries
    head = written[-1].header
    kept = [(one.header.sequence, frozenset((0, 1))) for one in written]
    log = LogKept(head.device, head.log, head.sequence, head.id, runs(kept), digest(one.id for one in written))  # type: ignore[arg-type]
    receipt = sign_receipt(Receipt(OFFICE.card.device, AT, (bytes(16),), (log,), ()), Realm.REAL, OFFICE.keys.signer())
    content = content_of(ANNA, 3, cards=())
    sealed = sealed_by(ANNA, content, OFFICE, seed="vector")
    found = opened(sealed, OFFICE, ANNA)
    (HERE / "bundle.age").write_bytes(sealed)
    (HERE / "kilwa.card").write_bytes(ANNA.card.raw)
    (HERE / "headquarters.card").write_bytes(OFFICE.card.raw)
    (HERE / "receipt").write_bytes(receipt)
    expected = {
        "keys": {
            name: {"signing seed": one.keys.signing_seed.hex(), "sealing seed": one.keys.sealing_seed.hex()}
            for name, one in (("kilwa", ANNA), ("headquarters", OFFICE))
        },
        "words": {
            name: {"en": check_words(one.card), "fr": check_words(one.card, "fr"), "numbers": check_numbers(one.card)}
            for name, one in (("kilwa", ANNA), ("headquarters", OFFICE))
        },
        "manifest": files_of(plain_of(sealed, OFFICE))[0][1].decode(),
        "members": [[name, sha256(raw).hexdigest()] for name, raw in files_of(plain_of(sealed, OFFICE))],
        "entries": [
            {
                "id": one.id.hex(),
                "header": one.header.packed().hex(),
                "signature": one.signature.hex(),
                "bodies": [None if raw is None else sha256(raw).hexdigest() for raw in one.bodies],
            }
            for one in found.entries
        ],
    }
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
