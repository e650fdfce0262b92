from django.urls import path

from karmayogi.plans.web import burdens, decisions, editor, holidays, mandates, mine, rehearsed, reliefs, team

app_name = "plans"

urlpatterns = [
    path("", mandates.index, name="index"),
    path("mandates.csv", mandates.as_csv, name="index_csv"),
    path("mine/", mine.mine, name="mine"),
    path("mine/obligations.csv", mine.as_csv, name="mine_csv"),
    path("mine/<uuid:mandate>/", mine.one, name="obligation"),
    path("mine/<uuid:mandate>/ask/", mine.ask, name="ask"),
    path("reliefs/<uuid:relief>/withdraw/", mine.withdraw, name="withdraw"),
    path("team/", team.team, name="team"),
    path("reliefs/", reliefs.queue, name="reliefs"),
    path("reliefs/<uuid:relief>/", reliefs.one, name="relief"),
    path("<uuid:organisation>/new/", editor.new, name="new"),
    path("<uuid:organisation>/peaks/", burdens.peaks, name="peaks"),
    path("<uuid:organisation>/rates/", burdens.rates, name="rates"),
    path("<uuid:organisation>/holidays/", holidays.holidays, name="holidays"),
    path("mandates/<uuid:mandate>/", mandates.one, name="mandate"),
    path("mandates/<uuid:mandate>/rehearsal.csv", rehearsed.rehearsal_csv, name="rehearsal_csv"),
    path("mandates/<uuid:mandate>/people.csv", mandates.people_csv, name="people_csv"),
    path("mandates/<uuid:mandate>/terms/", editor.terms, name="terms"),
    path("mandates/<uuid:mandate>/audience/", editor.audience, name="audience"),
    path("mandates/<uuid:mandate>/items/", editor.items, name="items"),
    path("mandates/<uuid:mandate>/rehearse/", decisions.rehearse, name="rehearse"),
    path("mandates/<uuid:mandate>/approve/", decisions.approve, name="approve"),
    path("mandates/<uuid:mandate>/reopen/", decisions.reopen, name="reopen"),
    path("mandates/<uuid:mandate>/publish/", decisions.publish, name="publish"),
    path("mandates/<uuid:mandate>/undo/", decisions.undo, name="undo"),
    path("mandates/<uuid:mandate>/replace/", decisions.replace, name="replace"),
    path("mandates/<uuid:mandate>/retire/", decisions.retire, name="retire"),
    path("mandates/<uuid:mandate>/discard/", decisions.discard, name="discard"),
]
