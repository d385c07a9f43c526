"""The list a notebook keeps: as a whole or not at all, in place of the one before, and untouched by a rebuild."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import Known, RecordsCode
from records.gazetteer.keeping import NONE_KEPT, forget, keep, kept_list, mark_of, packed, unpacked
from records.gazetteer.values import Gazetteer, Name, Place, Point
from records.taking import rebuild
from records.vault.local import Settings
from tests.support.vaults import Vaults

LINDI = Place("BJ91", "BEN", 1, "", (Name("en", "Lindi"), Name("ar", "ليندي")), Point(-9.5, 39.25))
KILWA = Place("BJ9101", "BEN", 2, "BJ91", (Name("", 'Kilwa "old"'),))
ANY = st.builds(
    Place,
    st.text(min_size=1),
    st.sampled_from(["BEN", ""]),
    st.integers(1, 6),
    st.text(),
    st.lists(st.builds(Name, st.sampled_from(["en", "ar", ""]), st.text()), min_size=1, max_size=3).map(tuple),
    st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
)


@given(st.lists(ANY, max_size=4))
def test_a_list_comes_back_as_it_was(places: list[Place]) -> None:
    assert unpacked(packed(Gazetteer(tuple(places)))) == Gazetteer(tuple(places))


@pytest.mark.parametrize(
    "text", ["{", "3", '["x"]', '[["a"]]', '[["a","b","c","d",["",""],[]]]', '[["a","b",1,"d",[],[]]]']
)
def test_what_is_no_list_is_damage(text: str) -> None:
    with pytest.raises(Known) as caught:
        unpacked(text)
    assert caught.value.code is RecordsCode.VAULT_DAMAGED


def test_a_list_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    with Vaults(tmp_path) as vaults:
        vault = vaults.make("anna")
        assert (mark_of(vault), unpacked(kept_list(vault))) == (NONE_KEPT, Gazetteer())
        keep(vault, Gazetteer((LINDI, KILWA)))
        assert (mark_of(vault).places, mark_of(vault).countries) == (2, 1)
        rebuild(vault)
        assert unpacked(kept_list(vault)).places == (LINDI, KILWA)
        keep(vault, Gazetteer((LINDI,)))
        assert unpacked(kept_list(vault)).places == (LINDI,)
        forget(vault)
        assert (mark_of(vault), unpacked(kept_list(vault))) == (NONE_KEPT, Gazetteer())


def test_a_list_that_cannot_be_kept_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Vaults(tmp_path) as vaults:
        vault = vaults.make("anna")
        before = keep(vault, Gazetteer((LINDI, KILWA)))
        put = Settings.put

        def fails(self: Settings, name: str, value: object) -> None:
            if name == "places-mark":
                raise Known(RecordsCode.DISK_FULL)
            put(self, name, value)  # type: ignore[arg-type]

        monkeypatch.setattr(Settings, "put", fails)
        with pytest.raises(Known):
            keep(vault, Gazetteer((LINDI,)))
        assert mark_of(vault) == before
        assert unpacked(kept_list(vault)).places == (LINDI, KILWA)
