from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from exporter.model.asset import Asset
from exporter.passes import svg
from exporter.passes.images import PIXELS, Encoded, Refusal, encode, inspect
from exporter.passes.kinds import misnamed, sniff

ANY = ("image/jpeg", "image/png", "image/gif", "image/webp", svg.TYPE)
PRINT = ("image/jpeg", "image/png")


def picture(
    mode: str = "RGB", size: tuple[int, int] = (64, 48), form: str = "PNG", **options: object
) -> bytes:
    """A slope of colour, so that no encoder can make nothing of it."""
    slope = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGBA", [slope, slope.rotate(90).resize(size), slope, slope]).convert("RGBA")
    stream = BytesIO()
    image.convert(mode).save(stream, form, **options)
    return stream.getvalue()


def noise(size: tuple[int, int]) -> bytes:
    stream = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


def asset(content: bytes, path: str = "a.png") -> Asset:
    found = inspect(f"https://example.org/{path}", path, content)
    assert isinstance(found, Asset), found
    return found


def encoded(content: bytes, **caps: object) -> Encoded:
    options: dict[str, object] = {"longest": 1600, "budget": 300_000, "formats": ANY, **caps}
    result = encode(asset(content), **options)  # type: ignore[arg-type]
    assert isinstance(result, Encoded), result
    return result


def reopened(result: Encoded) -> Image.Image:
    image = Image.open(BytesIO(result.content))
    image.load()
    assert image.size == (result.width, result.height)
    return image


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
    ],
)
def test_type_and_size_are_told_by_the_bytes(form: str, kind: str) -> None:
    found = asset(picture(form=form, size=(40, 30)), "photo.bin")

    assert (found.media_type, found.width, found.height) == (kind, 40, 30)


def test_a_lying_extension_is_noticed_and_the_bytes_are_believed() -> None:
    found = asset(picture(form="JPEG"), "cover.png")

    assert found.media_type == "image/jpeg"
    assert misnamed(found)
    assert not misnamed(asset(picture(form="JPEG"), "cover.JPG"))
    assert not misnamed(asset(picture(form="JPEG"), "cover"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><html><svg></svg></html>",
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"RIFF....WEBP",
        b"<svg",
    ],
)
def test_what_is_no_image_is_refused(content: bytes) -> None:
    found = inspect("https://example.org/a", "a", content)

    assert isinstance(found, Refusal)
    assert found.code == "A403"
    assert " at 0x" not in found.reason  # a report is the same each time


@pytest.mark.parametrize("size", [(40_000, 40_000), (PIXELS, 2), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    found = inspect("https://example.org/a.png", "a.png", png_header(*size))

    assert isinstance(found, Refusal)
    assert found.code == "A404"


def test_an_image_within_the_caps_keeps_its_bytes() -> None:
    content = picture(form="JPEG", quality=50)

    assert encoded(content).content is content


def test_an_image_over_the_caps_is_scaled_and_made_to_fit() -> None:
    result = encoded(noise((900, 600)), longest=300, budget=20_000, formats=PRINT)

    assert result.media_type == "image/jpeg"
    assert max(result.width, result.height) <= 300
    assert len(result.content) <= 20_000
    assert abs(result.width / result.height - 1.5) < 0.02


def test_a_drawing_stays_exact_where_the_budget_allows() -> None:
    result = encoded(picture(size=(800, 600)), longest=400)

    assert result.media_type == "image/png"


def test_encoding_is_deterministic() -> None:
    content = noise((500, 400))

    assert encoded(content, longest=200).content == encoded(content, longest=200).content


def test_orientation_is_applied_and_counts_in_the_size() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = picture(size=(80, 40), form="JPEG", exif=exif)

    assert (asset(content).width, asset(content).height) == (40, 80)
    result = encoded(content)
    assert (result.width, result.height) == (40, 80)
    assert not reopened(result).getexif()


def test_metadata_does_not_survive_a_new_encoding() -> None:
    exif = Image.Exif()
    exif[0x9286] = "taken at home"
    content = picture(size=(400, 300), form="JPEG", exif=exif)

    assert b"taken at home" in content
    assert b"taken at home" not in encoded(content, longest=100).content


def test_transparency_is_kept_as_png_or_laid_on_white() -> None:
    content = picture("RGBA", (200, 100), form="WEBP", lossless=True)

    assert reopened(encoded(content, formats=PRINT)).mode == "RGBA"
    flat = reopened(encoded(content, formats=("image/jpeg",)))
    assert flat.mode == "RGB"
    pixel = flat.getpixel((5, 1))
    assert isinstance(pixel, tuple)
    assert min(pixel) > 200


def test_cmyk_becomes_rgb_even_within_the_caps() -> None:
    assert reopened(encoded(picture("CMYK", form="JPEG"))).mode == "RGB"


def test_gray_is_gray() -> None:
    assert reopened(encoded(picture(form="JPEG"), gray=True)).mode == "L"


def test_gray_is_gray_where_it_is_transparent_too() -> None:
    stream = BytesIO()
    Image.new("RGBA", (900, 300), (200, 0, 0, 90)).save(stream, "PNG")
    held = inspect("https://e.org/a.png", "a.png", stream.getvalue())
    assert isinstance(held, Asset)
    for budget in (500_000, 10):
        found = encode(held, longest=400, budget=budget, formats=("image/jpeg", "image/png"), gray=True)
        assert isinstance(found, Encoded)
        assert reopened(found).mode == "LA"


def test_sixteen_bits_a_sample_are_scaled_not_clipped() -> None:
    stream = BytesIO()
    Image.new("I;16", (300, 20), 32768).save(stream, "PNG")

    assert reopened(encoded(stream.getvalue(), longest=100)).convert("L").getpixel((5, 5)) in range(120, 136)


def test_an_animation_gives_its_first_frame() -> None:
    frames = [Image.new("RGB", (400, 300), colour) for colour in ("red", "blue")]
    stream = BytesIO()
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])

    image = reopened(encoded(stream.getvalue(), longest=200))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5)) == (254, 0, 0) or image.convert("RGB").getpixel((5, 5)) == (
        255,
        0,
        0,
    )


