from django.urls import path

from karmayogi.demand.web import lacks, requests

app_name = "demand"

urlpatterns = [
    path("", lacks.index, name="index"),
    path("lacks.csv", lacks.as_csv, name="lacks_csv"),
    path("lacks/<uuid:lack>/", lacks.one, name="lack"),
    path("thresholds/", lacks.terms, name="terms"),
    path("requests/", requests.index, name="requests"),
    path("requests.csv", requests.as_csv, name="requests_csv"),
    path("requests/<uuid:content_request>/", requests.one, name="request"),
    path("requests/<uuid:content_request>/answer/", requests.answer, name="answer"),
    path("requests/<uuid:content_request>/decide/", requests.decide, name="decide"),
]
