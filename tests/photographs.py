"""Pictures as cameras and editors leave them: the place, the owner and the serial number are in them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "AVIF": "image/avif",
}
SECRET = b"serial-4711"
WHO = "根岸 智幸".encode()
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"'
    b' aux:SerialNumber="serial-4711"><dc:creator><rdf:Seq><rdf:li>Maria</rdf:li></rdf:Seq></dc:creator>'
    b'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">CC BY 4.0</rdf:li></rdf:Alt></dc:rights>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def drawn(size: tuple[int, int] = (64, 48)) -> Image.Image:
    slope = Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", [slope, slope.rotate(90).resize(size), slope])


def exif(*, artist: bytes = b"", turned: int = 0, place: bool = True) -> bytes:
    """As a camera writes it: its serial number, its owner, the place."""
    tags = Image.Exif()
    tags[0x010F] = "Camera"
    if artist:
        tags[0x013B] = artist
    if turned:
        tags[0x0112] = turned
    tags.get_ifd(0x8769).update({0xA431: SECRET.decode(), 0xA430: "owner-" + SECRET.decode()})
    if place:
        degrees = (IFDRational(35), IFDRational(41), IFDRational(22))
        tags.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    return tags.tobytes()


def saved(form: str, image: Image.Image | None = None, **options: object) -> bytes:
    stream = BytesIO()
    (image or drawn()).save(stream, form, **options)
    return stream.getvalue()


def shown(content: bytes) -> list[bytes]:
    """The pixels of every frame as a viewer shows them."""
    with Image.open(BytesIO(content)) as image:
        frames = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            frames.append(ImageOps.exif_transpose(image).convert("RGBA").tobytes())
        return frames


def laden(form: str, turned: int = 0) -> bytes:
    """A picture with what its camera wrote, and an editor after it."""
    if form != "PNG":
        return saved(form, exif=exif(artist=WHO, turned=turned), xmp=XMP)
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return saved(form, exif=exif(artist=WHO, turned=turned), pnginfo=info)
