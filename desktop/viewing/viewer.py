"""A window over the window in which one looks at an attachment. Closing it forgets everything it showed."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QScrollArea, QStackedWidget, QWidget

from desktop.desk import Desk
from desktop.viewing.content import Raster, Way, page, pages, picture, text
from desktop.viewing.images import image_of
from desktop.widgets.pieces import Part, button, column, label, row

_STEPS = (1.0, 1.5, 2.25, 3.375)
_SHARE = 0.94


class Viewer(QDialog):
    """Shows one attachment, fitted to the window; it can be made larger, papers are turned page by page."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, way: Way, raw: bytes) -> None:
        """`title`: what the attachment is, in words. `raw`: its content, kept in memory while this is open."""
        super().__init__(parent)
        self._desk = desk
        self._way = way
        self._raw = raw
        self._shown: QPixmap | None = None
        self._page = 0
        self._pages = 1
        self._step = 0
        self._closed = False
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("viewer")
        texts = desk.texts
        self.words = label(title, Part.HEADING)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(title)
        self.area = QScrollArea()
        self.area.setWidget(self.picture)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(title)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.area)
        self.stack.addWidget(self.text)
        self.before = button(texts("viewing.before"), lambda: self._turn(-1), name="before")
        self.after = button(texts("viewing.after"), lambda: self._turn(1), name="after")
        self.smaller = button(texts("viewing.smaller"), lambda: self._scale(-1), name="smaller")
        self.larger = button(texts("viewing.larger"), lambda: self._scale(1), name="larger")
        self.shut = button(texts("dialog.close"), self.accept, Part.PRIMARY, name="close")
        acts = row(self.before, self.after, self.smaller, self.larger, None, self.shut, spacing=1)
        inside = column(self.words, self.stack, spacing=1.5, margin=2)
        inside.setStretch(1, 1)
        inside.addLayout(acts)
        self.setLayout(inside)
        window = parent.window()
        self.resize(QSize(round(window.width() * _SHARE), round(window.height() * _SHARE)))
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())
        for keys, step in ((QKeySequence.StandardKey.ZoomIn, 1), (QKeySequence.StandardKey.ZoomOut, -1)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self._scale(step))
        self.shut.setFocus()
        self._begin()

    def done(self, result: int) -> None:
        """Forget what was shown."""
        self._closed = True
        self._raw, self._shown = b"", None
        self.text.clear()
        self.picture.clear()
        super().done(result)

    def _begin(self) -> None:
        raw, elsewhere = self._raw, self._desk.background.elsewhere
        for one in (self.before, self.after):
            one.setVisible(self._way is Way.PAPER)
        for one in (self.smaller, self.larger):
            one.setVisible(self._way is not Way.TEXT)
        match self._way:
            case Way.PICTURE:
                elsewhere(lambda _tell: picture(raw)).then(self._on_raster)
            case Way.PAPER:
                elsewhere(lambda _tell: pages(raw)).then(self._on_pages)
            case _:
                self.stack.setCurrentWidget(self.text)
                self.text.setPlainText(text(raw))

    def _on_pages(self, count: int) -> None:
        self._pages = count
        if self._closed:
            return
        if count:
            self._turn(0)
        else:
            self._on_raster(None)

    def _turn(self, step: int) -> None:
        """Show the page before, this one, or the next."""
        self._page = min(max(self._page + step, 0), self._pages - 1)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page < self._pages - 1)
        raw, number = self._raw, self._page
        width = round(self.area.viewport().width() * self.devicePixelRatioF() * _STEPS[-1])
        job = self._desk.background.elsewhere(lambda _tell: page(raw, number, width))
        job.then(lambda raster: self._on_page(number, raster))

    def _on_page(self, number: int, raster: Raster | None) -> None:
        if number == self._page:
            self._on_raster(raster)

    def _on_raster(self, raster: Raster | None) -> None:
        if self._closed:
            return
        if raster is None:
            self.picture.setText(self._desk.texts("viewing.cannot"))
            return
        self._shown = QPixmap.fromImage(image_of(raster))
        self._fit()
        if self._way is Way.PAPER:
            words = self._desk.texts("viewing.page", number=self._page + 1, pages=self._pages)
            self.words.setText(words)
            self.picture.setAccessibleName(words)

    def _scale(self, step: int) -> None:
        self._step = min(max(self._step + step, 0), len(_STEPS) - 1)
        self._fit()

    def _fit(self) -> None:
        """As large as the window lets it be, times the chosen step; never larger than it is."""
        self.smaller.setEnabled(self._step > 0)
        self.larger.setEnabled(self._step < len(_STEPS) - 1)
        if self._shown is None:
            return
        ratio = self.devicePixelRatioF()
        room = self.area.viewport().size() * ratio
        fitted = self._shown.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        wanted = fitted.boundedTo(self._shown.size()) * _STEPS[self._step]
        shown = self._shown.scaled(
            wanted, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        shown.setDevicePixelRatio(ratio)
        self.picture.setPixmap(shown)
