from django.urls import path

from karmayogi.learning.web import (
    catalogue,
    certificates,
    courses,
    h5p,
    lessons,
    media_state,
    mine,
    packages,
    ratings,
    reports,
    sequenced,
    suggestions,
)
from karmayogi.learning.web.audience import audience
from karmayogi.learning.web.authoring import urls as authoring
from karmayogi.learning.web.cmi5 import registrations, units
from karmayogi.learning.web.collections import programmes
from karmayogi.learning.web.exchange import brought, export
from karmayogi.learning.web.gatherings import attendance, events
from karmayogi.learning.web.offline import door, keep
from karmayogi.learning.web.onthejob import urls as onthejob
from karmayogi.learning.web.records import records

app_name = "learning"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("mine/", mine.mine, name="mine"),
    path("next/", suggestions.suggestions, name="suggestions"),
    path("courses/<uuid:course>/not-for-me/", suggestions.not_for_me, name="not_for_me"),
    path("media/", media_state.media, name="media"),
    path("records/", records.records, name="records"),
    path("records/start/", records.start, name="records_start"),
    path("packages/", packages.packages, name="packages"),
    path("brought/", brought.brought, name="brought"),
    path("brought/<uuid:brought>/", brought.one, name="brought_one"),
    path("brought/<uuid:brought>/report/", brought.report, name="brought_report"),
    path("brought/<uuid:brought>/publish/", brought.publish, name="brought_publish"),
    path("brought/<uuid:brought>/other/", brought.other, name="brought_other"),
    path("brought/<uuid:brought>/discard/", brought.discard, name="brought_discard"),
    path("courses/<uuid:course>/whole.zip", export.whole, name="course_whole"),
    path("courses/<uuid:course>/whole.json", export.collection, name="collection_whole"),
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
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/go/", sequenced.go, name="sequenced_go"),
    path("programmes/<uuid:course>/", programmes.programme, name="programme"),
    path("programmes/<uuid:course>/join/", programmes.join, name="programme_join"),
    path("programmes/mine/<uuid:journey>/leave/", programmes.leave, name="programme_leave"),
    path("courses/<uuid:course>/ask/", audience.ask, name="ask"),
    path("courses/<uuid:course>/audience/", audience.audience, name="audience"),
    path("requests/", audience.requests, name="requests"),
    path("requests/<uuid:entreaty>/decide/", audience.decide, name="request_decide"),
    path("come/<str:code>/", audience.come, name="come"),
    path("events/<uuid:course>/", events.event, name="event"),
    path("events/<uuid:course>/event.ics", events.calendar, name="event_calendar"),
    path("events/<uuid:course>/media/", events.media, name="event_media"),
    path("events/<uuid:course>/place/", events.place, name="event_place"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/<uuid:many>/", certificates.act, name="certificates_act"),
    path("events/<uuid:course>/attendance/", attendance.attendance, name="attendance"),
    path("events/<uuid:course>/attendance/people.xlsx", attendance.people, name="attendance_people"),
    path("events/<uuid:course>/certificates/", attendance.certificates, name="attendance_certificates"),
    path("events/<uuid:course>/attendance/<uuid:deed>/", attendance.act, name="attendance_act"),
    path("events/<uuid:course>/recordings/", attendance.attach, name="attach"),
    path("kept/", keep.kept, name="kept"),
    path("offline/arrived/", door.arrived, name="arrived"),
    path("offline/lines/", door.arrive, name="arrive"),
    path("offline/rescue/", door.rescue, name="rescue"),
    path("offline/switch/", door.switch, name="switch_phone"),
    path("enrolments/<uuid:enrolment>/keep/", keep.give, name="keep"),
    path("enrolments/<uuid:enrolment>/kept/<uuid:pack>/<slug:key>/", keep.kept_part, name="kept_part"),
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/h5p/", h5p.report, name="h5p_report"),
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/launch/", units.launch, name="unit_launch"),
    path("enrolments/<uuid:enrolment>/parts/<slug:key>/sessions/<uuid:session>/", units.session, name="unit_session"),
    path("registrations/<uuid:registration>/", registrations.registration, name="registration"),
    *authoring.urlpatterns,
    *onthejob.urlpatterns,
]
