"""What leaves this laptop, for a person to see before she hands over: offices, notes, the very answers, what stays."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.desk import Desk
from desktop.handing.leaving import Leaving, Parcel, Stay, say_fine, what_goes, without, without_found
from desktop.handing.telling_box import TellingBox
from desktop.notes.brief import Note, below, title_of
from desktop.widgets.fold import Fold
from desktop.widgets.more import more
from desktop.widgets.pieces import Part, box, clear, column, label
from desktop.widgets.tone import Tone
from records.guarding import Found
from reports.reading import Step
from reports.text.cleaning import isolated
from reports.when import in_words, moment_in_words
from resources.palettes import GRID
from resources.texts import Texts


class WhatBox(QWidget):
    """Shows a `Leaving`; offices can be left out. changed: they were. wanted: a note, to be opened (its record)."""

    changed = Signal()
    wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Empty until `show_leaving`."""
        super().__init__()
        self._desk = desk
        self._all: Leaving | None = None
        self._left_out: set[str] = set()
        self.offices: QVBoxLayout = column(spacing=0.5)
        self.telling = label("", Part.BODY, Tone.ATTENTION)
        self.telling.setObjectName("telling")
        self.earlier = label(desk.texts("leaving.earlier"), Part.QUIET)
        self.parcels: QVBoxLayout = column(spacing=2)
        self.stays: QVBoxLayout = column(spacing=1)
        inner = column(box(column(self.telling, self.earlier, spacing=0.25)), spacing=2)
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
        assert found is not None
        self._count(found)
        for parcel in found.parcels:
            going = _ParcelBox(self._desk, parcel, found.found)
            going.wanted.connect(self.wanted)
            going.fine.connect(self._on_fine)
            self.parcels.addWidget(going)

    def _count(self, found: Leaving) -> None:
        """How many notes may tell who somebody is."""
        self.telling.setText(self._desk.texts("leaving.found", count=found.telling))
        for one in (self.telling, self.earlier):
            one.setVisible(bool(found.telling))

    def _on_fine(self, record: bytes, mark: str) -> None:
        """A person says that something tells nothing; the same passage is beside its note for each office."""
        assert self._all is not None
        self._all = without_found(self._all, record, mark)
        self._desk.vault(lambda notebook: say_fine(notebook, mark))
        found = self.leaving
        assert found is not None
        self._count(found)
        for telling in self.findChildren(TellingBox):
            if telling.record == record:
                telling.show_found(found.found.get(record, ()))

    def _fill_stays(self, stays: Sequence[Stay], inside: QVBoxLayout) -> None:
        """Reason by reason, what stays and from whom."""
        texts = self._desk.texts
        for why, notes in stays_in_words(stays, texts):
            inside.addWidget(label(why, Part.HEADING))
            more(inside, texts, notes, label)
            inside.addSpacing(GRID)


class _ParcelBox(QWidget):
    """The notes some offices get; each opens. wanted, fine: as a `TellingBox` has them."""

    wanted = Signal(object)
    fine = Signal(object, str)

    def __init__(self, desk: Desk, parcel: Parcel, found: Mapping[bytes, tuple[Found, ...]]) -> None:
        super().__init__()
        self._desk = desk
        self._parcel = parcel
        self._found = found
        texts = desk.texts
        offices = texts.listed(isolated(name) for name in parcel.offices)
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
        fold = Fold(title_of(note, texts), self._desk.look, partial(self._open, note), below(note, texts))
        found = self._found.get(note.record, ())
        if not found:
            return fold
        telling = TellingBox(self._desk, note.record)
        telling.show_found(found)
        telling.wanted.connect(self.wanted)
        telling.fine.connect(self.fine)
        return box(column(fold, telling, spacing=0))

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
            offices=texts.listed(isolated(name) for name in stay.offices),
            why=texts(f"stays.{stay.reason.name.lower().replace('_', '-')}"),
        )
        when = isolated(in_words(stay.note.when, texts))
        found[why].append(texts("leaving.stay", title=isolated(stay.note.title or stay.note.code), when=when))
    return list(found.items())
