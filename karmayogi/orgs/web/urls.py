from django.urls import path

from karmayogi.orgs.web import merges, officers, organisations

app_name = "orgs"

urlpatterns = [
    path("", organisations.index, name="index"),
    path("designations/", merges.merges, name="merges"),
    path("designations/<uuid:proposal>/", merges.merge_decide, name="merge_decide"),
    path("imports/<uuid:act>/", officers.officers_import, name="import"),
    path("imports/<uuid:act>/errors.xlsx", officers.import_errors, name="import_errors"),
    path("imports/<uuid:act>/approve/", officers.import_approve, name="import_approve"),
    path("imports/<uuid:act>/cancel/", officers.import_cancel, name="import_cancel"),
    path("imports/<uuid:act>/undo/", officers.import_undo, name="import_undo"),
    path("<uuid:organisation>/", organisations.organisation, name="organisation"),
    path("<uuid:organisation>/people/", organisations.people, name="people"),
    path("<uuid:organisation>/people.xlsx", organisations.people_sheet, name="people_sheet"),
    path("<uuid:organisation>/officers/", officers.officers, name="officers"),
    path("<uuid:organisation>/officers/template.xlsx", officers.officers_template, name="officers_template"),
]
