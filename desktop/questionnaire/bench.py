"""What the controls of one filling-in are given beside their question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from desktop.desk import Desk
from records.attachments.adding import Attached


@dataclass(frozen=True, slots=True)
class Bench:
    """recent: earlier answers by path of the form, the newest first. files: what is known of attachments, by name."""

    desk: Desk
    today: Callable[[], date]
    recent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: dict[str, Attached] = field(default_factory=dict)
