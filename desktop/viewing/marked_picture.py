"""A picture on which parts are marked: with the mouse from corner to corner, or by keys with a frame."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from desktop.viewing.marking import FRAME, Marks, Tool, between, grown, marked, moved
from records.attachments.hiding import WHOLE, Area
from resources.palettes import GRID

_STEPS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_PLACE: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_VEIL: Final = 0.75


class MarkedPicture(QWidget):
    """changed: there is one mark more, or one fewer."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        """Nothing until a picture is shown; `name` is read out."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(False)
        self.setMinimumSize(GRID * 20, GRID * 16)
        self.tool = Tool.BLACK
        self.marks = Marks()
        self._picture = QPixmap()
        self._frame = FRAME
        self._from: QPointF | None = None
        self._to = QPointF()

    def show_picture(self, picture: QPixmap) -> None:
        """Show a picture without marks."""
        self._picture = picture
        self.update()

    def undo(self) -> None:
        """Take the last mark back."""
        if self.marks.before is not None:
            self.marks = self.marks.before
            self._told()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the frame, with Shift they change its size; Enter or Space marks what is in it."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            across, down = _STEPS[key]
            grows = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._frame = (grown if grows else moved)(self._frame, across, down)
            self.update()
        elif key in _PLACE:
            self._mark(self._frame)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The first corner."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The other corner, as it would be."""
        self._to = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The other corner."""
        drawn = self._drawn(event.position())
        self._from = None
        if drawn is not None:
            self._mark(drawn)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, what is black, what is cut away, and the frame."""
        super().paintEvent(event)
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._on_screen(WHOLE), self._picture, QRectF(self._picture.rect()))
        for area in self.marks.black:
            painter.fillRect(self._on_screen(area), Qt.GlobalColor.black)
        self._paint_cut(painter)
        frame = self._drawn(self._to) if self._from is not None else self._frame if self.hasFocus() else None
        if frame is not None:
            self._paint_frame(painter, self._on_screen(frame))

    def _paint_cut(self, painter: QPainter) -> None:
        kept = self.marks.kept
        veil = self.palette().window().color()
        veil.setAlphaF(_VEIL)
        above, below = Area(0.0, 0.0, 1.0, kept.top), Area(0.0, kept.bottom, 1.0, 1.0)
        before, behind = (
            Area(0.0, kept.top, kept.left, kept.bottom),
            Area(kept.right, kept.top, 1.0, kept.bottom),
        )
        for gone in (above, below, before, behind):
            painter.fillRect(self._on_screen(gone), veil)

    def _paint_frame(self, painter: QPainter, place: QRectF) -> None:
        """Seen on whatever the picture shows: a light line with a dark one in it."""
        width = GRID / 4
        for colour, style in (
            (Qt.GlobalColor.white, Qt.PenStyle.SolidLine),
            (Qt.GlobalColor.black, Qt.PenStyle.DashLine),
        ):
            painter.setPen(QPen(colour, width, style))
            painter.drawRect(place)

    def _mark(self, area: Area) -> None:
        if not self._picture.isNull():
            self.marks = marked(self.marks, self.tool, area)
            self._told()

    def _told(self) -> None:
        self.update()
        self.changed.emit()

    def _drawn(self, to: QPointF) -> Area | None:
        if self._from is None or self._picture.isNull():
            return None
        return between(self._share(self._from), self._share(to))

    def _share(self, point: QPointF) -> tuple[float, float]:
        whole = self._on_screen(WHOLE)
        return (point.x() - whole.x()) / whole.width(), (point.y() - whole.y()) / whole.height()

    def _on_screen(self, area: Area) -> QRectF:
        """Where an area of the picture stands here, the picture fitted and in the middle."""
        size = self._picture.size()
        scale = min(self.width() / size.width(), self.height() / size.height())
        wide, high = size.width() * scale, size.height() * scale
        left, top = (self.width() - wide) / 2, (self.height() - high) / 2
        return QRectF(
            left + area.left * wide,
            top + area.top * high,
            (area.right - area.left) * wide,
            (area.bottom - area.top) * high,
        )
