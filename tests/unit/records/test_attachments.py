"""What a file is by its content, a copy that tells nothing, and what is refused."""

import io
import os
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from records.attachments.adding import attach
from records.attachments.cleaning import LARGEST_PICTURE, cleaned
from records.attachments.kinds import HEAD, Cleaning, is_program, medium
from records.errors import Known, RecordsCode
from records.values import Blob
from records.vault.vault import Vault
from tests.support.files import files_in
from tests.support.vaults import Vaults

MARK = b"Phone of Anna"
GPS = 0x8825
POINTS = Image.effect_noise((48, 32), 60).convert("RGB")


def exif() -> bytes:
    """What a phone writes: its owner's name, where it was, and that the picture lies on its side."""
    found = Image.Exif()
    found[0x010F] = MARK.decode()
    found[0x0112] = 6
    found.get_ifd(GPS).update({1: "S", 2: (8.0, 56.0, 1.0), 3: "E", 4: (39.0, 30.0, 59.0)})
    return found.tobytes()


def picture(kind: str, points: Image.Image = POINTS, **options: Any) -> bytes:
    out = io.BytesIO()
    points.save(out, kind, **options)
    return out.getvalue()


def photograph(kind: str) -> bytes:
    note = b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>"
    return picture(kind, exif=exif(), comment=note) if kind == "JPEG" else picture(kind, exif=exif(), xmp=note)


def clean(raw: bytes) -> bytes | None:
    return cleaned(raw, medium(raw[:HEAD]))


def opened(raw: bytes | None) -> Image.Image:
    assert raw is not None
    return Image.open(io.BytesIO(raw))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_travels_upright_and_without_where_it_was_taken(kind: str) -> None:
    raw = photograph(kind)
    assert MARK in raw
    assert GPS in Image.open(io.BytesIO(raw)).getexif()
    bare = clean(raw)
    found = opened(bare)
    assert bare is not None
    assert MARK not in bare
    assert (found.format, found.size) == (kind, (32, 48))
    assert not found.getexif()
    assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}


def test_the_points_stay_what_they_were() -> None:
    assert opened(clean(picture("PNG"))).tobytes() == POINTS.tobytes()


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_way_a_phone_can_be_held(turn: int) -> None:
    found = Image.Exif()
    found[0x0112] = turn
    raw = picture("PNG", exif=found.tobytes())
    assert opened(clean(raw)).size == ((48, 32) if turn < 5 else (32, 48))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_points(mode: str) -> None:
    assert opened(clean(picture("PNG", POINTS.convert("L" if mode == "I;16" else mode)))).size == (48, 32)


def test_what_can_be_seen_through_stays_so() -> None:
    points = POINTS.convert("P")
    assert opened(clean(picture("PNG", points, transparency=0))).mode == "RGBA"


def test_texts_inside_a_picture_do_not_travel() -> None:
    raw = picture("PNG", pnginfo=png_texts())
    assert MARK in raw
    assert MARK not in (clean(raw) or MARK)


def png_texts() -> PngInfo:
    found = PngInfo()
    found.add_text("Author", MARK.decode())
    return found


def test_what_follows_a_picture_does_not_travel() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        assert MARK not in (clean(picture(kind) + MARK) or MARK)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_not_made_to_stand(kind: str) -> None:
    raw = picture(kind, save_all=True, append_images=[POINTS.rotate(90).resize((48, 32))], duration=100)
    assert getattr(Image.open(io.BytesIO(raw)), "n_frames", 1) == 2
    assert clean(raw) is None


