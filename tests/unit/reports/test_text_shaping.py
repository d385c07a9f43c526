"""Itemising, font fallback and shaping: nothing lost, letters join, marks stay, missing ones are named."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.text.cleaning import clean, visible
from reports.text.faces import NOTDEF
from reports.text.itemising import clusters, itemise
from reports.text.shaping import Piece, shape
from resources.fonts import Family, Weight

TEXT = st.text(max_size=40).map(clean)


def shaped(text: str, *, rtl: bool = False, weight: Weight = Weight.REGULAR) -> tuple[Piece, ...]:
    return shape(text, rtl, Family.SANS, weight)


def families(text: str, weight: Weight = Weight.REGULAR) -> list[tuple[str, Family]]:
    return [(item.text, item.face.font.family) for item in itemise(text, Family.SANS, weight)]


def glyphs(pieces: tuple[Piece, ...]) -> list[int]:
    return [glyph for piece in pieces for cluster in piece.clusters for glyph, _, _ in cluster.glyphs]


@settings(max_examples=200, deadline=None)
@given(TEXT, st.booleans())
def test_items_pieces_and_clusters_tile_the_text(text: str, rtl: bool) -> None:
    assert "".join(clusters(text)) == text
    assert "".join(item.text for item in itemise(text, Family.SANS, Weight.BOLD)) == text
    pieces = shaped(text, rtl=rtl)
    assert "".join(piece.text for piece in pieces) == text
    for piece in pieces:
        assert "".join(cluster.text for cluster in piece.clusters) == piece.text
        assert abs(sum(cluster.advance for cluster in piece.clusters) - piece.advance) < 1e-6


@settings(max_examples=200, deadline=None)
@given(TEXT, st.booleans())
def test_every_visible_character_is_drawn_or_named_as_missing(text: str, rtl: bool) -> None:
    for piece in shaped(text, rtl=rtl):
        for cluster in piece.clusters:
            if visible(cluster.text):
                assert cluster.glyphs
            boxes = any(glyph == NOTDEF for glyph, _, _ in cluster.glyphs)
            assert boxes == bool(cluster.missing)
            assert set(cluster.missing) <= set(cluster.text)


def test_each_script_gets_its_font_and_marks_stay_with_their_letter() -> None:
    assert families("aبក✓→🐀") == [
        ("a", Family.SANS),
        ("ب", Family.ARABIC),
        ("ក", Family.KHMER),
        ("✓", Family.SYMBOLS),
        ("→", Family.MONO),
        ("🐀", Family.EMOJI),
    ]
    assert families("ẹ̀بً") == [("ẹ̀", Family.SANS), ("بً", Family.ARABIC)]


def test_latin_digits_keep_one_look_in_every_script() -> None:
    assert families("12") == [("12", Family.SANS)]
    assert [family for text, family in families("ب12ក34") if text.isdigit()] == [Family.SANS, Family.SANS]


def test_bold_falls_back_to_bold_where_there_is_one() -> None:
    weights = [item.face.font.weight for item in itemise("aب✓", Family.SANS, Weight.BOLD)]
    assert weights == [Weight.BOLD, Weight.BOLD, Weight.REGULAR]


def test_missing_characters_are_counted_as_often_as_they_occur() -> None:
    missing = "".join(cluster.missing for piece in shaped("a漢b字漢ไ") for cluster in piece.clusters)
    assert sorted(missing) == sorted("漢字漢ไ")


def test_what_is_invisible_by_definition_is_never_missing() -> None:
    text = "a\u200b\u200d\ufe0f\u2060\u00ad\u3164\U000e0041b"
    assert [cluster.missing for piece in shaped(text) for cluster in piece.clusters if cluster.missing] == []


def test_composed_and_decomposed_letters_look_the_same() -> None:
    assert glyphs(shaped("\u00e9\u1ebf")) == glyphs(shaped("e\u0301e\u0302\u0301"))


def test_arabic_letters_join() -> None:
    joined = glyphs(shaped("ببب", rtl=True))
    alone = glyphs(shaped("ب", rtl=True)) * 3
    assert sorted(joined) != sorted(alone)


def test_letters_join_across_a_change_of_look() -> None:
    whole = glyphs(shaped("سلم", rtl=True))
    first = shape("س", True, Family.SANS, Weight.REGULAR, after="لم")
    rest = shape("لم", True, Family.SANS, Weight.REGULAR, before="س")
    assert glyphs(first) + glyphs(rest) == whole


def test_right_to_left_brackets_are_mirrored() -> None:
    assert glyphs(shaped("(", rtl=True)) == glyphs(shaped(")"))


def test_khmer_signs_stand_in_one_cluster_with_their_consonant() -> None:
    (piece,) = shaped("ស្ត្រី")
    assert len(piece.clusters) == 1


def test_marks_sit_over_their_letter() -> None:
    (piece,) = shaped("بَ", rtl=True)
    letter, mark = piece.clusters
    assert mark.advance == 0
    (_, x, y) = mark.glyphs[0]
    assert y != 0
    assert abs(x) < letter.advance


def test_a_part_of_a_word_keeps_its_joined_forms() -> None:
    (piece,) = shaped("ببب", rtl=True)
    parts = (piece.part(0, 1), piece.part(1, 3))
    assert glyphs(parts) == glyphs((piece,))
    assert sum(part.advance for part in parts) == piece.advance
