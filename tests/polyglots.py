"""Files that are two things at once, as attackers make them: each begins as what a door takes."""

import io
import struct
import zipfile
import zlib

SCRIPT = b"<script>document.title = 'run'; fetch('/record/')</script>"
PAGE = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with_html() -> bytes:
    """A picture of one red pixel; in its comment, and behind its end, a page."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xff\x00\x00")
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"tEXt", b"Comment\x00" + PAGE) + _chunk(b"IDAT", pixel)
        + _chunk(b"IEND", b"") + PAGE
    )  # fmt: skip


def gif_with_js() -> bytes:
    """A picture, and a program: GIF89a is a name that is given a value, the picture itself a comment."""
    return b"GIF89a/*" + b"\x00" * 8 + b"*/=1;document.title='run';//" + b"\x3b"


def zip_of(files: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


PDF_WITH_HTML = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type /Page>>endobj\n" + PAGE + b"\n%%EOF\n"
MP4_WITH_HTML = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2mp41" + PAGE
JPEG_WITH_HTML = b"\xff\xd8\xff\xfe" + struct.pack(">H", len(PAGE) + 2) + PAGE + b"\xff\xd9"


def zip_behind_pdf(files: dict[str, bytes]) -> bytes:
    """A PDF for who reads from the front, a zip for who reads from the end."""
    return PDF_WITH_HTML + zip_of(files)


ALL = {
    "pdf.html": PDF_WITH_HTML, "gif.js": gif_with_js(), "zip.pdf": zip_behind_pdf({"a.html": PAGE}),
    "png.html": png_with_html(), "mp4.html": MP4_WITH_HTML, "jpeg.html": JPEG_WITH_HTML, "page.html": PAGE,
}  # fmt: skip


def inert(answer) -> bool:
    """Whether that answer of the main host is nothing that a browser would run or guess at: a checked type that is no
    page, no guessing, and either a file to save or a page without scripts, forms and framing."""
    kind = answer["Content-Type"].partition(";")[0]
    policy = answer.get("Content-Security-Policy", "")
    saved = answer.get("Content-Disposition", "").startswith("attachment")
    closed = "default-src 'none'" in policy and "form-action 'none'" in policy and "frame-ancestors 'none'" in policy
    return (
        kind in ("application/pdf", "image/png", "image/jpeg", "image/webp", "video/mp4", "application/octet-stream")
        and answer["X-Content-Type-Options"] == "nosniff"
        and (saved or (closed and (kind == "application/pdf" or policy.startswith("sandbox;"))))
    )
