from django.urls import path

from karmayogi.feeds.web import exchange, index, mine, queue, tokens

app_name = "feeds"

urlpatterns = [
    path("", index.index, name="index"),
    path("mine/", mine.mine, name="mine"),
    path("mine/correct/", mine.correct, name="correct"),
    path("mine/transfer/", mine.transfer, name="transfer"),
    path("mine/<uuid:correction>/withdraw/", mine.take_back, name="withdraw"),
    path("requests/<uuid:correction>/", queue.one, name="request"),
    path("requests/<uuid:correction>/decide/", queue.decide, name="decide"),
    path("drops/<uuid:act>/", exchange.drop, name="drop"),
    path("drops/<uuid:act>/approve/", exchange.approve, name="approve"),
    path("drops/<uuid:act>/cancel/", exchange.cancel, name="cancel"),
    path("drops/<uuid:act>/undo/", exchange.undo, name="undo"),
    path("drops/<uuid:act>/to-fix.csv", exchange.to_fix, name="to_fix"),
    path("tokens/<uuid:hr_token>/revoke/", tokens.revoke, name="revoke"),
    path("<uuid:organisation>/", exchange.organisation, name="organisation"),
    path("<uuid:organisation>/template.csv", exchange.template, name="template"),
    path("<uuid:organisation>/breaker/", exchange.breaker, name="breaker"),
    path("<uuid:organisation>/requests/", queue.queue, name="queue"),
    path("<uuid:organisation>/tokens/", tokens.tokens, name="tokens"),
]
