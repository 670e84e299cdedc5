"""What a camera and programs write into a picture stays out of what we write; the picture stays what it is."""

from __future__ import annotations

import struct
from base64 import b64encode
from functools import cache
from io import BytesIO
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from exporter.model.asset import Asset
from exporter.passes import svg
from exporter.passes.bare import bare, said
from exporter.passes.bare.fields import Fields, from_exif
from exporter.passes.images import Encoded, encode, inspect
from tests.photographs import SECRET, TYPES, WHO, XMP, drawn, exif, laden, saved, shown

ALL = ("image/jpeg", "image/png", "image/gif", "image/webp")


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))


@cache
def photographed(form: str) -> bytes:
    """A picture with the secret in every place that its format has for one."""
    content = laden(form)
    if form == "JPEG":
        extras = [(0xE0, b"JFXX\0\x10"), (0xEB, b"JP\0\1"), (0xFE, b"")]
        inserted = b"".join(segment(marker, name + SECRET) for marker, name in extras)
        return content[:2] + inserted + content[2:] + b"ftypmp42" + SECRET
    if form == "PNG":
        texts = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"tIME", bytes(7))
        return content[:33] + texts + content[33:] + SECRET
    return content + SECRET


@cache
def gif() -> bytes:
    frames = [drawn(), drawn().rotate(180), drawn().rotate(90)]
    content = saved("GIF", frames[0], save_all=True, append_images=frames[1:], duration=70, loop=3)
    at = content.index(b"\x21\xff")
    comment = b"\x21\xfe" + bytes((len(SECRET),)) + SECRET + b"\0"
    packet = b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\0"
    return content[:at] + comment + packet + content[at:] + SECRET


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_and_programs_wrote_is_gone_and_the_pixels_are_the_same(form: str) -> None:
    content = photographed(form)

    made = bare(content, TYPES[form])

    assert SECRET in content
    assert SECRET not in made
    assert b"xmpmeta" not in made
    assert len(made) < len(content)
    assert shown(made) == shown(content)
    with Image.open(BytesIO(made)) as image:
        assert dict(image.getexif()) == {0x013B: WHO.decode("latin-1"), 0x8298: "CC BY 4.0"}
        assert not {"comment", "xmp", "Comment", "Software", "photoshop", "mp"} & set(image.info)
    assert bare(made, TYPES[form]) is made


def test_frames_of_an_animation_stay_and_what_else_is_in_the_file_goes() -> None:
    content = gif()

    made = bare(content, "image/gif")

    assert content.count(SECRET) == 3
    assert SECRET not in made
    assert shown(made) == shown(content)
    with Image.open(BytesIO(made)) as image:
        assert (len(shown(made)), image.info["loop"], image.info["duration"]) == (3, 3, 70)
    assert bare(made, "image/gif") is made


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_animations_keep_their_frames(form: str) -> None:
    turned = [drawn().rotate(90), drawn().rotate(180)]
    content = saved(form, save_all=True, append_images=turned, duration=50, loop=2, exif=exif())

    made = bare(content, TYPES[form])

    assert SECRET not in made
    assert shown(made) == shown(content)
    assert len(shown(made)) == 3


@pytest.mark.parametrize("form", list(TYPES))
def test_a_file_with_nothing_to_go_is_the_same_object(form: str) -> None:
    content = saved(form)

    assert bare(content, TYPES[form]) is content


def test_the_colour_profile_and_the_density_stay() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for form in ("JPEG", "PNG", "WEBP"):
        content = saved(form, exif=exif(), icc_profile=profile, dpi=(300, 300))
        with Image.open(BytesIO(bare(content, TYPES[form]))) as made, Image.open(BytesIO(content)) as given:
            assert made.info["icc_profile"] == profile
            assert made.info.get("dpi") == given.info.get("dpi")
            assert not made.getexif()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_stays_the_right_way_up(form: str, turned: int) -> None:
    content = saved(form, exif=exif(turned=turned))

    made = bare(content, TYPES[form])

    assert SECRET not in made
    assert shown(made) == shown(content)
    assert said(made, TYPES[form]) == Fields(turned=turned)


def test_a_second_picture_behind_the_first_goes() -> None:
    second = drawn().rotate(180)
    content = saved("MPO", save_all=True, append_images=[second])

    made = bare(content, "image/jpeg")

    assert len(shown(content)) == 2
    assert shown(made) == shown(content)[:1]
    assert made.count(b"\xff\xd8") == 1


def test_a_thumbnail_within_jfif_goes() -> None:
    content = saved("JPEG")
    thumbnail = content[6:18] + b"\x04\x03" + SECRET.ljust(36)
    made = bare(content[:2] + segment(0xE0, thumbnail) + content[20:], "image/jpeg")

    assert made == content


def test_who_made_it_is_found_wherever_it_is_said() -> None:
    record = b"".join(
        b"\x1c\x02" + bytes((number, 0, len(text))) + text
        for number, text in [(25, SECRET), (80, WHO), (116, b"(c) 2026"), (90, SECRET)]
    )
    resources = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    iptc = segment(
        0xED, b"Photoshop 3.0\0" + b"8BIM\x03\xed\x03abc" + struct.pack(">I", 3) + b"123\0" + resources
    )
    xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    plain = saved("JPEG")

    assert said(plain[:2] + xmp + iptc + plain[2:], "image/jpeg") == Fields(WHO, b"(c) 2026")
    assert said(plain[:2] + xmp + plain[2:], "image/jpeg") == Fields(b"Maria", b"CC BY 4.0")
    made = bare(plain[:2] + xmp + iptc + plain[2:], "image/jpeg")
    assert SECRET not in made
    assert said(made, "image/jpeg") == Fields(WHO, b"(c) 2026")
    with Image.open(BytesIO(made)) as image:
        assert image.getexif()[0x8298] == "(c) 2026"


