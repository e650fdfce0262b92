from django.urls import path

from karmayogi.lti.web import launches, platform, services

app_name = "lti"

_AGS = "ags/<uuid:deployment>/<uuid:course>/lineitems"

urlpatterns = [
    # What tools speak to.
    path("jwks/", platform.jwks, name="jwks"),
    path("authorize/", platform.authorize_view, name="authorize"),
    path("token/", platform.token, name="token"),
    path(_AGS, services.lines, name="lines"),
    path(f"{_AGS}/<uuid:line_item>", services.line, name="line"),
    path(f"{_AGS}/<uuid:line_item>/scores", services.scores, name="scores"),
    path(f"{_AGS}/<uuid:line_item>/results", services.results, name="results"),
    path("nrps/<uuid:deployment>/<uuid:course>/members", services.members, name="members"),
    # Learners.
    path("parts/<uuid:part>/", launches.part, name="part"),
    path("parts/<uuid:part>/agree/", launches.agree_view, name="agree"),
    path("parts/<uuid:part>/start/", launches.start, name="start"),
]
