"""What a screen reader would be told, as lines of JSON. A program for the system's Python, which has pyatspi.

    /usr/bin/python3 tests/support/at_spi.py PROGRAM

One question a line on standard input, one answer a line on standard output: {"says": text, "role": role, "named": name,
"focused": true, "other": thing, "seconds": 20} is answered with the first thing of that program that is so, and another
than that, as soon as there is one; after that time with {"shown": [all that is shown]}. Only `seconds` must be there.
With "gone": true it is answered with {} as soon as there is no such thing.
"""

import json
import sys
import time
from collections.abc import Iterator

import pyatspi
from gi.repository import GLib

AGAIN = 40
"""Milliseconds between two looks."""


def main(program: str) -> None:
    for line in sys.stdin:
        print(json.dumps(answer(program, json.loads(line))), flush=True)


def answer(program: str, question: dict) -> dict:
    """Look until there is such a thing, or the time is over."""
    context = GLib.MainContext.default()
    until = time.monotonic() + question["seconds"]
    while True:
        shown = list(everything(program))
        found = next((one for one in shown if fits(one, question)), None)
        if found is not None and not question.get("gone"):
            return found
        if found is None and question.get("gone"):
            return {}
        if time.monotonic() > until:
            return {"shown": shown}
        GLib.timeout_add(AGAIN, lambda: False)
        context.iteration(True)


def fits(one: dict, question: dict) -> bool:
    said = question.get("says", "")
    return (
        (said in one["name"] or said in one["text"])
        and question.get("role", one["role"]) == one["role"]
        and (not question.get("focused") or one["focused"])
        and question.get("named", one["name"]) == one["name"]
        and question.get("other") != one
    )


def everything(program: str) -> Iterator[dict]:
    """All that is shown of a program, in the order it is read."""
    for application in children(pyatspi.Registry.getDesktop(0)):
        if said(application, "get_name") == program:
            for window in children(application):
                yield from below(window)


def below(one: pyatspi.Accessible) -> Iterator[dict]:
    try:
        one.clear_cache()
        states = one.getState()
        if not states.contains(pyatspi.STATE_SHOWING):
            return
        yield told(one, states)
    except GLib.GError:
        return  # it went while one looked
    for child in children(one):
        yield from below(child)


def told(one: pyatspi.Accessible, states: pyatspi.StateSet) -> dict:
    interfaces = pyatspi.listInterfaces(one)
    words = one.queryText() if "Text" in interfaces else None
    return {
        "name": one.name,
        "role": one.getRoleName(),
        "description": one.description,
        "text": words.getText(0, -1) if words is not None else "",
        "caret": words.caretOffset if words is not None else -1,
        "focused": states.contains(pyatspi.STATE_FOCUSED),
        "checked": states.contains(pyatspi.STATE_CHECKED),
        "enabled": states.contains(pyatspi.STATE_ENABLED),
    }


def children(one: pyatspi.Accessible) -> list:
    try:
        one.clear_cache()
        found = [one.getChildAtIndex(place) for place in range(one.childCount)]
    except GLib.GError:
        return []
    return [child for child in found if child is not None]


def said(one: pyatspi.Accessible, what: str) -> str:
    try:
        return getattr(one, what)()
    except GLib.GError:
        return ""


if __name__ == "__main__":
    main(sys.argv[1])
