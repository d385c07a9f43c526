"""The header's grammar: what is accepted prints back byte for byte, everything else is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import Known
from sync.bundle.age.header import (
    HEADER_LIMIT,
    STANZA_LIMIT,
    Header,
    HeaderReader,
    Stanza,
    decode64,
    encode64,
    parse,
    print_covered,
    print_header,
)
from sync.errors import SyncCode
from tests.support.pieces import cut

MAC = "--- " + "A" * 43 + "\n"
V1 = "age-encryption.org/v1\n"
FULL = "A" * 64 + "\n"

visible = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=8)
stanzas = st.builds(Stanza, visible, st.lists(visible, max_size=3).map(tuple), st.binary(max_size=200))
headers = st.tuples(st.lists(stanzas, min_size=1, max_size=5), st.binary(min_size=32, max_size=32))

REFUSED = {
    "no stanza": V1 + MAC,
    "carriage returns": (V1 + "-> a\n\n" + MAC).replace("\n", "\r\n"),
    "something before the version": "\n" + V1 + "-> a\n\n" + MAC,
    "version in capitals": V1.upper() + "-> a\n\n" + MAC,
    "no argument": V1 + "-> \n\n" + MAC,
    "no argument and no space": V1 + "->\n\n" + MAC,
    "no space": V1 + "->a\n\n" + MAC,
    "two spaces": V1 + "->  a\n\n" + MAC,
    "space at the end": V1 + "-> a \n\n" + MAC,
    "empty argument": V1 + "-> a  b\n\n" + MAC,
    "tab": V1 + "-> a\tb\n\n" + MAC,
    "control character": V1 + "-> a\x7f\n\n" + MAC,
    "not ASCII": V1 + "-> é\n\n" + MAC,
    "carriage return in an argument": V1 + "-> a\r\n\n" + MAC,
    "another start": V1 + "=> a\n\n" + MAC,
    "long body line": V1 + "-> a\n" + "A" * 68 + "\n\n" + MAC,
    "no short line": V1 + "-> a\n" + FULL + MAC,
    "two short lines": V1 + "-> a\nAAAA\nAAAA\n" + MAC,
    "padding": V1 + "-> a\nAAA=\n" + MAC,
    "not base64": V1 + "-> a\nAA-_\n" + MAC,
    "impossible length": V1 + "-> a\nAAAAA\n" + MAC,
    "not canonical": V1 + "-> a\nAAB\n" + MAC,
    "MAC too short": V1 + "-> a\n\n--- " + "A" * 42 + "\n",
    "MAC too long": V1 + "-> a\n\n--- " + "A" * 44 + "\n",
    "MAC not canonical": V1 + "-> a\n\n--- " + "A" * 42 + "B\n",
    "MAC without space": V1 + "-> a\n\n---" + "A" * 43 + "\n",
    "MAC with two spaces": V1 + "-> a\n\n---  " + "A" * 43 + "\n",
    "MAC with a space after it": V1 + "-> a\n\n--- " + "A" * 43 + " \n",
    "something after the MAC": V1 + "-> a\n\n" + MAC + "-",
    "too many stanzas": V1 + "-> a\n\n" * (STANZA_LIMIT + 1) + MAC,
    "too long": V1 + "-> a\n" + FULL * (HEADER_LIMIT // 65) + "\n" + MAC,
}


def code(raw: bytes) -> SyncCode:
    with pytest.raises(Known) as caught:
        parse(raw)
    assert isinstance(caught.value.code, SyncCode)
    return caught.value.code


def printed(header: Header) -> bytes:
    assert header.covered == print_covered(header.stanzas)
    return print_header(header.covered, header.mac)


@settings(max_examples=150, deadline=None)
@given(headers)
def test_what_is_printed_reads_back(given_header: tuple[list[Stanza], bytes]) -> None:
    written, mac = given_header
    header = parse(print_header(print_covered(written), mac))
    assert (list(header.stanzas), header.mac) == (written, mac)


@settings(max_examples=300, deadline=None)
@given(headers, st.data())
def test_what_is_accepted_prints_back_exactly(given_header: tuple[list[Stanza], bytes], data: st.DataObject) -> None:
    raw = bytearray(print_header(print_covered(given_header[0]), given_header[1]))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place : place + data.draw(st.integers(0, 3))] = data.draw(st.text("\nA-> ~=/é", max_size=3)).encode()
    try:
        header = parse(bytes(raw))
    except Known:
        return
    assert printed(header) == raw


@settings(max_examples=100, deadline=None)
@given(headers, st.binary(max_size=60), st.lists(st.integers(0, 600), max_size=8))
def test_any_pieces_give_the_same_header_and_rest(
    given_header: tuple[list[Stanza], bytes], after: bytes, places: list[int]
) -> None:
    raw = print_header(print_covered(given_header[0]), given_header[1])
    reader, header, rest = HeaderReader(), None, b""
    for part in cut(raw + after, places):
        if header is not None:
            rest += part
        elif (found := reader.feed(part)) is not None:
            header, rest = found[0], bytes(found[1])
    assert header == parse(raw)
    assert rest == after


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_what_the_grammar_does_not_name_is_refused(text: str) -> None:
    assert code(text.encode()) is SyncCode.SEALED_HEADER


def test_a_body_of_full_lines_ends_with_an_empty_line() -> None:
    text = V1 + "-> a b\n" + FULL + FULL + "\n" + MAC
    assert parse(text.encode()).stanzas == (Stanza("a", ("b",), bytes(96)),)
    assert printed(parse(text.encode())) == text.encode()


def test_the_largest_header_is_read() -> None:
    text = V1 + "-> a\n\n" * STANZA_LIMIT + MAC
    assert len(parse(text.encode()).stanzas) == STANZA_LIMIT
    room = HEADER_LIMIT - len(V1 + "-> \n\n" + MAC)
    longest = (V1 + "-> " + "a" * room + "\n\n" + MAC).encode()
    assert len(longest) == HEADER_LIMIT
    assert HeaderReader().feed(longest) is not None
    assert code((V1 + "-> " + "a" * (room + 1) + "\n\n" + MAC).encode()) is SyncCode.SEALED_HEADER


@pytest.mark.parametrize("version", ["v2", "v1234", "v", "V1"])
def test_another_version_is_named_as_such(version: str) -> None:
    assert code(f"age-encryption.org/{version}\nanything".encode()) is SyncCode.SEALED_VERSION


def test_every_truncation_is_named_as_such() -> None:
    whole = (V1 + "-> a b\n" + FULL + "AAAA\n-> c\n\n" + MAC).encode()
    for length in range(len(whole)):
        assert code(whole[:length]) is SyncCode.SEALED_TRUNCATED
        reader = HeaderReader()
        assert reader.feed(whole[:length]) is None
        with pytest.raises(Known) as caught:
            reader.finish()
        assert caught.value.code is SyncCode.SEALED_TRUNCATED


@pytest.mark.parametrize("size", [1, 4096, 1 << 20])
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"", SyncCode.SEALED_HEADER),
        (V1.encode(), SyncCode.SEALED_HEADER),
        (b"age-encryption.org/v9\n", SyncCode.SEALED_VERSION),
    ],
)
def test_a_header_without_end_is_refused_at_the_limit(size: int, start: bytes, expected: SyncCode) -> None:
    reader, fed = HeaderReader(), len(start)
    assert reader.feed(start) is None
    while fed + size < HEADER_LIMIT:
        assert reader.feed(b"x" * size) is None
        fed += size
    with pytest.raises(Known) as caught:
        reader.feed(b"x" * size)
    assert caught.value.code is expected


@given(st.binary(max_size=100))
def test_base64_reads_back(raw: bytes) -> None:
    assert decode64(encode64(raw)) == raw
    assert "=" not in encode64(raw)


@given(st.text(st.sampled_from("AB+/=_ \nz9é"), max_size=6))
def test_base64_has_one_spelling(text: str) -> None:
    try:
        raw = decode64(text)
    except Known:
        return
    assert encode64(raw) == text


@pytest.mark.parametrize("argument", ["", "a b", "a\n", "é", "\x7f"])
def test_a_stanza_that_cannot_be_printed_cannot_be_made(argument: str) -> None:
    with pytest.raises(ValueError):
        Stanza(argument, (), b"")
    with pytest.raises(ValueError):
        Stanza("a", (argument,), b"")
