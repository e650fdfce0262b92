from django.urls import path

from karmayogi.talent.web import absences, contests, feeds, mine, officers, years

app_name = "talent"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("statement.pdf", mine.paper, name="statement"),
    path("contest/", mine.ask, name="ask"),
    path("contest/<uuid:dispute>/withdraw/", mine.withdraw, name="withdraw"),
    path("reminders/", mine.wish, name="wish"),
    path("years/", years.index, name="index"),
    path("years.csv", years.index_csv, name="index_csv"),
    path("<uuid:organisation>/order/", years.order, name="order"),
    path("<uuid:organisation>/new/", years.new, name="new"),
    path("years/<uuid:appraisal>/", years.one, name="year"),
    path("years/<uuid:appraisal>/officers.csv", years.as_csv, name="year_csv"),
    path("years/<uuid:appraisal>/change/", years.edit, name="edit"),
    path("years/<uuid:appraisal>/open/", years.open_, name="open"),
    path("years/<uuid:appraisal>/close/", years.close, name="close"),
    path("years/<uuid:appraisal>/officers/<uuid:person>/", officers.one, name="officer"),
    path("years/<uuid:appraisal>/officers/<uuid:person>/statement.pdf", officers.paper, name="officer_statement"),
    path("<uuid:organisation>/absences/", absences.absences, name="absences"),
    path("<uuid:organisation>/absences.xlsx", absences.template, name="absences_template"),
    path("absences/file/<uuid:away>/", absences.act, name="absences_act"),
    path("absences/<uuid:absence>/remove/", officers.remove, name="remove_absence"),
    path("contests/", contests.index, name="contests"),
    path("contests.csv", contests.as_csv, name="contests_csv"),
    path("contests/<uuid:dispute>/", contests.one, name="contest"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/<uuid:channel>/", feeds.one, name="feed"),
    path("feeds/<uuid:channel>/lines.csv", feeds.as_csv, name="feed_csv"),
    path("feeds/<uuid:channel>/batch/", feeds.batch, name="batch"),
    path("feeds/<uuid:channel>/do/", feeds.act, name="feed_act"),
    path("texts/", feeds.texts, name="texts"),
]