def test_short_words_and_longer_ones_than_a_name_has() -> None:
    assert from_exif(Fields(b"me", b"").exif()) == Fields(b"me", b"")
    assert from_exif(Fields(b"a", b"bcde", 6).exif()) == Fields(b"a", b"bcde", 6)
    assert from_exif(Fields(b"x" * 1001, b"y" * 1000).exif()) == Fields(b"", b"y" * 1000)
    assert Fields().exif() == b""


def test_a_png_keeps_the_words_that_say_who_made_it() -> None:
    info = PngInfo()
    info.add_text("Author", "Maria")
    info.add_itxt("Copyright", "根岸")
    info.add_text("Description", SECRET.decode())

    with Image.open(BytesIO(bare(saved("PNG", pnginfo=info), "image/png"))) as image:
        assert image.info == {"Author": "Maria", "Copyright": "根岸"}


def test_the_place_is_noticed() -> None:
    assert said(saved("JPEG", exif=exif()), "image/jpeg").placed
    assert not said(saved("JPEG", exif=exif(place=False)), "image/jpeg").placed


def asset(content: bytes) -> Asset:
    found = inspect("https://example.org/a", "a", content)
    assert isinstance(found, Asset)
    return found


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("longest", [640, 32])
@pytest.mark.parametrize("turned", [1, 6])
def test_every_way_into_a_channel_is_bare_upright_and_says_who(form: str, longest: int, turned: int) -> None:
    made = encode(asset(laden(form, turned)), longest=longest, budget=90_000, formats=ALL)

    assert isinstance(made, Encoded)
    assert SECRET not in made.content
    assert said(made.content, made.media_type) == Fields(WHO, b"CC BY 4.0")
    assert (made.width > made.height) == (turned == 1)


def test_what_is_within_caps_without_its_ballast_is_not_encoded_again() -> None:
    content = saved("JPEG", exif=exif(), xmp=XMP, comment=SECRET * 3000)

    made = encode(asset(content), longest=640, budget=9_000, formats=ALL)

    assert isinstance(made, Encoded)
    assert made.content == bare(content, "image/jpeg")


def test_a_drawing_says_nothing_of_the_machine_it_was_made_on() -> None:
    photo = b64encode(saved("JPEG", exif=exif(turned=8))).decode()
    drawing = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:s="urn:s" s:export="/home/{SECRET.decode()}" width="9"
        height="9"><!-- {SECRET.decode()} --><metadata>{SECRET.decode()}<s:RDF/></metadata>
        <image href="data:image/jpeg;base64,{photo}"/></svg>"""

    safe, lost = svg.make_safe(drawing.encode())

    assert SECRET not in safe
    assert b"metadata" not in safe
    assert lost == ()
    assert b64encode(bare(saved("JPEG", exif=exif(turned=8)), "image/jpeg")) in safe


def test_an_avif_is_blanked_where_it_stands() -> None:
    content = laden("AVIF")

    made = bare(content, "image/avif")

    assert SECRET in content
    assert SECRET not in made
    assert b"xmpmeta" not in made
    assert len(made) == len(content)
    assert shown(made) == shown(content)
    assert said(made, "image/avif").artist == WHO
    assert said(content, "image/avif").placed
    assert not said(made, "image/avif").placed


def test_an_avif_that_points_everywhere_at_once_costs_nothing() -> None:
    content = laden("AVIF")
    at = content.index(b"iloc")
    entry = struct.pack(">HHH", 2, 0, 65535) + struct.pack(">II", 0, 2**31) * 65535
    box = struct.pack(">I4sI2sH", 16 + len(entry), b"iloc", 0, b"\x44\0", 1) + entry
    grown = len(box) - int.from_bytes(content[at - 4 : at])
    hostile = content[: at - 4] + box + content[at - 4 + int.from_bytes(content[at - 4 : at]) :]
    meta = hostile.index(b"meta") - 4
    size = struct.pack(">I", int.from_bytes(hostile[meta : meta + 4]) + grown)

    assert bare(hostile[:meta] + size + hostile[meta + 4 :], "image/avif")


@pytest.mark.parametrize("form", list(TYPES))
@given(data=st.data())
def test_a_broken_file_stays_as_broken_and_nothing_is_added(form: str, data: st.DataObject) -> None:
    content = bytearray(gif() if form == "GIF" else photographed(form))
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    given = bytes(content[: data.draw(st.integers(0, len(content)))])

    made = bare(given, TYPES[form])

    assert len(made) <= max(len(given), 12) + len(said(given, TYPES[form]).exif())
    assert bare(made, TYPES[form]) == made


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_borne(content: bytes) -> None:
    for media_type in TYPES.values():
        bare(content, media_type)
    from_exif(b"MM\0*" + content)
    from_exif(b"II*\0" + content)
