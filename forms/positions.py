"""Names of answers for people and other programs: rows by their position, `victims[2]/age`, never by their id."""

from collections.abc import Mapping, Sequence


class Positions:
    """The positions of the rows there are."""

    def __init__(self, rows: Mapping[str, Sequence[str]]) -> None:
        """Rows as `records.values.Answers` has them: the ids of each repeat, in order."""
        self._of = {f"{repeat}#{row}": number for repeat, ids in rows.items() for number, row in enumerate(ids, 1)}

    def name(self, path: str) -> str:
        """Return a path with positions instead of ids: `victims#k3f9/age` → `victims[2]/age`."""
        if "#" not in path:
            return path
        named: list[str] = []
        above = ""
        for step in path.split("/"):
            above = f"{above}/{step}" if above else step
            name, row, _ = step.partition("#")
            named.append(f"{name}[{self._of.get(above, 0)}]" if row else name)
        return "/".join(named)
