from django.urls import path

from karmayogi.portal.web import administration, home, record, team

app_name = "portal"

urlpatterns = [
    path("", home.today, name="today"),
    path("team/", team.team, name="team"),
    path("team/<uuid:person>/", team.member, name="member"),
    path("record/", record.record, name="record"),
    path("administration/", administration.administration, name="administration"),
]
