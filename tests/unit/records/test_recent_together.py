"""Places of earlier notes with what was written beside them: from the same note, the newest first, one's own alone."""

from pathlib import Path

from records.recording import withdraw
from tests.support.vaults import Vaults, carry, introduce, write

BESIDE = ("place", "", "title", "kind")


def test_what_stood_together_comes_back_together(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        anna, ben = vaults.make("anna"), vaults.make("ben", office="office anna")
        introduce(anna, ben)
        write(ben, {"title": "theirs", "place": "Elsewhere"})
        carry(ben, anna)
        for title, place in (("first", "Kilwa"), ("second", "Lindi"), ("third", "Kilwa"), ("no place", "")):
            write(anna, {"title": title, "place": place, "name": "Protected"})
        lists, me = anna.lists, anna.me.device
        assert lists.recent_together("note", BESIDE, 9, me) == [("Kilwa", "", "third", ""), ("Lindi", "", "second", "")]
        assert lists.recent_together("note", BESIDE, 1, me) == [("Kilwa", "", "third", "")]
        assert lists.recent_together("note", ("place", "name", "", ""), 1, me) == [("Kilwa", "", "", "")]
        assert lists.recent_together("another", BESIDE, 9, me) == []
        withdraw(anna, write(anna, {"title": "wrong", "place": "Gone"}), "a mistake")
        assert [one[0] for one in lists.recent_together("note", BESIDE, 9, me)] == ["Kilwa", "Lindi"]


def test_in_rows_only_what_is_in_the_same_row_belongs_together(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        anna = vaults.make("anna")
        people = {"people#a/sex": "w", "people#a/age": 30, "people#b/sex": "m"}
        write(anna, {"title": "t", **people}, rows={"people": ("a", "b")})
        found = anna.lists.recent_together("note", ("people/sex", "people/age", "", "title"), 9, anna.me.device)
        assert sorted(found) == [("m", "", "", ""), ("w", "", "", "")]
