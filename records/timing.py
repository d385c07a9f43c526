"""The clock of one vault: whether it is believed, and what a person said of the day. Reads and keeps settings alone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from records.doubting import Answer, Facts, Verdict, days_to_add, is_early, verdict
from records.vault.vault import Vault
from resources.about import BUILT

_SEEN: Final = "clock-seen"
_ANSWER: Final = "clock-answer"
_LATEST: Final = "latest"
_OFTEN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A clock that a person is asked about: what it says, the day that is likelier, and the first it can be."""

    says: datetime
    likely: date
    earliest: date


def settle_clock(vault: Vault) -> Verdict:
    """Judge the clock of a vault that was just opened, and correct it as a person said before. Writes nothing."""
    found = facts(vault)
    judged = verdict(vault.own_clock(), found)
    days = found.answer.days if found.answer is not None and judged is Verdict.CORRECTED else None
    if judged is not Verdict.RIGHT:
        vault.correct_clock(days or 0)
    return judged


def doubt(vault: Vault) -> Doubt | None:
    """What to ask a person about the clock; None while it is believed, or she was asked already."""
    now, found = vault.own_clock(), facts(vault)
    if verdict(now, found) is not Verdict.ASK:
        return None
    likely = max(found.built, found.latest or found.built) if is_early(now, found) else now
    return Doubt(now, likely.astimezone(now.tzinfo).date(), found.built.date())


def note_clock(vault: Vault) -> None:
    """Remember what a clock says that needs no question: what comes later is compared with it."""
    now = vault.own_clock()
    kept = facts(vault)
    if verdict(now, kept) is Verdict.RIGHT and kept.answer is not None:
        vault.settings.put(_ANSWER, None)
    if kept.seen is None or abs(now - kept.seen) >= _OFTEN:
        vault.settings.put(_SEEN, now.isoformat())


def say_day(vault: Vault, said: date | None) -> None:
    """Keep what a person says of today, None when she does not know; it counts at once.

    An own entry that claims a later day than hers was written by a clock that ran ahead: it is no measure any more.
    """
    now, found = vault.own_clock(), facts(vault)
    days = None if said is None else days_to_add(now, said)
    with vault.database.writing():
        vault.settings.put(_SEEN, now.isoformat())
        vault.settings.put(_ANSWER, {"days": days, "early": is_early(now, found)} if days != 0 else None)
        if days is not None:
            corrected = now + timedelta(days=days)
            if found.latest is not None and found.latest > corrected:
                vault.settings.put(_LATEST, corrected.astimezone(found.built.tzinfo).isoformat(timespec="milliseconds"))
    if days == 0:
        vault.believe_clock()
    else:
        vault.correct_clock(days or 0)


def facts(vault: Vault) -> Facts:
    """What is known of the time here."""
    latest, seen = vault.settings.text(_LATEST), vault.settings.text(_SEEN)
    since = datetime.fromisoformat(seen) if seen else None
    return Facts(
        built=datetime.fromisoformat(f"{BUILT}T00:00:00+00:00"),
        latest=datetime.fromisoformat(latest) if latest else None,
        seen=since,
        answer=_answer(vault, since),
    )


def _answer(vault: Vault, seen: datetime | None) -> Answer | None:
    match vault.settings.get(_ANSWER):
        case {"days": None | int() as days, "early": bool(early)} if seen is not None:
            return Answer(days, seen, early)
        case _:
            return None
