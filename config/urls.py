"""Every address of the product. A package's URL segment is its name."""

from django.urls import path

from karmayogi.kernel.web import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "karmayogi.kernel.web.errors.bad_request"
handler403 = "karmayogi.kernel.web.errors.denied"
handler404 = "karmayogi.kernel.web.errors.not_found"
handler500 = "karmayogi.kernel.web.errors.fault"
