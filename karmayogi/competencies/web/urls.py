from django.urls import include, path

from karmayogi.competencies.web import evidence, library, mine

app_name = "competencies"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("profiles/", library.profiles, name="profiles"),
    path("profiles/<uuid:profile>/", library.profile, name="profile"),
    path("governance/", include("karmayogi.competencies.web.governance.urls")),
    path("library/", library.library, name="library"),
    path("evidence/<uuid:competency>/", evidence.evidence, name="evidence"),
    path("evidence/rows/<uuid:row>/contest/", evidence.contest, name="contest"),
]
