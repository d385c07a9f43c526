"""Earlier answers of a notebook: the newest first, each once, one's own, never a protected one."""

from pathlib import Path

from records.recording import withdraw
from tests.support.vaults import NOTE, Vaults, carry, introduce, write


def test_answers_come_back_newest_first_and_once(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        anna = vaults.make("anna")
        for place in ("Kilwa", "Lindi", "Kilwa", "Songea"):
            write(anna, {"title": "t", "place": place, "name": "Protected"})
        lists, me = anna.lists, anna.me.device
        assert lists.recent("note", "place", 9, me) == ["Songea", "Kilwa", "Lindi"]
        assert lists.recent("note", "place", 2, me) == ["Songea", "Kilwa"]
        assert lists.recent("note", "name", 9, me) == []
        assert lists.recent("another", "place", 9, me) == []
        assert lists.recent("note", "pla", 9, me) == []


def test_what_was_taken_back_and_what_others_wrote_is_not_offered(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        anna, ben = vaults.make("anna"), vaults.make("ben", office="office anna")
        introduce(anna, ben)
        write(ben, {"title": "t", "place": "Elsewhere"})
        carry(ben, anna)
        line = write(anna, {"title": "t", "place": "Kilwa"})
        lists, me = anna.lists, anna.me.device
        assert lists.recent("note", "place", 9, me) == ["Kilwa"]
        withdraw(anna, line, "a mistake")
        assert lists.recent("note", "place", 9, me) == []


def test_in_rows_any_row_counts(tmp_path: Path) -> None:
    assert "people/sex" in {field.path for field in NOTE.fields}
    with Vaults(tmp_path) as vaults:
        anna = vaults.make("anna")
        write(anna, {"title": "t", "people#a/sex": "w", "people#b/sex": "m"}, rows={"people": ("a", "b")})
        found = anna.lists.recent("note", "people/sex", 9, anna.me.device)
        assert sorted(found) == ["m", "w"]


def test_what_is_picked_most_comes_first_whoever_wrote_it(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        vault = vaults.make("anna")
        for place in ("Songea", "Kilwa", "Kilwa", "Lindi", "Kilwa", "Lindi"):
            write(vault, {"title": "t", "place": place, "name": "Protected"})
        assert vault.lists.most_used("note", "place", 2) == ["Kilwa", "Lindi"]
        assert vault.lists.most_used("note", "name", 2) == []