def huge(width: int, height: int, said: bytes = b"", *, moves: bool = False) -> bytes:
    """A PNG that says it is huge, in a hundred bytes; and says something besides."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    told = (chunk(b"tEXt", b"Author\0" + said) if said else b"") + (chunk(b"acTL", bytes(8)) if moves else b"")
    points = chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + told + points


@pytest.mark.parametrize("side", [8_000, 10_000, 20_000, 2**31 - 1])
def test_a_huge_picture_is_not_decoded(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "load", lambda _self: pytest.fail("it was decoded"))
    assert side * side > LARGEST_PICTURE
    assert clean(huge(side, side, MARK)) == huge(side, side)


def test_a_huge_photograph_is_stripped_and_stays_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.attachments.cleaning.LARGEST_PICTURE", 100)
    raw = photograph("JPEG")
    assert MARK in raw
    found = clean(raw)
    assert found is not None and MARK not in found
    assert Image.open(io.BytesIO(found)).getexif().get(0x0112) == Image.open(io.BytesIO(raw)).getexif()[0x0112]
    assert Image.open(io.BytesIO(found)).tobytes() == Image.open(io.BytesIO(raw)).tobytes()


def test_a_huge_picture_that_moves_is_not_made_to_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("records.attachments.cleaning.LARGEST_PICTURE", 100)
    raw = picture("PNG", save_all=True, append_images=[POINTS.rotate(90).resize((48, 32))], duration=100)
    assert clean(raw) is None
    assert clean(huge(20_000, 20_000, moves=True)) is None


@settings(max_examples=80)
@given(st.data())
def test_no_damage_breaks_cleaning(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from([JPEG, PDF, photograph("PNG"), photograph("WEBP")])))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, min(len(raw), 700) - 1))] = data.draw(st.integers(0, 255))
    found = clean(bytes(raw[: data.draw(st.integers(1, len(raw)))]))
    assert found is None or isinstance(found, bytes)


JPEG = photograph("JPEG")


def paper() -> bytes:
    """A PDF with everything that tells: information, XMP, scripts, attached files, and a photograph with EXIF in it."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(100, 100))
    page = document.pages[0]
    photo = pikepdf.Stream(
        document,
        JPEG,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=48,
        Height=32,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    photo.Metadata = pikepdf.Stream(document, MARK)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    page.Contents = pikepdf.Stream(document, b"q 48 0 0 32 0 0 cm /Photo Do Q")
    page.PieceInfo = pikepdf.Dictionary(App=pikepdf.String(MARK.decode()))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FileAttachment,
        Rect=[0, 0, 1, 1],
        FS=pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, F=MARK.decode(), EF=pikepdf.Dictionary(F=pikepdf.Stream(document, MARK))
        ),
    )
    page.Annots = pikepdf.Array([note])
    document.docinfo["/Author"] = MARK.decode()
    document.attachments["x.txt"] = MARK
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(MARK.decode()))
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [MARK.decode()]
    out = io.BytesIO()
    document.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


PDF = paper()


