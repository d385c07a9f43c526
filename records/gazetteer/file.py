"""A list of places in a file: no more of it is read than is ever taken."""

from pathlib import Path

from records.errors import Known, RecordsCode
from records.gazetteer.reading import LARGEST, ListRead, read_list


def read_file(path: Path) -> ListRead:
    """Read a list from a file. Known(FILE_UNREADABLE), and whatever `read_list` refuses."""
    if not path.is_file():  # what is a device or a pipe may never end
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path))
    try:
        with path.open("rb") as file:
            raw = file.read((LARGEST << 20) + 1)
    except OSError as problem:
        raise Known(RecordsCode.FILE_UNREADABLE, path=str(path)) from problem
    return read_list(raw)
