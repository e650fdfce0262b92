from django.urls import include, path

from karmayogi.competencies.web import evidence, library, mine
from karmayogi.competencies.web.gaps import office as gaps_office
from karmayogi.competencies.web.gaps import ready as gaps_ready
from karmayogi.competencies.web.proof import asks, claims, contests, instruments, policies, reviews, rounds, withdrawals
from karmayogi.competencies.web.workbench import urls as workbench

app_name = "competencies"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("profiles/", library.profiles, name="profiles"),
    path("profiles/<uuid:profile>/", library.profile, name="profile"),
    path("governance/", include("karmayogi.competencies.web.governance.urls")),
    path("library/", library.library, name="library"),
    path("library/levels/", library.levels, name="levels"),
    path("evidence/<uuid:competency>/", evidence.evidence, name="evidence"),
    path("evidence/rows/<uuid:row>/contest/", evidence.contest, name="contest"),
    path("proof/", asks.asks, name="asks"),
    path("proof/questions/<uuid:question>/", asks.question, name="question"),
    path("proof/add/<uuid:competency>/", claims.add, name="add"),
    path("proof/add/<uuid:competency>/<slug:kind>/", claims.add_kind, name="add_kind"),
    path("proof/mine/<uuid:proof>/take-back/", claims.claim_back, name="claim_back"),
    path("proof/reviews/", reviews.reviews, name="reviews"),
    path("proof/reviews/<uuid:proof>/", reviews.review, name="review"),
    path("proof/reviews/<uuid:proof>/file/", reviews.proof_file, name="proof_file"),
    path("proof/people/<uuid:person>/", reviews.observation, name="observation"),
    path("proof/contests/", contests.contests, name="contests"),
    path("proof/contests/<uuid:contest>/", contests.contest_decide, name="contest_decide"),
    path("proof/rounds/", rounds.rounds, name="rounds"),
    path("proof/rounds/<uuid:round>/", rounds.round_page, name="round"),
    path("proof/rounds/<uuid:round>/close/", rounds.round_close, name="round_close"),
    path("proof/policies/", policies.policies, name="policies"),
    path("proof/policies/<uuid:policy>/", policies.policy_page, name="policy"),
    path("proof/policies/<uuid:policy>/publish/", policies.policy_publish, name="policy_publish"),
    path("proof/instruments/", instruments.instruments, name="instruments"),
    path("proof/instruments/<uuid:instrument>/withdraw/", instruments.instrument_withdraw, name="instrument_withdraw"),
    path("proof/withdrawals/<uuid:act>/", withdrawals.withdrawal, name="withdrawal"),
    path("proof/withdrawals/<uuid:act>/<slug:kind>/", withdrawals.withdrawal_do, name="withdrawal_do"),
    path("gaps/", gaps_office.offices, name="offices"),
    path("gaps/schemes/", gaps_ready.schemes, name="schemes"),
    path("gaps/<uuid:organisation>/", gaps_office.office, name="office_gaps"),
    path("gaps/<uuid:organisation>/gaps.xlsx", gaps_office.office_sheet, name="office_gaps_sheet"),
    path("gaps/<uuid:organisation>/people/", gaps_office.short, name="office_short"),
    path("gaps/<uuid:organisation>/ready/", gaps_ready.office_ready, name="office_ready"),
    *workbench.urlpatterns,
]
