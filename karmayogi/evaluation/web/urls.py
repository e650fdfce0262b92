from django.urls import path

from karmayogi.evaluation.web import courses, doing, indicators, results, rooms, studies

app_name = "evaluation"

urlpatterns = [
    path("", studies.index, name="index"),
    path("studies.csv", studies.as_csv, name="studies_csv"),
    path("studies/new/", studies.new, name="new_study"),
    path("studies/<uuid:study>/", studies.one, name="study"),
    path("studies/<uuid:study>/edit/", studies.edit, name="edit_study"),
    path("studies/<uuid:study>/do/", doing.act, name="study_act"),
    path("studies/<uuid:study>/units/", studies.units, name="units"),
    path("studies/<uuid:study>/units.csv", studies.units_csv, name="units_csv"),
    path("studies/<uuid:study>/result/", results.result, name="result"),
    path("studies/<uuid:study>/result.xlsx", results.as_book, name="result_book"),
    path("plans/<uuid:study>/", results.plan, name="plan"),
    path("plans/<uuid:study>.json", results.plan_json, name="plan_json"),
    path("services/", indicators.index, name="services"),
    path("services/new/", indicators.new, name="new_service"),
    path("services/<uuid:service>/", indicators.one, name="service"),
    path("services/<uuid:service>/feed/", indicators.feed, name="service_feed"),
    path("services/<uuid:service>.xlsx", indicators.as_book, name="service_book"),
    path("courses/", courses.index, name="courses"),
    path("courses/<uuid:course>/", courses.one, name="course"),
    path("rooms/", rooms.index, name="rooms"),
    path("rooms/new/", rooms.new, name="new_room"),
    path("rooms/<uuid:room>/", rooms.one, name="room"),
    path("rooms/<uuid:room>/do/", rooms.act, name="room_act"),
    path("rooms/<uuid:room>/downloads.csv", rooms.downloads_csv, name="downloads_csv"),
    path("rooms/<uuid:room>/<str:table>/<str:form>/", rooms.take, name="take"),
]
