"""Real events and real sentences as answers of our forms: for the demonstration, the practice and the tests.

UCDP events (Uppsala University, CC BY 4.0) become incidents, HateCheck cases (CC BY 4.0) hate-speech observations.
See resources/samples/SOURCES.md.
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SAMPLES: Final = Path(__file__).parent.parent / "resources" / "samples"
_GROUPS: Final = {"women": "gender", "gay people": "sogi", "trans people": "sogi", "disabled people": "disability"}


def events() -> list[Mapping[str, str]]:
    """The UCDP events, oldest first."""
    return _rows("ucdp-200.csv")


def sentences() -> list[Mapping[str, str]]:
    """The HateCheck cases."""
    return _rows("hatecheck-40.csv")


def incident(event: Mapping[str, str]) -> dict[str, str]:
    """One event as the answers of an incident note."""
    killed = int(event["best"])
    answers = {
        "story": _story(event),
        "kind": "mass_killing" if killed >= 3 else "killing" if killed else "clash",
        "when": _when(event),
        "where": event["where_coordinates"] or event["adm_2"] or event["adm_1"] or event["country"],
        "area": ", ".join(name for name in (event["adm_2"], event["adm_1"]) if name),
        "how_known": "media",
        "killed_least": event["low"],
        "killed_most": event["high"],
        "actor": _actor(event),
        "group": "civilians" if event["type_of_violence"] == "3" else "",
        "worse": "over",
    }
    return {name: answer for name, answer in answers.items() if answer}


def hate_speech(case: Mapping[str, str], day: str) -> dict[str, str]:
    """One sentence as the answers of a hate-speech note, heard on a day."""
    hateful = case["label"] == "hateful"
    does = "calls" if case["functionality"].startswith("threat") else "dehumanises" if hateful else "no_group"
    group = case["target"] or "nobody"
    answers = {
        "quote": case["text"],
        "when": day,
        "medium": "social_public",
        "group": group,
        "basis": _GROUPS.get(group, "religious" if group == "Muslims" else "racial"),
        "speaker": "anon",
        "does": does,
        "language": {"en": "English", "fr": "français", "ar": "العربية"}[case["language"]],
    }
    return {name: answer for name, answer in answers.items() if answer}


def _story(event: Mapping[str, str]) -> str:
    place = event["where_coordinates"] or event["country"]
    if event["type_of_violence"] == "3":
        first = f"{event['side_a']} attacked civilians at {place}, {event['country']}."
    else:
        first = f"{event['side_a']} and {event['side_b']} fought at {place}, {event['country']}."
    lines = [first, event["where_description"]]
    if int(event["deaths_civilians"] or 0):
        lines.append(f"Civilians among the dead: {event['deaths_civilians']}.")
    return "\n".join(line for line in lines if line)


def _when(event: Mapping[str, str]) -> str:
    """UCDP's precision of dates as people say it: a day, about a day, between two days."""
    first, last = event["date_start"], event["date_end"]
    if first == last:
        return first if event["date_prec"] == "1" else f"{first}~"
    return f"{first}/{last}"


def _actor(event: Mapping[str, str]) -> str:
    side = event["side_a"]
    return "army" if side.startswith("Government") else "rebel" if event["type_of_violence"] == "1" else "militia"


def _rows(name: str) -> list[Mapping[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
