"""A whole course, a programme or an event as a file, for publishers."""

import tempfile
import uuid
from typing import BinaryIO, cast

from django.http import FileResponse, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.exchange.export_collection import export_collection
from karmayogi.learning.actions.exchange.export_course import export_course


@signed_in
@require_safe
def whole(request: SignedInRequest, course: uuid.UUID) -> HttpResponse:
    """Built in a file that has no name, and sent from there: a large course is never in memory."""
    built = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        done = export_course(agent=request.actor, course_uuid=course, into=cast(BinaryIO, built), at=request.at)
        built.seek(0)
    except BaseException:
        built.close()
        raise
    answer = FileResponse(built, as_attachment=True, filename=f"{slugify(done.code) or 'course'}.zip")
    answer["Cache-Control"] = "private, no-store"
    return cast(HttpResponse, answer)


@signed_in
@require_safe
def collection(request: SignedInRequest, course: uuid.UUID) -> HttpResponse:
    """A programme or an event."""
    code, content = export_collection(actor=request.actor, course_uuid=course, at=request.at)
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(code) or "programme"}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer
