from django.urls import path

from karmayogi.insight.web import boards, equity, exports, honesty, institutes, past, scores, snapshots, taken

app_name = "insight"

urlpatterns = [
    path("", boards.nation, name="nation"),
    path("states.xlsx", exports.nation, {"form": "xlsx"}, name="nation_xlsx"),
    path("states.csv", exports.nation, {"form": "csv"}, name="nation_csv"),
    path("states.json", exports.nation, {"form": "json"}, name="nation_json"),
    path("as-on/", past.past, name="past"),
    path("mine/", boards.mine, name="mine"),
    path("metrics/", boards.metrics, name="metrics"),
    path("metrics/compare/", boards.comparison, name="comparison"),
    path("scores/", scores.scores, name="scores"),
    path("scores/ministries.xlsx", scores.scores_xlsx, name="scores_xlsx"),
    path("scores/weights/", scores.weights, name="weights"),
    path("organisations/<uuid:organisation>/score/", scores.score, name="score"),
    path("institutes/", institutes.institutes, name="institutes"),
    path("institutes/all.xlsx", institutes.institutes_xlsx, name="institutes_xlsx"),
    path("institutes/<uuid:provider>/", institutes.institute, name="institute"),
    path("institutes/<uuid:provider>/courses.xlsx", institutes.institute_xlsx, name="institute_xlsx"),
    path("organisations/<uuid:organisation>/equity/", equity.equity, name="equity"),
    path("organisations/<uuid:organisation>/equity.xlsx", equity.equity_xlsx, name="equity_xlsx"),
    path("organisations/<uuid:organisation>/courses/", taken.courses, name="courses"),
    path("organisations/<uuid:organisation>/courses.xlsx", taken.courses_xlsx, name="courses_xlsx"),
    path("weeks/", scores.learning_weeks, name="weeks"),
    path("snapshots/", snapshots.index, name="snapshots"),
    path("snapshots/check/", snapshots.check, name="check"),
    path("snapshots/<uuid:snapshot>/", snapshots.one, name="snapshot"),
    path("snapshots/<uuid:snapshot>/signed.json", snapshots.document, name="snapshot_document"),
    path("snapshots/<uuid:snapshot>/today/", snapshots.today, name="restated"),
    path("snapshots/<uuid:snapshot>/report/", snapshots.report, name="report"),
    path("snapshots/<uuid:snapshot>/report.pdf", snapshots.paper, name="report_paper"),
    path("organisations/<uuid:organisation>/", boards.organisation, name="organisation"),
    path(
        "organisations/<uuid:organisation>/units.xlsx",
        exports.organisation,
        {"form": "xlsx"},
        name="organisation_xlsx",
    ),
    path("organisations/<uuid:organisation>/honesty/", honesty.honesty, name="honesty"),
    path("organisations/<uuid:organisation>/honesty.xlsx", honesty.honesty_xlsx, name="honesty_xlsx"),
    path(
        "organisations/<uuid:organisation>/units.json",
        exports.organisation,
        {"form": "json"},
        name="organisation_json",
    ),
    path("organisations/<uuid:organisation>/units.csv", exports.organisation, {"form": "csv"}, name="organisation_csv"),
]
