"""Every address of the product. A package's URL segment is its name; the portal is the root."""

from importlib.util import find_spec

from django.urls import include, path

from karmayogi.competencies.web.workbench import verify as work_orders
from karmayogi.credentials.web import published, verify
from karmayogi.kernel.web import health

PACKAGES = (
    "people", "ingest", "orgs", "feeds", "credentials", "competencies", "learning", "assessment", "lti", "plans",
    "capacity", "demand", "talent", "insight", "evaluation", "ui",
)  # fmt: skip


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # Short, because it is in every QR code; and where did:web looks for our keys.
    path("v/<str:code>", verify.verify, name="credential_short"),
    path("w/<str:code>", work_orders.verify, name="work_order_short"),
    path(".well-known/did.json", published.did_document, name="did_document"),
    # Where IMS CASE says that its services are.
    path("ims/case/v1p0/", include("karmayogi.competencies.web.governance.case")),
    path("scim/v2/", include("karmayogi.feeds.web.scim.urls")),
    path("people/sign-in/", include("karmayogi.people.web.sign_in_urls")),
    *[
        path(f"{name}/", include(f"karmayogi.{name}.web.urls"))
        for name in PACKAGES
        if _there(f"karmayogi.{name}.web.urls")
    ],
    path("", include("karmayogi.portal.web.urls")),
]

handler400 = "karmayogi.kernel.web.errors.bad_request"
handler403 = "karmayogi.kernel.web.errors.denied"
handler404 = "karmayogi.kernel.web.errors.not_found"
handler500 = "karmayogi.kernel.web.errors.fault"
