"""Tests as files that other systems read."""

import uuid

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.assessment.actions.exchange.export_qti import export_qti
from karmayogi.assessment.engine.exchange.qti_write import VERSIONS
from karmayogi.assessment.queries.exchange.pool import tests_of
from karmayogi.kernel.access import Actor
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in


@signed_in
@require_safe
def qti(request: SignedInRequest, part: uuid.UUID, version: str) -> HttpResponse:
    key, content = export_qti(actor=request.actor, part_uuid=part, version=version, at=request.at)
    return downloads.attached(content, "application/zip", f"{key} qti {version}", "zip")


def course_tools(actor: Actor, course_uuid: uuid.UUID) -> list[tuple[str, list[tuple[str, str]]]]:
    """Slot "learning.course_tools": each test of a course as (title, [(label, address)])."""
    return [
        (
            one.title,
            [(_("What answers say about the questions"), reverse("assessment:figures", kwargs={"part": one.part_uuid}))]
            + [
                (f"QTI {version}", reverse("assessment:qti", kwargs={"part": one.part_uuid, "version": version}))
                for version in VERSIONS
            ],
        )
        for one in tests_of(actor, course_uuid)
    ]
