from django.urls import path

from karmayogi.portal.web import administration, aim, home, record, team

app_name = "portal"

urlpatterns = [
    path("", home.today, name="today"),
    path("team/", team.team, name="team"),
    path("team/<uuid:person>/", team.member, name="member"),
    path("aim/", aim.aim, name="aim"),
    path("record/", record.record, name="record"),
    path("record/passport.json", record.passport, name="passport"),
    path("record/everything.zip", record.everything, name="everything"),
    path("administration/", administration.administration, name="administration"),
]
