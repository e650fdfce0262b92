from django.urls import path

from karmayogi.assessment.web import measurement, questions, requests, results, sealed, starting
from karmayogi.assessment.web.exchange import export

app_name = "assessment"

urlpatterns = [
    path("<uuid:part>/", starting.start, name="start"),
    path("<uuid:part>/seal/", sealed.fetch, name="seal"),
    path("sealed/<uuid:sealed>/", sealed.sealed, name="sealed"),
    path("sealed/<uuid:sealed>/open/", sealed.open_now, name="open_sealed"),
    path("<uuid:part>/ask/", requests.ask, name="ask"),
    path("tests/<uuid:part>/qti-<str:version>.zip", export.qti, name="qti"),
    path("tests/<uuid:part>/figures/", measurement.figures, name="figures"),
    path("requests/", requests.waiting, name="requests"),
    path("requests/<uuid:plea>/", requests.decide, name="decide"),
    path("attempts/<uuid:attempt>/", questions.resume, name="attempt"),
    path("attempts/<uuid:attempt>/<int:position>/", questions.question, name="question"),
    path("attempts/<uuid:attempt>/check/", questions.check, name="check"),
    path("attempts/<uuid:attempt>/submit/", questions.submit, name="submit"),
    path("attempts/<uuid:attempt>/result/", results.result, name="result"),
]