def test_broken_data_behind_a_good_header_is_refused() -> None:
    content = noise((400, 300))

    result = encode(asset(content[: len(content) // 2]), longest=100, budget=10_000, formats=PRINT)
    assert isinstance(result, Refusal)
    assert result.code == "A403"


HOSTILE = b"""<?xml version="1.0"?>
<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY word "innocent">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20mm" viewBox="0 0 80 40"
     onload="alert(1)">
  <script>alert(2)</script><style>@import "https://evil.example/a.css"; rect { fill: red }</style>
  <foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="https://evil.example/"/></body></foreignObject>
  <image href="https://evil.example/pixel.png"/><image href="file:///etc/passwd"/>
  <use xlink:href="https://evil.example/a.svg#x"/><a href="javascript:alert(3)"><text>&secret;&word;</text></a>
  <rect id="r" width="80" height="40" fill="url(https://evil.example/g.svg#g)" style="fill:u\\72l(//evil.example)"/>
  <use href="#r"/><animate attributeName="href" to="javascript:alert(4)"/>
</svg>"""


def test_an_svg_loses_what_runs_or_fetches_and_keeps_its_drawing() -> None:
    safe = encoded(HOSTILE).content.decode()

    for word in ("evil", "alert", "script", "passwd", "foreignObject", "onload", "ENTITY", "import"):
        assert word not in safe
    assert '<use href="#r"/>' in safe
    assert '<rect id="r" width="80" height="40"/>' in safe


def test_an_svg_loses_an_anchor_that_is_none() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><text text-anchor="right">a</text><text text-anchor="end">b</text></svg>'
    safe = svg.make_safe(drawing).content
    assert b"right" not in safe
    assert b'text-anchor="end"' in safe


def test_an_svg_is_measured_in_css_pixels() -> None:
    found = asset(HOSTILE, "a.svg")

    assert (found.media_type, found.width, found.height) == (svg.TYPE, 76, 38)
    bare = b'<svg xmlns="http://www.w3.org/2000/svg" width="100%"/>'
    assert (asset(bare).width, asset(bare).height) == (0, 0)


def test_an_svg_is_drawn_for_channels_without_svg() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><rect width="80" height="40" fill="red"/></svg>'

    image = reopened(encoded(drawing, formats=PRINT))
    assert image.convert("RGB").getpixel((50, 40)) == (255, 0, 0)
    assert image.size == (160, 80)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f'<g id="g{i}">' + f'<use href="#g{i - 1}"/>' * 10 + "</g>" for i in range(1, 8))
        + '<g id="g0"/>',
        "".join(f'<g id="g{i}">' + f'<use href=" #g{i - 1} "/>' * 10 + "</g>" for i in range(1, 8))
        + '<g id="g0"/>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        "".join(f'<use id="u{i}" href="#u{i + 1}"/>' for i in range(5000)),
    ],
    ids=["billion laughs", "with spaces", "ring", "chain"],
)
def test_an_svg_that_multiplies_without_end_is_refused(body: str) -> None:
    content = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{body}</svg>'.encode()

    assert isinstance(inspect("https://example.org/a.svg", "a.svg", content), Refusal)


def test_a_page_that_shows_an_svg_is_no_svg() -> None:
    assert sniff(b"<!-- logo --><svg xmlns='http://www.w3.org/2000/svg'/>") == svg.TYPE
    assert inspect("https://e.org/a", "a", b"<html><svg/></html>") == Refusal(
        "A403", "its root is not <svg> in SVG's namespace"
    )
