from django.urls import path

from karmayogi.capacity.web import budget, decisions, files, interventions, needs, papers, plans, reviews, unit

app_name = "capacity"

urlpatterns = [
    path("", plans.index, name="index"),
    path("plans.csv", plans.as_csv, name="index_csv"),
    path("<uuid:organisation>/new/", plans.new, name="new"),
    path("<uuid:organisation>/unit/", unit.unit, name="unit"),
    path("plans/<uuid:plan>/", plans.one, name="plan"),
    path("plans/<uuid:plan>/words/", plans.in_words, name="words"),
    path("plans/<uuid:plan>/needs/", needs.needs, name="needs"),
    path("plans/<uuid:plan>/needs.csv", needs.as_csv, name="needs_csv"),
    path("plans/<uuid:plan>/needs/count/", needs.count, name="count"),
    path("plans/<uuid:plan>/needs/weigh/", needs.weigh, name="weigh"),
    path("plans/<uuid:plan>/survey/", needs.survey, name="survey"),
    path("plans/<uuid:plan>/papers/", papers.papers, name="papers"),
    path("plans/<uuid:plan>/papers/<uuid:source>/", papers.one, name="source"),
    path("plans/<uuid:plan>/interventions/", interventions.interventions, name="interventions"),
    path("plans/<uuid:plan>/interventions/new/", interventions.new, name="new_intervention"),
    path("plans/<uuid:plan>/interventions/<uuid:intervention>/", interventions.one, name="intervention"),
    path("plans/<uuid:plan>/interventions/<uuid:intervention>/change/", interventions.edit, name="edit_intervention"),
    path("plans/<uuid:plan>/interventions/<uuid:intervention>/order/", interventions.order, name="order"),
    path("plans/<uuid:plan>/budget/", budget.budget, name="budget"),
    path("plans/<uuid:plan>/calendar/", interventions.calendar, name="calendar"),
    path("plans/<uuid:plan>/reviews/<int:quarter>/", reviews.review, name="review"),
    path("plans/<uuid:plan>/plan.pdf", files.paper, name="paper"),
    path("plans/<uuid:plan>/plan.xlsx", files.workbook, name="workbook"),
    path("plans/<uuid:plan>/agree/", decisions.agree, name="agree"),
    path("plans/<uuid:plan>/approve/", decisions.approve, name="approve"),
    path("plans/<uuid:plan>/publish/", decisions.publish, name="publish"),
    path("plans/<uuid:plan>/return/", decisions.send_back, name="return"),
    path("plans/<uuid:plan>/close/", decisions.close, name="close"),
    path("plans/<uuid:plan>/version/", decisions.version, name="version"),
    path("plans/<uuid:plan>/carry/", decisions.carry, name="carry"),
    path("plans/<uuid:plan>/discard/", decisions.discard, name="discard"),
]
