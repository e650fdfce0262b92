from django.urls import path

from karmayogi.competencies.web import evidence, library, mine
from karmayogi.competencies.web.gaps import office as gaps_office
from karmayogi.competencies.web.gaps import ready as gaps_ready

app_name = "competencies"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("profiles/", library.profiles, name="profiles"),
    path("profiles/<uuid:profile>/", library.profile, name="profile"),
    path("library/", library.library, name="library"),
    path("evidence/<uuid:competency>/", evidence.evidence, name="evidence"),
    path("evidence/rows/<uuid:row>/contest/", evidence.contest, name="contest"),
    path("gaps/", gaps_office.offices, name="offices"),
    path("gaps/schemes/", gaps_ready.schemes, name="schemes"),
    path("gaps/<uuid:organisation>/", gaps_office.office, name="office_gaps"),
    path("gaps/<uuid:organisation>/gaps.xlsx", gaps_office.office_sheet, name="office_gaps_sheet"),
    path("gaps/<uuid:organisation>/people/", gaps_office.short, name="office_short"),
    path("gaps/<uuid:organisation>/ready/", gaps_ready.office_ready, name="office_ready"),
]
