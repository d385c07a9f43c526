"""Plain pixels as Qt draws them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from desktop.viewing.content import Raster


def image_of(raster: Raster, largest: QSize | None = None) -> QImage:
    """Return the picture, made smaller where it is larger than `largest`. It shows the raster's bytes."""
    depth = QImage.Format.Format_RGBA8888
    image = QImage(raster.pixels, raster.width, raster.height, raster.width * 4, depth)
    if largest is None or (image.width() <= largest.width() and image.height() <= largest.height()):
        return image
    return image.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
