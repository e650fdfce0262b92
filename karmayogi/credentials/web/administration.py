"""For certificate administrators: the certificates of their offices, and revoking one."""

import uuid
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from karmayogi.credentials.actions.revoke import OF_ACTS
from karmayogi.credentials.actions.revoke import revoke as revoke_certificate
from karmayogi.credentials.queries.certificates import access_certificate
from karmayogi.credentials.queries.certificates import administered as administered_certificates
from karmayogi.credentials.types import CertificateRow, Reason
from karmayogi.credentials.web.words import REASONS, reason_words
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.people.api import persons
from karmayogi.ui.api import render


class RevokeForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why is it revoked?"),
        help_text=gettext_lazy("Everybody who checks the certificate reads this."),
        widget=forms.RadioSelect,
        choices=[(reason.value, words) for reason, words in REASONS.items() if reason not in OF_ACTS],
    )
    note = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("For the record of this certificate: the holder and the office can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

    def clean(self) -> dict[str, str]:
        cleaned: dict[str, str] = super().clean() or self.cleaned_data
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("note", "").strip():
            self.add_error("note", _("Say why: the reason is kept in the record of this certificate."))
        return cleaned


@signed_in
@require_safe
def administered(request: SignedInRequest) -> HttpResponse:
    """Nothing is here for whoever may revoke nothing."""
    if not request.actor.paths(Role.CERTIFICATE_ADMIN):
        raise NotFound
    q = request.GET.get("q", "")[:100].replace("\x00", "")
    certificates, more = administered_certificates(
        request.actor, clock.day(request.at), q=q, after=_uuid(request.GET.get("after", ""))
    )
    following = "?" + urlencode({"q": q, "after": str(more)}) if more else ""
    holders = persons({row.person_id for row in certificates if row.person_id is not None})

    def misnamed(row: CertificateRow) -> bool:
        if row.person_id is None:
            return False
        who = holders[row.person_id]
        stands = row.valid_until is None or row.valid_until > request.at
        return stands and (row.name, row.name_native) != (who.name, who.name_native)

    context = {
        "nav": "admin", "q": q, "certificates": certificates, "next": following, "reasons": reason_words(),
        "misnamed": misnamed,
    }  # fmt: skip
    return render(request, "credentials/administered.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: SignedInRequest, certificate: uuid.UUID) -> HttpResponse:
    row = access_certificate(request.actor, certificate, to="revoke", on=clock.day(request.at))
    if row.revoked_at is not None:
        raise Refused(_("This certificate is revoked already."))
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        revoke_certificate(actor=request.actor, certificate_uuid=certificate, at=request.at, **form.cleaned_data)
        messages.success(request, _("The certificate %(code)s is revoked.") % {"code": row.code})
        return HttpResponseRedirect(reverse("credentials:all"))
    status = 422 if form.is_bound else 200
    return render(request, "credentials/revoke.html", {"nav": "admin", "row": row, "form": form}, status=status)


def _uuid(text: str) -> uuid.UUID | None:
    """A key that cannot be read counts as none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
