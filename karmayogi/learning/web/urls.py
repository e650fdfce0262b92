from django.urls import path

from karmayogi.learning.web import (
    catalogue,
    courses,
    lessons,
    media_state,
    mine,
    packages,
    ratings,
    reports,
    suggestions,
)
from karmayogi.learning.web.authoring import urls as authoring
from karmayogi.learning.web.exchange import brought, export

app_name = "learning"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("mine/", mine.mine, name="mine"),
    path("next/", suggestions.suggestions, name="suggestions"),
    path("courses/<uuid:course>/not-for-me/", suggestions.not_for_me, name="not_for_me"),
    path("media/", media_state.media, name="media"),
    path("packages/", packages.packages, name="packages"),
    path("brought/", brought.brought, name="brought"),
    path("brought/<uuid:brought>/", brought.one, name="brought_one"),
    path("brought/<uuid:brought>/report/", brought.report, name="brought_report"),
    path("brought/<uuid:brought>/publish/", brought.publish, name="brought_publish"),
    path("brought/<uuid:brought>/discard/", brought.discard, name="brought_discard"),
    path("courses/<uuid:course>/whole.zip", export.whole, name="course_whole"),
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
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/media/", lessons.media_choice, name="media_choice"),
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/scorm/", lessons.scorm_commit, name="scorm_commit"),
    *authoring.urlpatterns,
]
