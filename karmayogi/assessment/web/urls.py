from django.urls import path

from karmayogi.assessment.web import (
    banks,
    marking,
    measurement,
    practice,
    questions,
    requests,
    results,
    sealed,
    sittings,
    starting,
    withdrawals,
)
from karmayogi.assessment.web.exchange import export
from karmayogi.assessment.web.integrity import rechecks
from karmayogi.assessment.web.invited import door
from karmayogi.assessment.web.invited import tests as invited
from karmayogi.assessment.web.proctored import mine as seats
from karmayogi.assessment.web.proctored import sittings as proctored
from karmayogi.assessment.web.venue import pages as venue
from karmayogi.assessment.web.yearly import pages as yearly

app_name = "assessment"

urlpatterns = [
    path("<uuid:part>/", starting.start, name="start"),
    path("<uuid:part>/practice/", practice.practice, name="practice"),
    path("<uuid:part>/seal/", sealed.fetch, name="seal"),
    path("sealed/<uuid:sealed>/", sealed.sealed, name="sealed"),
    path("sealed/<uuid:sealed>/open/", sealed.open_now, name="open_sealed"),
    path("<uuid:part>/ask/", requests.ask, name="ask"),
    path("tests/<uuid:part>/qti-<str:version>.zip", export.qti, name="qti"),
    path("tests/<uuid:part>/forms/", measurement.compare, name="compare_forms"),
    path("tests/<uuid:part>/figures/", measurement.figures, name="figures"),
    path("tests/<uuid:part>/questions/<uuid:item>/withdraw/", withdrawals.withdraw, name="withdraw"),
    path("withdrawals/<uuid:act>/", withdrawals.withdrawal, name="withdrawal"),
    path("withdrawals/<uuid:act>/<str:kind>/", withdrawals.withdrawal_do, name="withdrawal_do"),
    path("marking/", marking.queue, name="marking"),
    path("marking/<uuid:task>/", marking.mark, name="mark"),
    path("marking/agreed/<uuid:item>/<str:key>/", marking.agreed, name="agreed"),
    path("competency-tests/", sittings.tests, name="sit_tests"),
    path("competency-tests/<uuid:bank>/", sittings.test, name="sit"),
    path("sittings/<uuid:sitting>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:sitting>/result/", sittings.result, name="sitting_result"),
    path("banks/", banks.banks, name="banks"),
    path("banks/<uuid:bank>/<str:kind>/", banks.bank_do, name="bank_do"),
    path("rechecks/<uuid:recheck>/", rechecks.recheck, name="recheck"),
    path("rechecks/<uuid:recheck>/begin/", rechecks.begin, name="recheck_begin"),
    path("rechecks/<uuid:recheck>/answer/", rechecks.answer, name="recheck_answer"),
    path("rechecks/<uuid:recheck>/appeal/", rechecks.appeal, name="recheck_appeal"),
    path("appeals/", rechecks.appeals, name="appeals"),
    path("appeals/<uuid:recheck>/decide/", rechecks.decide, name="appeal_decide"),
    path("appeals/call-off/", rechecks.call_off, name="recheck_call_off"),
    path("yearly/", yearly.mine, name="yearly"),
    path("yearly/plans/", yearly.planned, name="yearly_plans"),
    path("yearly/<uuid:yearly>/", yearly.begin, name="yearly_begin"),
    path("seats/", seats.mine, name="my_seats"),
    path("seats/<uuid:venue>/", seats.seat, name="seat"),
    path("proctored/", proctored.listed, name="proctored_list"),
    path("proctored/<uuid:venue>/", proctored.sitting, name="proctored"),
    path("seats/<uuid:venue>/pack/", venue.take_paper, name="take_paper"),
    path("seats/<uuid:venue>/offline/", venue.paper, name="venue_paper"),
    path("proctored/<uuid:venue>/pack/", venue.take_duty, name="take_duty"),
    path("proctored/<uuid:venue>/offline/", venue.duty, name="venue_duty"),
    path("proctored/<uuid:venue>/start-code/", venue.start_sheet, name="start_sheet"),
    path("proctored/<uuid:venue>/paper/", proctored.paper, name="proctored_paper"),
    path("public/", invited.listed, name="public_tests"),
    path("public/<uuid:open_test>/", invited.test, name="public_test"),
    path("invited/", door.test, name="invited_test"),
    path("invited/questions/<int:position>/", door.question, name="invited_question"),
    path("invited/check/", door.check, name="invited_check"),
    path("invited/submit/", door.submit, name="invited_submit"),
    path("invited/result/", door.result, name="invited_result"),
    path("invited/certificate/", door.certificate, name="invited_certificate"),
    path("invited/link/<str:token>/", door.come, name="invited"),
    path("invited/link/<str:token>/code/", door.code, name="invited_code"),
    path("requests/", requests.waiting, name="requests"),
    path("requests/<uuid:plea>/", requests.decide, name="decide"),
    path("attempts/<uuid:attempt>/", questions.resume, name="attempt"),
    path("attempts/<uuid:attempt>/<int:position>/", questions.question, name="question"),
    path("attempts/<uuid:attempt>/check/", questions.check, name="check"),
    path("attempts/<uuid:attempt>/submit/", questions.submit, name="submit"),
    path("attempts/<uuid:attempt>/result/", results.result, name="result"),
]
