from django.urls import path

from karmayogi.ui.web import about, gallery, offline, preferences

app_name = "ui"

urlpatterns = [
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("about/<slug:slug>/", about.page, name="about"),
    path("sheet/<str:version>-<str:form>.css", offline.sheet, name="sheet"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("worker.js", offline.worker, name="worker"),
    path("offline/", offline.offline, name="offline"),
]
