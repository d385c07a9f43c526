"""What is behind the lock: every page, made and hung into the window. Loaded while the passphrase is typed."""

from collections.abc import Callable, Sequence

from desktop.acts import form_names
from desktop.calendars import Calendar
from desktop.desk import Desk
from desktop.handing.hand_over_page import HandOverPage
from desktop.home.home_page import HomePage
from desktop.home.offered import CALL, takes_calls
from desktop.inbox.inbox_page import InboxPage
from desktop.main_window import MainWindow, name_of, places_of
from desktop.notes.note_page import NotePage
from desktop.notes.notes_page import NotesPage
from desktop.offices.offices_page import OfficesPage
from desktop.palette_dialog import Act
from desktop.places import Go, Where
from desktop.preferences import Preferences
from desktop.questionnaire.write_page import WritePage
from desktop.settings.settings_page import SettingsPage
from desktop.widgets.page import Page


def furnish(desk: Desk, preferences: Preferences, change: Callable[[Preferences], None]) -> MainWindow:
    """Make the window of an open notebook. `change` is told of other preferences."""
    made = pages(desk, preferences)
    settings = made[Where.SETTINGS]
    assert isinstance(settings, SettingsPage)
    settings.changed.connect(change)
    return MainWindow(desk, made, lambda: acts(desk))


def pages(desk: Desk, preferences: Preferences | None = None) -> dict[Where, Page]:
    """Every page by its place."""
    return {
        Where.SETTINGS: SettingsPage(desk, preferences or Preferences()),
        Where.HOME: HomePage(desk),
        Where.NOTES: NotesPage(desk),
        Where.WRITE: WritePage(desk, preferences.calendar if preferences else Calendar.GREGORIAN),
        Where.NOTE: NotePage(desk),
        Where.HAND_OVER: HandOverPage(desk),
        Where.INBOX: InboxPage(desk),
        Where.OFFICES: OfficesPage(desk),
    }


def acts(desk: Desk) -> Sequence[Act]:
    """What the palette offers: to write, and to go; also where a role's navigation does not lead."""
    texts, role = desk.texts, desk.owner.me.role
    write = [Act(texts(f"write.{form}"), Go(Where.WRITE, form=form)) for form in form_names(desk.owner.me)]
    if takes_calls(role):
        write.append(Act(texts("write.call"), CALL))
    places = dict.fromkeys((*places_of(role), Where.INBOX, Where.OFFICES))
    return [*write, *(Act(texts(name_of(where, role)), Go(where)) for where in places)]
