"""A whole course as a file, for publishers."""

import tempfile
import uuid

from django.http import FileResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.exchange.export_course import export_course


@signed_in
@require_safe
def whole(request: SignedInRequest, course: uuid.UUID) -> FileResponse:
    """Built in a file that has no name, and sent from there: a large course is never in memory."""
    built = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    try:
        done = export_course(agent=request.actor, course_uuid=course, into=built, at=request.at)  # type: ignore[arg-type]
        built.seek(0)
    except BaseException:
        built.close()
        raise
    answer = FileResponse(built, as_attachment=True, filename=f"{slugify(done.code) or 'course'}.zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
