from django.urls import path

from karmayogi.ingest.web import clients, forwards, index, refusals

app_name = "ingest"

urlpatterns = [
    path("", index.index, name="index"),
    path("statements.xlsx", index.sheet, name="sheet"),
    path("credentials/", clients.clients, name="clients"),
    path("credentials/<uuid:xapi_client>/rotate/", clients.rotate, name="rotate"),
    path("credentials/<uuid:xapi_client>/end/", clients.end, name="end"),
    path("forwards/", forwards.forwards, name="forwards"),
    path("forwards/<uuid:forward>/resume/", forwards.resume, name="resume"),
    path("forwards/<uuid:forward>/end/", forwards.end, name="end_forward"),
    path("refused/", refusals.refusals, name="refusals"),
    path("refused/<uuid:refusal>/send/", refusals.send, name="send_again"),
]
