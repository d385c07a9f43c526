"""Two notebooks and notes of 25 answers, for the benches."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from desktop.acts import Notebook, make_notebook
from records.clock import system_clock
from records.drafting import Draft
from records.ids import system_chance
from records.journal.entry import Realm
from records.keys.slots import QUICK
from records.owing import Readers
from records.people import Office, Role
from records.recording import begin
from records.schema import Class, Facet, Field, Kind, Schema
from records.strict_json import write
from records.values import Answers
from records.vault.vault import Beginning, Surroundings
from sync.trust.cards import check_words
from sync.trust.trusting import trust

READERS = Readers(("@headquarters",), ("@network",))
WORDS = (
    *("market", "road", "river", "bridge", "school", "church", "mosque", "clinic", "soldiers", "crowd", "men", "women"),
    *("children", "elders", "teacher", "driver", "night", "morning", "after", "before", "burnt", "looted", "fled"),
    *("shouted", "threatened", "returned", "waited", "walked", "arrived", "left", "heard", "saw", "told", "knew"),
    *("village", "quarter", "district", "border", "checkpoint", "vehicle", "truck", "motorcycle", "radio", "speech"),
)


def schema() -> Schema:
    """A form of 25 questions: a story, a day, a place, codes, numbers and short texts; half for the network."""
    fields = [
        Field("story", Kind.LONG_TEXT, Class.RESTRICTED, Facet.TITLE),
        Field("when", Kind.DATE, Class.NETWORK, Facet.WHEN),
        Field("where", Kind.TEXT, Class.RESTRICTED, Facet.PLACE),
        Field("kind", Kind.CHOICE, Class.NETWORK, Facet.KIND, ("killing", "threat", "property")),
    ]
    for number in range(21):
        kind = (Kind.TEXT, Kind.INTEGER, Kind.CHOICE)[number % 3]
        fields.append(Field(f"answer_{number:02d}", kind, (Class.NETWORK, Class.RESTRICTED)[number % 2]))
    return Schema("bench", tuple(fields))


def answers(number: int) -> Answers:
    """The answers of one note: 25, with about 40 words."""
    chance = random.Random(number)
    values: dict[str, str | int | None] = {
        "story": " ".join(chance.choices(WORDS, k=30)),
        "when": f"2026-{chance.randint(1, 11):02d}-{chance.randint(1, 28):02d}",
        "where": " ".join(chance.choices(WORDS, k=2)),
        "kind": chance.choice(("killing", "threat", "property")),
    }
    for place in range(21):
        values[f"answer_{place:02d}"] = (
            " ".join(chance.choices(WORDS, k=2)),
            chance.randint(0, 300),
            chance.choice(WORDS),
        )[place % 3]
    return Answers(values)


def notebook(folder: Path, name: str, role: Role) -> Notebook:
    """A quick practice notebook."""
    around = Surroundings(folder / name, folder / f"{name}-state", system_clock, system_chance)
    beginning = Beginning(Office("XAR", name), role, Realm.EXERCISE, "bench", QUICK)
    made = make_notebook(around, beginning)
    put_form(made, schema())
    return made


def put_form(made: Notebook, form: Schema) -> None:
    """Let a notebook know a form."""
    made.vault.forms.put(form, write({"schema": form.plain()}))


def pair(folder: Path) -> tuple[Notebook, Notebook]:
    """A monitor and headquarters who trust each other."""
    monitor, headquarters = notebook(folder, "field", Role.MONITOR), notebook(folder, "head", Role.HEADQUARTERS)
    trust(monitor.vault, headquarters.card, check_words(headquarters.card))
    trust(headquarters.vault, monitor.card, check_words(monitor.card))
    return monitor, headquarters


def drafts(made: Notebook, numbers: Sequence[int]) -> list[Draft]:
    """Finished notes, not yet submitted."""
    form = schema()
    return [replace(begin(made.vault, form), answers=answers(number), readers=READERS) for number in numbers]


def batches(count: int, size: int) -> list[Sequence[int]]:
    """The numbers from 0, in batches."""
    return [range(start, min(start + size, count)) for start in range(0, count, size)]
