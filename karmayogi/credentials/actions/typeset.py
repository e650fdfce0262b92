"""The certificate on paper: PDF/UA-1 by typst, from the signed text."""

import base64
import datetime as dt
import functools
import hashlib
import io
import json
import threading
import uuid
from importlib.metadata import version
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.db import transaction

from karmayogi.credentials import conf
from karmayogi.credentials.engine import badge
from karmayogi.credentials.engine.colours import COLOURS
from karmayogi.credentials.engine.wording import (
    HANGING,
    LANGUAGES,
    day,
    duration,
    fitting,
    printable,
    prints,
    script_language,
    text_language,
    written_as,
)
from karmayogi.credentials.models import Certificate, Print
from karmayogi.credentials.queries.templates import template_by_id
from karmayogi.credentials.queries.wording import wording
from karmayogi.credentials.types import Accent, Facts, Kind, TemplateRow
from karmayogi.kernel import clock, files, rows
from karmayogi.kernel.access import NotFound

_PACKAGE = Path(__file__).resolve().parent.parent
MOST = 5  # competencies that find room on one page
_ONE_AT_A_TIME = threading.Lock()  # the compiler is shared by the threads of a process


def typeset(certificate_uuid: uuid.UUID) -> files.FileRef:
    """Makes and stores the PDF of a certificate, once; the one that is there already otherwise. Raises NotFound where
    it was erased meanwhile: no paper stays behind."""
    certificate = Certificate.objects.select_related("pdf").get(uuid=certificate_uuid)
    if certificate.pdf is not None:
        stored = certificate.pdf
        return files.FileRef(stored.pk, stored.sha256, stored.size, stored.media_type)
    page = pdf(*_printed(certificate, certificate.language))
    with transaction.atomic():  # the file has no row without somebody who names it
        made = files.put(page, "application/pdf")
        kept = Certificate.objects.filter(pk=certificate.pk, pdf__isnull=True).update(pdf_id=made.id)
        erased = not kept and not Certificate.objects.filter(pk=certificate.pk).exists()
        if erased:
            files.forget(made.id)
    if erased:
        raise NotFound
    return made


def paper_of(certificate_uuid: uuid.UUID) -> bytes:
    """The PDF itself, made when it is first asked for. For whoever may see the certificate."""
    return files.read(typeset(certificate_uuid).sha256)


def paper_in(certificate_uuid: uuid.UUID, language: str, at: dt.datetime) -> bytes:
    """The PDF with its fixed words in another language: what was signed stays as it is. Raises NotFound for a language
    that has no words.

    Kept for who asks again, as long as all that it is made of is the same: its digest says so, after a change of our
    words, page or fonts, too.
    """
    if language not in LANGUAGES:
        raise NotFound
    certificate = Certificate.objects.get(uuid=certificate_uuid)
    if language == certificate.language:
        return paper_of(certificate_uuid)
    asked = _printed(certificate, language)
    data = _page(*asked)
    digest, on = hashlib.sha256(_made_of() + data).hexdigest(), clock.day(at)
    kept = Print.objects.select_related("file").filter(certificate=certificate, language=language).first()
    if kept is not None and kept.digest == digest and files.path_of(kept.file.sha256).exists():
        if kept.read_on != on:
            Print.objects.filter(certificate=certificate, language=language).update(read_on=on)
        return files.read(kept.file.sha256)
    made = _set(data, asked[0])
    with transaction.atomic():
        file = files.put(made, "application/pdf")
        if not rows.run(_KEEP, [language, digest, file.id, on, certificate.pk]):
            files.forget(file.id)
        if kept is not None and kept.file_id != file.id:
            files.forget(kept.file_id)
    return made


# Of one that stands: the certificate may have been erased or revoked while its page was set.
_KEEP = """
insert into credentials_print as p (certificate_id, language, digest, file_id, read_on)
select c.id, %s, %s, %s, %s from credentials_certificate c where c.id = %s and c.revoked_at is null for key share
on conflict (certificate_id, language) do update set digest = excluded.digest, file_id = excluded.file_id,
  read_on = excluded.read_on
"""


def _printed(certificate: Certificate, language: str) -> tuple[Facts, str, str, TemplateRow | None]:
    signed = json.loads(certificate.credential)
    look = template_by_id(certificate.template_id) if certificate.template_id else None
    return badge.facts_in(signed), language, signed["issuer"]["name"], look


def pdf(
    facts: Facts, language: str, issuer: str, look: TemplateRow | None = None, *, picture: bytes | None = None
) -> bytes:
    """The PDF of these facts. language: of the paper; English when we do not print in it. look: colour and logo, which
    are no statement and so are not signed. picture: a logo that is not stored yet."""
    return _set(_page(facts, language, issuer, look, picture=picture), facts)


