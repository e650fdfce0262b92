from django.urls import path

from karmayogi.learning.web import catalogue, courses, lessons, mine, packages, ratings, reports
from karmayogi.learning.web.authoring import urls as authoring

app_name = "learning"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("mine/", mine.mine, name="mine"),
    path("packages/", packages.packages, name="packages"),
    path("courses/<uuid:course>/", courses.course, name="course"),
    path("courses/<uuid:course>/enrol/", courses.enrol, name="enrol"),
    path("courses/<uuid:course>/rate/", ratings.rate, name="rate"),
    path("courses/<uuid:course>/ratings/<uuid:rating>/report/", ratings.report, name="rating_report"),
    path("ratings/reported/", ratings.reported, name="ratings_reported"),
    path("ratings/<uuid:rating>/decide/", ratings.decide, name="rating_decide"),
    path("courses/<uuid:course>/report/", reports.report, name="report"),
    path("courses/<uuid:course>/report.<str:form>", reports.export, name="report_export"),
    path("enrolments/<uuid:enrolment>/", lessons.resume, name="resume"),
    path("enrolments/<uuid:enrolment>/language/", lessons.language, name="language"),
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/", lessons.part, name="part"),
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/finish/", lessons.finish, name="finish"),
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/scorm/", lessons.scorm_commit, name="scorm_commit"),
    *authoring.urlpatterns,
]
