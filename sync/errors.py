"""What can go wrong when things travel, one code for each sentence a person may meet."""

from enum import StrEnum


class SyncCode(StrEnum):
    """The codes of this room, in groups by the part that raises them; facts in brackets."""

    # sync.bundle.age: a sealed file
    SEALED_VERSION = "sealed-version"  # a later version of the format
    SEALED_HEADER = "sealed-header"  # no sealed file, or one whose header breaks the rules
    SEALED_NOT_FOR_US = "sealed-not-for-us"  # sound, and sealed to others
    SEALED_HEADER_CHANGED = "sealed-header-changed"  # for us, and changed since it was sealed
    SEALED_TRUNCATED = "sealed-truncated"  # ends too early (part: header or payload)
    SEALED_PAYLOAD = "sealed-payload"  # the content is damaged, changed or lengthened

    # sync.bundle, the content
    BUNDLE_TOO_LARGE = "bundle-too-large"  # more than one bundle may have [size]
    BUNDLE_MALFORMED = "bundle-malformed"  # breaks the rules of the format [part]
    BUNDLE_VERSION = "bundle-version"  # made by a later program
    BUNDLE_SIGNATURE = "bundle-signature"  # not signed by the card it carries
    BUNDLE_NOT_ADDRESSED = "bundle-not-addressed"  # opened, and not addressed to this card
    BUNDLE_REALM = "bundle-realm"  # practice among real notes, or the other way
    BUNDLE_INCOMPLETE = "bundle-incomplete"  # a member is missing, changed or too many [part]
    BUNDLE_ENTRY = "bundle-entry"  # an entry in it does not verify

    # sync.trust
    CARD_MALFORMED = "card-malformed"
    CARD_REALM = "card-realm"  # a practice card in a real notebook, or the other way
    CARD_OWN = "card-own"
    WORDS_DIFFER = "words-differ"
    NO_SUCH_CARD = "no-such-card"  # [name]
    NOT_TRUSTED = "not-trusted"  # [name]
    OFFICE_AMBIGUOUS = "office-ambiguous"  # several offices have this name [name offices]
    ROLE_NOT_CLAIMED = "role-not-claimed"  # a monitor's card never counts as another role [role]

    # sync.plan, sync.usb: handing over
    NOTHING_TO_HAND_OVER = "nothing-to-hand-over"
    PLAN_CHANGED = "plan-changed"
    TOO_MANY_CARDS = "too-many-cards"
    DRIVE_MISSING = "drive-missing"  # [path]
    DRIVE_FULL = "drive-full"  # [path needed free]
    DRIVE_READ_ONLY = "drive-read-only"  # [path]
    DRIVE_GONE = "drive-gone"  # [path]
    DRIVE_DIFFERS = "drive-differs"  # what was read back is not what was written [path]

    # sync.inbox
    NOTHING_FOUND = "nothing-found"  # [path]
    NO_SUCH_PACKAGE = "no-such-package"  # [package]
    PACKAGE_SEALED = "package-sealed"  # its signer has to be trusted first [package]
    SHELF_FULL = "shelf-full"  # no more is kept of senders nobody trusts [most]
