"""Her certificates, and each of them as a file: paper, credential, JWT."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.credentials import conf
from karmayogi.credentials.actions.encode_jwt import encode_jwt
from karmayogi.credentials.actions.reissue import reissue as reissue_certificate
from karmayogi.credentials.actions.typeset import paper_in, typeset
from karmayogi.credentials.engine import renewal
from karmayogi.credentials.engine.wording import LANGUAGES
from karmayogi.credentials.queries.certificates import access_certificate, certificates_of, history_of
from karmayogi.credentials.queries.published import credential_text
from karmayogi.credentials.types import CertificateRow
from karmayogi.credentials.web.words import reason_words
from karmayogi.kernel import audit, clock, files, languages, slots
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.people.api import person
from karmayogi.ui.api import render


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    certificates = certificates_of(request.actor.person_id)
    who = person(request.actor.person_id)
    context = {
        "nav": "certificates",
        "certificates": [(row, conf.short_link(row.code)) for row in certificates],
        "renewal": lambda row: renewal.state(row.valid_until, request.at),
        "renew_from": lambda row: row.valid_until - renewal.AHEAD,
        "misnamed": lambda row: (row.name, row.name_native) != (who.name, who.name_native),
        "reasons": reason_words(),
    }
    return render(request, "credentials/mine.html", context)


@signed_in
@require_safe
def renewal_of(request: SignedInRequest, certificate: uuid.UUID) -> HttpResponse:
    """What renews her certificate, and those that stood in its place before."""
    row = access_certificate(request.actor, certificate, to="see", on=clock.day(request.at))
    if row.person_id != request.actor.person_id:
        raise NotFound
    ref_kind, ref_uuid, history = history_of(row)
    ways = [way(row.person_id, ref_kind, ref_uuid) for way in slots.every("credentials.renewal")]
    context = {
        "nav": "certificates", "row": row, "history": history, "state": renewal.state(row.valid_until, request.at),
        "renew_from": row.valid_until - renewal.AHEAD if row.valid_until else None,
        "test": next(filter(None, ways), ""), "reasons": reason_words(),
    }  # fmt: skip
    return render(request, "credentials/renewal.html", context)


@signed_in
@require_safe
def pdf(request: SignedInRequest, certificate: uuid.UUID) -> HttpResponse:
    """The paper; made when it is first asked for."""
    row = _for_reading(request, certificate)
    if row.revoked_at is not None:
        raise Refused(_("This certificate was revoked. It is not printed any more."))
    wanted = request.GET.get("lang", "")
    content = paper_in(row.uuid, wanted, request.at) if wanted else files.read(typeset(row.uuid).sha256)
    return _file(content, "application/pdf", row, "pdf", attached=False)


@signed_in
@require_safe
def paper_languages(request: SignedInRequest, certificate: uuid.UUID) -> HttpResponse:
    """The languages in which she can have the paper of her certificate."""
    row = access_certificate(request.actor, certificate, to="see", on=clock.day(request.at))
    if row.person_id != request.actor.person_id or row.revoked_at is not None:
        raise NotFound
    context = {
        "nav": "certificates", "row": row, "languages": [(code, languages.NAMES[code]) for code in LANGUAGES],
        "kept": row.language if row.language in LANGUAGES else "en",
    }  # fmt: skip
    return render(request, "credentials/languages.html", context)


@signed_in
@require_safe
def json(request: SignedInRequest, certificate: uuid.UUID) -> HttpResponse:
    """The signed Open Badges 3.0 credential, byte for byte as it was signed."""
    row = _for_reading(request, certificate)
    return _file(credential_text(row.id).encode(), "application/vc", row, "json")


@signed_in
@require_safe
def jwt(request: SignedInRequest, certificate: uuid.UUID) -> HttpResponse:
    """The same credential as a JWT, signed now with the key in use."""
    row = _for_reading(request, certificate)
    if row.revoked_at is not None:
        raise Refused(_("This certificate was revoked. It is not signed any more."))
    return _file(encode_jwt(credential_text(row.id), request.at).encode(), "application/vc+jwt", row, "jwt")


@signed_in
@require_POST
def reissue(request: SignedInRequest, certificate: uuid.UUID) -> HttpResponse:
    """The same certificate in the name on record now."""
    row = reissue_certificate(actor=request.actor, certificate_uuid=certificate, at=request.at)
    messages.success(request, _("The certificate %(code)s bears the name on record.") % {"code": row.code})
    own = row.person_id == request.actor.person_id
    return HttpResponseRedirect(reverse("credentials:mine" if own else "credentials:all"))


def _for_reading(request: SignedInRequest, certificate: uuid.UUID) -> CertificateRow:
    """The certificate, if she may see it. When somebody else takes it, the holder can read that she did."""
    row = access_certificate(request.actor, certificate, to="see", on=clock.day(request.at))
    if row.person_id != request.actor.person_id:
        audit.record(
            "credentials:certificate:see", agent=request.actor, at=request.at, kind="certificate", subject=row.uuid,
            label=row.code, concerns=row.person_id,
        )  # fmt: skip
    return row


def _file(content: bytes, media_type: str, row: CertificateRow, ending: str, *, attached: bool = True) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    how = "attachment" if attached else "inline"
    response["Content-Disposition"] = f'{how}; filename="{row.code}.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
