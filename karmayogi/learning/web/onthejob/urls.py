"""Addresses of learning at work, in the namespace of the package."""

from django.urls import path

from karmayogi.learning.web.onthejob import checks, entries, offices, points, witness

urlpatterns = [
    path("work/", entries.entries, name="entries"),
    path("work/list.xlsx", entries.entries_sheet, name="entries_sheet"),
    path("work/new/", entries.entry_new, name="entry_new"),
    path("work/asked/", witness.entries_asked, name="entries_asked"),
    path("work/offices/", offices.offices_at_work, name="offices_at_work"),
    path("work/<uuid:entry>/", witness.entry, name="entry"),
    path("work/<uuid:entry>/file/", witness.entry_file, name="entry_file"),
    path("work/<uuid:entry>/withdraw/", entries.entry_withdraw, name="entry_withdraw"),
    path("checks/", checks.checks, name="checks"),
    path("checks/appeals/", checks.appeals, name="check_appeals"),
    path("checks/<uuid:check>/", checks.check, name="check"),
    path("checks/<uuid:check>/appeal/", checks.appeal, name="check_appeal"),
    path("checks/<uuid:check>/file/<int:position>/", checks.check_file, name="check_file"),
    path("checks/asked/<uuid:asked>/", checks.asked, name="check_asked"),
    path("checks/asked/<uuid:asked>/file/", checks.asked_file, name="check_asked_file"),
    path("points/", points.points, name="points"),
]
