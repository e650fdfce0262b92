"""Addresses of learning at work, in the namespace of the package."""

from django.urls import path

from karmayogi.learning.web.onthejob import entries, offices, witness

urlpatterns = [
    path("work/", entries.entries, name="entries"),
    path("work/list.xlsx", entries.entries_sheet, name="entries_sheet"),
    path("work/new/", entries.entry_new, name="entry_new"),
    path("work/asked/", witness.entries_asked, name="entries_asked"),
    path("work/offices/", offices.offices_at_work, name="offices_at_work"),
    path("work/<uuid:entry>/", witness.entry, name="entry"),
    path("work/<uuid:entry>/file/", witness.entry_file, name="entry_file"),
    path("work/<uuid:entry>/withdraw/", entries.entry_withdraw, name="entry_withdraw"),
]