def _page(facts: Facts, language: str, issuer: str, look: TemplateRow | None, *, picture: bytes | None = None) -> bytes:
    language = language if language in LANGUAGES else "en"
    logo = picture or (files.read(look.logo) if look and look.logo else None)
    drawing = _wrapped(logo) if logo else None
    return json.dumps(_data(facts, language, issuer, look) | {"logo": drawing}, ensure_ascii=False).encode()


def _set(data: bytes, facts: Facts) -> bytes:
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            {"main": _template(), "data.json": data},  # type: ignore[call-overload, type-var, unused-ignore]
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(facts.issued_at.timestamp()),
        )
    assert isinstance(made, bytes)
    return made


def _data(facts: Facts, language: str, issuer: str, look: TemplateRow | None) -> dict[str, Any]:

    def run(text: str, said: str = "") -> dict[str, str]:
        """said: the language of the text, where it is known. letters: whose font and direction it needs."""
        return {
            "text": printable(text) or "–", "lang": text_language(text, said, language),
            "letters": script_language(text),
        }  # fmt: skip

    deep, bright = COLOURS[Accent(look.accent) if look else Accent.INDIGO]
    source = facts.source
    words = dict(wording(language))
    if facts.kind == Kind.TEST:
        words |= {"certificate": words["certificate_test"], "completed": words["passed_test"]}
    link = conf.short_link(facts.code)
    # A name in a script that our fonts lack stays in the credential; on paper it stands in Latin letters.
    native_first = [name for name in (facts.name_native, facts.name) if name and prints(name)] or [facts.name]
    names = native_first if language != "en" else list(reversed(native_first))
    return {
        "lang": language,
        "letters": written_as(language),
        "words": words,
        "issuer": printable(issuer),
        "issuer_run": run(issuer),
        "number": facts.code,
        "names": [run(name) for name in names],
        "title": run(facts.title, facts.title_language),
        "sizes": {
            "name": fitting(names[0], _name_sizes(names[0], language), 13),
            "title": fitting(facts.title, [(40, 22), (80, 17)], 12),
        },
        "competencies": [
            {"name": run(name), "level": level, "level_name": words["levels"][level - 1]}
            for _, name, level in facts.competencies[:MOST]
        ],
        "more": words["more"].format(count=len(facts.competencies) - MOST) if len(facts.competencies) > MOST else "",
        "air": 1.3 if len(facts.competencies) <= 2 else 1.0 if len(facts.competencies) <= 3 else 0.5,
        "time": duration(facts.minutes, words),
        "score": None if facts.score is None else f"{facts.score}%",
        "grade": words["grades"][facts.grade],
        "issued_on": day(clock.day(facts.issued_at), language),
        "valid_until": day(clock.day(facts.valid_until), language) if facts.valid_until else None,
        "deep": deep,
        "bright": bright,
        "source": run(source.name) if source else None,
        "line": run(source.line) if source and source.line else None,
        "signatory": [run(source.signatory), run(source.signatory_title)] if source and source.signatory else None,
        "qr": _qr(link),
        "qr_alt": words["qr"].format(link=link),
        "verify": link,
        "verify_shown": conf.origin().split("://")[1] + "/credentials/verify/",
        "hanging": HANGING,
        "demonstration": not settings.OWNER_NAME,
    }


def _name_sizes(name: str, language: str) -> list[tuple[int, int]]:
    """Up to so many signs, points. Letters of the south and the east are wider."""
    if script_language(name) not in ("en", "hi", "ur"):
        return [(16, 34), (26, 24), (44, 18)]
    return [(24, 28 if language == "ur" else 34), (36, 24), (60, 18)]


def _wrapped(png: bytes) -> str:
    """The picture inside a drawing of our own: files that are handed over in memory have to be text."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><image width="{width}"'
        f' height="{height}" href="data:image/png;base64,{base64.b64encode(png).decode()}"/></svg>'
    )


def _qr(link: str) -> str:
    drawing = io.BytesIO()
    segno.make_qr(link, error="m", mask=3).save(drawing, kind="svg", border=0, dark="#101a4d", xmldecl=False)
    return drawing.getvalue().decode()


@functools.cache
def _compiler() -> typst.Compiler:
    """One for the life of the process: it keeps the fonts and the setting of all that is the same as before.

    It is given every file in memory and has no folder to read from.
    """
    return typst.Compiler(font_paths=[str(_PACKAGE / "fonts")], ignore_system_fonts=True)


@functools.cache
def _made_of() -> bytes:
    """What is the same on all pages: compiler, fonts, template."""
    fonts = [hashlib.sha256(one.read_bytes()).digest() for one in sorted((_PACKAGE / "fonts").iterdir())]
    return b"".join([version("typst").encode(), *fonts, _template()])


@functools.cache
def _template() -> bytes:
    return (_PACKAGE / "paper" / "certificate.typ").read_bytes()
