"""What is behind the lock: every page, made and hung into the window. Loaded while the passphrase is typed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.acts import Notebook, form_names
from desktop.desk import Desk
from desktop.home.home_page import HomePage
from desktop.main_window import MainWindow, places_of
from desktop.notes.notes_page import NotesPage
from desktop.palette_dialog import Act
from desktop.places import Go, Where
from desktop.widgets.page import Page

if TYPE_CHECKING:
    from desktop.window_wiring import WindowProcess


def furnish(process: "WindowProcess", notebook: Notebook) -> tuple[Desk, MainWindow]:
    """Make the pages of an open notebook, and show the first."""
    desk = Desk(process.texts, process.look, process.background, notebook)
    main = MainWindow(desk, pages(desk, process), lambda: acts(desk))
    main.show_place(Go(Where.HOME))
    return desk, main


def pages(desk: Desk, _process: "WindowProcess") -> dict[Where, Page]:
    """Every page by its place."""
    return {
        Where.HOME: HomePage(desk),
        Where.NOTES: NotesPage(desk),
    }


def acts(desk: Desk) -> Sequence[Act]:
    """What the palette offers: to write, and to go."""
    texts, role = desk.texts, desk.owner.me.role
    write = [Act(texts(f"write.{form}"), Go(Where.WRITE, form=form)) for form in form_names(desk.owner.me)]
    return [*write, *(Act(texts(f"nav.{where.value}"), Go(where)) for where in places_of(role))]
