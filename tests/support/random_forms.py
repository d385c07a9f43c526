"""Questionnaires nobody would write: groups and repeats in each other, every question asking about any other."""

from random import Random
from typing import Final

from forms.converting import compile_sheets
from forms.errors import FormsCode
from forms.model import Form
from forms.storing import from_bytes, to_bytes
from records.errors import Known

VALUES: Final = ("", "0", "1", "2", "3", "x", "yes")


def random_form(seed: int) -> Form | None:
    """A form with up to twelve questions; None when its questions wait for each other."""
    rows = _Author(Random(seed)).write()
    try:
        form = compile_sheets({"survey": rows, "sheet_names": ["survey"]}, "form")
    except Known as problem:
        if problem.code is FormsCode.FORM_CIRCLE:
            return None
        raise
    return from_bytes(to_bytes(form))


class _Author:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.rows: list[dict[str, str]] = []
        self.names = [f"q{number}" for number in range(chance.randint(4, 12))]
        self.left = list(self.names)
        self.begun: list[str] = []
        self.groups = 0
        self.before = 0

    def write(self) -> list[dict[str, str]]:
        while self.left:
            self._something(0)
        for row in self.rows:
            self._logic(row)
            self.before += row.get("name", "").startswith("q")
            self.begun += [row["name"]] if row["type"] == "begin repeat" else []
        return self.rows

    def _something(self, depth: int) -> None:
        if depth < 3 and self.chance.random() < 0.35:
            self.groups += 1
            kind = self.chance.choice(["group", "repeat"])
            name = f"g{self.groups}"
            self.rows.append({"type": f"begin {kind}", "name": name, "label": name})
            for _ in range(self.chance.randint(1, 3)):
                if self.left:
                    self._something(depth + 1)
            if self.rows[-1]["type"].startswith("begin"):
                self._question()
            self.rows.append({"type": f"end {kind}"})
        else:
            self._question()

    def _question(self) -> None:
        if not self.left:
            self.names.append(f"q{len(self.names)}")
            self.left.append(self.names[-1])
        name = self.left.pop(0)
        self.rows.append({"type": self.chance.choice(["text", "integer"]), "name": name, "label": name})

    def _logic(self, row: dict[str, str]) -> None:
        kind, dice = row["type"], self.chance.random()
        if kind.startswith("end") or not self.before:
            return
        if dice < 0.4:
            row["relevant"] = self._condition(row["name"])
        if kind == "begin repeat" and 0.2 < dice < 0.5:
            row["repeat_count"] = self._one(row["name"])
        if kind in ("text", "integer"):
            if 0.5 < dice < 0.75:
                row["calculation"] = self._value(row["name"])
                row["type"] = self.chance.choice([kind, "calculate"])
            elif dice > 0.9:
                row["constraint"] = self._condition(row["name"])
            elif dice > 0.85:
                row["default"] = self.chance.choice(VALUES[1:])
            if 0.25 < dice < 0.35:
                row["required"] = self._condition(row["name"])

    def _condition(self, name: str) -> str:
        return self.chance.choice(
            [
                f"{self._one(name)} = '{self.chance.choice(VALUES)}'",
                f"{self._one(name)} != '1' and {self._value(name)} > 1",
                f"{self._value(name)} > 2 or {self._one(name)} = 'x'",
                f"not({self._one(name)} = 'x')",
            ]
        )

    def _value(self, name: str) -> str:
        one, other = self._one(name), self._one(name)
        choices = [f"concat({one}, '-', {other})", f"{one} + 1", f"sum({one})", f"count({one})", f"string({other})"]
        if self.begun:
            repeat = self.chance.choice(self.begun)
            choices += [f"count(${{{repeat}}})", f"join(' ', {one})", f"count(//{one[2:-1]})", "position(..)"]
            choices += [f"indexed-repeat({one}, ${{{repeat}}}, 2)", f"string({one}/following-sibling::*)"]
        return self.chance.choice(choices)

    def _one(self, name: str) -> str:
        """Some question: mostly one that is asked before, so that few wait for each other."""
        others = [other for other in self.names if other != name]
        earlier = self.names[: self.before] if self.chance.random() < 0.93 else others
        return f"${{{self.chance.choice(earlier or others)}}}"