def everything_in(raw: bytes) -> bytes:
    """All of a PDF in the clear, for looking."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as document:
        document.save(
            out,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    return out.getvalue()


def test_a_paper_travels_without_who_made_it_and_what_hangs_on_it() -> None:
    assert everything_in(PDF).count(MARK) >= 8
    bare = clean(PDF)
    assert bare is not None
    assert MARK not in everything_in(bare)
    assert b"JavaScript" not in everything_in(bare)
    with pikepdf.open(io.BytesIO(bare)) as document:
        assert "/Info" not in document.trailer
        (page,) = document.pages
        photo = page.Resources.XObject.Photo
        found = opened(photo.read_raw_bytes())
        assert found.tobytes() == Image.open(io.BytesIO(JPEG)).tobytes()
        assert not found.getexif()


def test_a_paper_with_a_passphrase_cannot_be_cleaned() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    assert clean(out.getvalue()) is None


def test_a_paper_with_pictures_we_cannot_clean_says_so() -> None:
    for filters in (pikepdf.Name.JPXDecode, pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(PDF)) as document:
            document.pages[0].Resources.XObject.Photo.write(b"x", filter=filters)
            document.save(out)
        assert clean(out.getvalue()) is None


# Kinds


@pytest.mark.parametrize(
    ("head", "media", "cleaning"),
    [
        (JPEG, "image/jpeg", Cleaning.PICTURE),
        (photograph("PNG"), "image/png", Cleaning.PICTURE),
        (photograph("WEBP"), "image/webp", Cleaning.PICTURE),
        (PDF, "application/pdf", Cleaning.PDF),
        ("مرحبا, plain text\n".encode(), "text/plain", Cleaning.NONE_INSIDE),
        (("é" * 400).encode(), "text/plain", Cleaning.NONE_INSIDE),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic", Cleaning.NOT_POSSIBLE),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "video/mp4", Cleaning.NOT_POSSIBLE),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio/mp4", Cleaning.NOT_POSSIBLE),
        (b"ID3\x04", "audio/mpeg", Cleaning.NOT_POSSIBLE),
        (b"OggS\0", "audio/ogg", Cleaning.NOT_POSSIBLE),
        (b"PK\x03\x04\0", "application/zip", Cleaning.NOT_POSSIBLE),
        (b"\x00\x01\x02", "application/octet-stream", Cleaning.NOT_POSSIBLE),
        (b"GIF89a\0", "application/octet-stream", Cleaning.NOT_POSSIBLE),
        (b"\xff\xfe\xfd", "application/octet-stream", Cleaning.NOT_POSSIBLE),
        (b"a text that ends in half a letter \xc3", "application/octet-stream", Cleaning.NOT_POSSIBLE),
        (b"x" * 509 + "ሀ".encode()[:2], "application/octet-stream", Cleaning.NOT_POSSIBLE),
        (b"x" * 510 + "ሀ".encode(), "text/plain", Cleaning.NONE_INSIDE),
        (rb"{\rtf1{\info{\author Anna}}", "text/plain", Cleaning.NOT_POSSIBLE),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><gpx>", "text/plain", Cleaning.NOT_POSSIBLE),
        (b"", "application/octet-stream", Cleaning.NOT_POSSIBLE),
    ],
)
def test_a_file_is_what_its_content_says(head: bytes, media: str, cleaning: Cleaning) -> None:
    found = medium(head[:HEAD])
    assert (found.media, found.cleaning) == (media, cleaning)


@pytest.mark.parametrize(
    "head",
    [
        b"MZ\x90\0\x03\0\0\0",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm",
        b"\xca\xfe\xba\xbe\0",
        b"\xcf\xfa\xed\xfe",
        b"\xfe\xed\xfa\xcf",
        b"L\0\0\0\x01\x14\x02\0\0",
    ],
)
def test_programs_are_known_by_their_content(head: bytes) -> None:
    assert is_program(head)


@pytest.mark.parametrize("head", [b"MZEE JUMA alisema", b"MZ", b"#1 killed", b"ELF", JPEG, PDF, b""])
def test_what_is_no_program(head: bytes) -> None:
    assert not is_program(head[:HEAD])


# Adding


@pytest.fixture
def vault(vaults: Vaults) -> Vault:
    return vaults.make("anna")


def content(vault: Vault, blob: Blob) -> bytes:
    return b"".join(vault.blobs.content(blob))


def file(folder: Path, name: str, raw: bytes) -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def test_the_original_stays_and_a_copy_without_metadata_travels(vault: Vault, tmp_path: Path) -> None:
    path = file(tmp_path, "IMG_2041.exe", JPEG)
    added = attach(vault, path)
    assert (added.title, added.cleaned, added.blob.media) == ("IMG_2041.exe", True, "image/jpeg")
    assert MARK not in content(vault, added.blob)
    row = vault.blobs.get(added.blob.name)
    assert row is not None
    assert row.original is not None
    original = vault.blobs.get(row.original)
    assert original is not None
    assert content(vault, original.blob) == path.read_bytes() == JPEG
    assert [one.act for one in vault.custody.of(original.blob.name)] == ["added"]
    assert [one.act for one in vault.custody.of(added.blob.name)] == ["cleaned"]


@pytest.mark.parametrize(
    ("raw", "is_clean"), [(b"plain words", True), (b"PK\x03\x04 office", False), (JPEG[:300], False), (b"", False)]
)
def test_what_cannot_be_cleaned_travels_as_it_is_and_says_so(
    vault: Vault, tmp_path: Path, raw: bytes, is_clean: bool
) -> None:
    added = attach(vault, file(tmp_path, "x", raw))
    assert added.cleaned == is_clean
    assert content(vault, added.blob) == raw
    assert len(vault.blobs.all()) == 1


@pytest.mark.parametrize("raw", [b"MZ\x90\0\x03", b"#!/bin/sh\n", b"\x7fELF\x02"])
def test_a_program_is_refused_whatever_its_name(vault: Vault, tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(Known) as caught:
        attach(vault, file(tmp_path, "holiday.jpg", raw))
    assert caught.value.code is RecordsCode.FILE_PROGRAM
    assert list(files_in(vault.folder.blobs)) == []


def test_what_is_no_file_is_refused(vault: Vault, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "pipe"):
        with pytest.raises(Known) as caught:
            attach(vault, path)
        assert caught.value.code is RecordsCode.FILE_UNREADABLE


def test_an_adding_that_fails_keeps_nothing(vault: Vault, tmp_path: Path) -> None:
    with vault.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE local_custody")
    with warnings.catch_warnings(), pytest.raises(Exception, match="local_custody"):
        attach(vault, file(tmp_path, "x.jpg", JPEG))
    assert list(files_in(vault.folder.blobs)) == []
    assert vault.blobs.all() == []
