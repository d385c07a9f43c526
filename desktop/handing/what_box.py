"""What leaves this laptop, for a person to see before she hands over: offices, notes, the very answers, what stays."""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.desk import Desk
from desktop.handing.leaving import Leaving, Parcel, Stay, what_goes, without
from desktop.notes.brief import Note, below, title_of
from desktop.widgets.fold import Fold
from desktop.widgets.more import more
from desktop.widgets.pieces import Part, clear, column, label
from reports.reading import Step
from reports.text.cleaning import isolated
from reports.when import in_words, moment_in_words
from resources.palettes import GRID
from resources.texts import Texts


class WhatBox(QWidget):
    """Shows a `Leaving`; offices can be left out. `changed` tells that they were."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Empty until `show_leaving`."""
        super().__init__()
        self._desk = desk
        self._all: Leaving | None = None
        self._left_out: set[str] = set()
        self.offices: QVBoxLayout = column(spacing=0.5)
        self.parcels: QVBoxLayout = column(spacing=2)
        self.stays: QVBoxLayout = column(spacing=1)
        inner = column(spacing=2)
        for part in (self.offices, self.parcels, self.stays):
            inner.addLayout(part)
        self.setLayout(inner)

    @property
    def leaving(self) -> Leaving | None:
        """What is shown, without the offices that were left out."""
        return None if self._all is None else without(self._all, self._left_out)

    def show_leaving(self, found: Leaving) -> None:
        """Show it, every office ticked."""
        self._all = found
        self._left_out = set()
        self._show_offices(found)
        self._show()
        clear(self.stays)
        if found.stays:
            words = self._desk.texts("leaving.stays", count=len({stay.note.record for stay in found.stays}))
            self.stays.addWidget(Fold(words, self._desk.look, partial(self._fill_stays, found.stays)))

    def _show_offices(self, found: Leaving) -> None:
        """Boxes to leave offices out; one office alone needs none."""
        clear(self.offices)
        for one in found.offices if len(found.offices) > 1 else ():
            box = QCheckBox(self._desk.texts("leaving.office", office=isolated(one.name), count=one.notes))
            box.setAccessibleName(box.text())
            box.setChecked(True)
            box.toggled.connect(partial(self._on_ticked, one.key))
            self.offices.addWidget(box)

    def _on_ticked(self, key: str, ticked: bool) -> None:
        (self._left_out.discard if ticked else self._left_out.add)(key)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        clear(self.parcels)
        found = self.leaving
        for parcel in found.parcels if found is not None else ():
            self.parcels.addWidget(_ParcelBox(self._desk, parcel))

    def _fill_stays(self, stays: Sequence[Stay], inside: QVBoxLayout) -> None:
        """Reason by reason, what stays and from whom."""
        texts = self._desk.texts
        for why, notes in stays_in_words(stays, texts):
            inside.addWidget(label(why, Part.HEADING))
            more(inside, texts, notes, label)
            inside.addSpacing(GRID)


class _ParcelBox(QWidget):
    """The notes some offices get; each opens."""

    def __init__(self, desk: Desk, parcel: Parcel) -> None:
        super().__init__()
        self._desk = desk
        self._parcel = parcel
        texts = desk.texts
        offices = ", ".join(isolated(name) for name in parcel.offices)
        inside = column(spacing=0.5)
        if parcel.notes:
            inside.addWidget(label(texts("leaving.notes", count=len(parcel.notes), offices=offices), Part.HEADING))
            more(inside, texts, parcel.notes, self._note)
        if parcel.rest:
            inside.addWidget(label(texts("leaving.rest", count=parcel.rest, offices=offices)))
        if parcel.receipt:
            inside.addWidget(label(texts("leaving.receipt", offices=offices)))
        self.setLayout(inside)

    def _note(self, note: Note) -> QWidget:
        texts = self._desk.texts
        return Fold(title_of(note, texts), self._desk.look, partial(self._open, note), below(note, texts))

    def _open(self, note: Note, inside: QVBoxLayout) -> None:
        items, texts = self._parcel.items[note.record], self._desk.texts
        job = self._desk.vault(lambda notebook: what_goes(notebook, note.record, items, texts))
        job.then(lambda steps: fill_steps(inside, steps, texts) if isValid(inside) else None)


def fill_steps(inside: QVBoxLayout, steps: Sequence[Step], texts: Texts) -> None:
    """The answers of each save under their questions; when there are several, each with its day."""
    for step in steps:
        if len(steps) > 1:
            inside.addWidget(label(moment_in_words(step.at, texts), Part.HEADING))
        for question, details in groupby(step.details, key=lambda one: one.label):
            answers = [label(one.answer or texts("record.taken-out")) for one in details]
            inside.addLayout(column(label(question, Part.QUIET), *answers, spacing=0.25))
        if not step.details:
            inside.addWidget(label(texts("leaving.no-answers"), Part.QUIET))


def stays_in_words(stays: Sequence[Stay], texts: Texts) -> list[tuple[str, list[str]]]:
    """What does not go to whom and why, and the notes of which that is so."""
    found: dict[str, list[str]] = defaultdict(list)
    for stay in stays:
        why = texts(
            "leaving.stays-because",
            part=texts(f"part.{stay.which.name.lower()}"),
            offices=", ".join(isolated(name) for name in stay.offices),
            why=texts(f"stays.{stay.reason.name.lower().replace('_', '-')}"),
        )
        when = isolated(in_words(stay.note.when, texts))
        found[why].append(texts("leaving.stay", title=isolated(stay.note.title or stay.note.code), when=when))
    return list(found.items())
