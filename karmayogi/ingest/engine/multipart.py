"""Statements together with the bytes of their attachments: multipart/mixed. 1.0.3 Communication 1.5.2, 2.0 4.1.3.

A small parser of its own: that of the standard library changes line ends and guesses; here every byte counts, since a
part must have the hash that it claims.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from karmayogi.ingest.types import Invalid, Part, Statement

BYTES = "application/octet-stream"  # what a part is that does not say more
MOST_PARTS = 1000
MOST_HEADER = 16_384
_TYPE = re.compile(r"[ \t]*multipart/mixed[ \t]*(?:;(.*))?", re.IGNORECASE | re.DOTALL)
_PARAMETER = re.compile(r'[ \t]*([!#$%&\'*+\-.^_`|~0-9A-Za-z]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))[ \t]*(?:;|\Z)')
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_HEADER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*")
_END_OF_BOUNDARY = re.compile(rb"(--)?[ \t]*(?=\r?\n|\Z)")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_HASHES = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}
_JSON = re.compile(r"application/json[ \t]*(?:;.*)?", re.IGNORECASE)


def read(content_type: str, body: bytes) -> tuple[bytes, dict[str, Part]]:
    """The JSON of the first part, and the others by their hash. The content of each is proved to have that hash."""
    sections = _split(body, _boundary(content_type))
    if not sections:
        raise Invalid("body", "has no part; it begins with a line of two hyphens and the boundary")
    headers, statements = sections[0]
    if not _JSON.fullmatch(headers.get("content-type", "")):
        raise Invalid("part 1", "holds the statements and has the Content-Type application/json")
    parts: dict[str, Part] = {}
    for index, (headers, content) in enumerate(sections[1:], start=2):
        part = _part(f"part {index}", headers, content)
        parts[part.sha2] = part
    return statements, parts


def _boundary(content_type: str) -> bytes:
    found = _TYPE.fullmatch(content_type)
    if not found:
        raise Invalid("Content-Type", "must be multipart/mixed")
    rest, at = found[1] or "", 0
    while at < len(rest):
        parameter = _PARAMETER.match(rest, at)
        if not parameter:
            break
        if parameter[1].lower() == "boundary":
            boundary = re.sub(r"\\(.)", r"\1", parameter[2]) if parameter[2] is not None else parameter[3]
            if not _BOUNDARY.fullmatch(boundary):
                break
            return boundary.encode()
        at = parameter.end()
    raise Invalid("Content-Type", "of multipart/mixed needs the parameter boundary, of 1 to 70 characters")


def _split(body: bytes, boundary: bytes) -> list[tuple[dict[str, str], bytes]]:
    """Headers and content of each section. What stands before the first boundary and after the last is ignored."""
    mark = b"--" + boundary
    sections: list[tuple[dict[str, str], bytes]] = []
    begin = None
    at = body.find(mark)
    while at >= 0:
        line = _END_OF_BOUNDARY.match(body, at + len(mark))
        if line and (at == 0 or body[at - 1 : at] == b"\n"):
            if begin is not None:
                end = at - 2 if body[at - 2 : at] == b"\r\n" else at - 1
                sections.append(_section(body[begin:end], len(sections) + 1))
            if line[1]:
                return sections
            if len(sections) == MOST_PARTS:
                raise Invalid("body", f"may have at most {MOST_PARTS} parts")
            begin = line.end()
        at = body.find(mark, at + 1)
    raise Invalid("body", "does not end with a line of two hyphens, the boundary and two hyphens")


def _section(text: bytes, number: int) -> tuple[dict[str, str], bytes]:
    """text: from the end of the line of the boundary, so with the line end that finishes it."""
    where = f"part {number}"
    end = _END_OF_HEADERS.search(text, 0, MOST_HEADER)
    if end is None:
        raise Invalid(where, "has no empty line between its headers and its content")
    headers: dict[str, str] = {}
    for line in text[: end.start()].splitlines():
        if not line:
            continue
        found = _HEADER.fullmatch(line)
        if not found:
            raise Invalid(where, "has a header that cannot be read")
        name = found[1].decode().lower()
        if name in headers:
            raise Invalid(where, f"has the header {name} twice")
        try:
            headers[name] = found[2].decode()
        except UnicodeDecodeError:
            raise Invalid(where, f"has a header {name} that is not UTF-8") from None
    return headers, text[end.end() :]


def _part(where: str, headers: Mapping[str, str], content: bytes) -> Part:
    if headers.get("content-transfer-encoding", "").lower() != "binary":
        raise Invalid(where, "needs the header Content-Transfer-Encoding: binary")
    sha2 = headers.get("x-experience-api-hash", "").lower()
    if len(sha2) not in _HASHES or not re.fullmatch(r"[0-9a-f]+", sha2):
        raise Invalid(where, "needs the header X-Experience-API-Hash with a SHA-2 sum in hexadecimal digits")
    if _HASHES[len(sha2)](content).hexdigest() != sha2:
        raise Invalid(where, "has content whose SHA-2 sum is not the one in its header X-Experience-API-Hash")
    return Part(sha2=sha2, content_type=headers.get("content-type") or BYTES, body=content)


def match(statements: Sequence[Statement], parts: Mapping[str, Part]) -> None:
    """Raises Invalid unless every attachment has its data in a part or a fileUrl, and every part belongs to one.

    `length` is not held against the data: the hash already says whether these are the bytes that were meant, and the
    suite of conformance tests sends lengths that are wrong and wants them taken.
    """
    wanted = set()
    for index, statement in enumerate(statements):
        where = f"statements[{index}]" if len(statements) > 1 else "statement"
        for path, attachment in _attachments(statement):
            sha2 = attachment["sha2"].lower()
            wanted.add(sha2)
            if sha2 not in parts:
                if "fileUrl" not in attachment:
                    raise Invalid(f"{where}.{path}", "needs its data in a part of multipart/mixed, or a fileUrl")
            elif _kind(parts[sha2].content_type) not in (BYTES, _kind(attachment["contentType"])):
                raise Invalid(
                    f"{where}.{path}.contentType", "is another than the Content-Type of the part with its data"
                )
    for sha2 in parts:
        if sha2 not in wanted:
            raise Invalid("body", f"has a part that no attachment names: {sha2}")


def _kind(content_type: str) -> str:
    """Type and subtype, which count; not the parameters, which have many forms."""
    return content_type.partition(";")[0].strip().lower()


def _attachments(statement: Statement) -> Iterable[tuple[str, dict[str, str]]]:
    for index, one in enumerate(statement.get("attachments", ())):
        yield f"attachments[{index}]", one
    about = statement["object"]
    if about.get("objectType") == "SubStatement":
        for index, one in enumerate(about.get("attachments", ())):
            yield f"object.attachments[{index}]", one


def part_of(body: bytes, content_type: str) -> Part:
    """The part for these bytes, under their SHA-256."""
    return Part(sha2=hashlib.sha256(body).hexdigest(), content_type=content_type, body=body)


def write(statements: bytes, parts: Iterable[Part]) -> tuple[str, bytes]:
    """Content type and body for an answer with `attachments=true`. The boundary is made of the content, so that equal
    answers are equal bytes, and never stands in it."""
    chosen = list({part.sha2: part for part in parts}.values())
    boundary, salt = b"", 0
    while not boundary or any(boundary in text for text in (statements, *(part.body for part in chosen))):
        seed = hashlib.sha256(statements + b"".join(part.sha2.encode() for part in chosen) + str(salt).encode())
        boundary, salt = b"part-" + seed.hexdigest()[:40].encode(), salt + 1
    pieces = [b"--", boundary, b"\r\nContent-Type: application/json\r\n\r\n", statements]
    for part in chosen:
        content_type = re.sub(r"[\r\n\x00]", " ", part.content_type).encode()
        pieces += [b"\r\n--", boundary, b"\r\nContent-Type: ", content_type]
        pieces += [b"\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: ", part.sha2.encode(), b"\r\n\r\n"]
        pieces.append(part.body)
    pieces += [b"\r\n--", boundary, b"--\r\n"]
    return f"multipart/mixed; boundary={boundary.decode()}", b"".join(pieces)
