"""What the controls of one filling-in are given beside their question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.calendars import Calendar
from desktop.desk import Desk
from desktop.questionnaire.places_at_hand import Shelf
from desktop.questionnaire.wheres import Spot
from records.attachments.adding import Attached


@dataclass(frozen=True, slots=True)
class Bench:
    """recent: earlier answers by path of the form, the newest first. files: what is known of attachments, by name.

    calendar: the one in which days are chosen at first.
    spots: earlier places, in the same way, with what was written beside them. places: all there are to choose from.
    used: the choices picked most, by path of the form.
    """

    desk: Desk
    today: Callable[[], date]
    recent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: dict[str, Attached] = field(default_factory=dict)
    calendar: Calendar = Calendar.GREGORIAN
    spots: Mapping[str, tuple[Spot, ...]] = field(default_factory=dict)
    places: Shelf = field(default_factory=Shelf)
    used: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
