"""Addresses of authoring, in the namespace of the package."""

from django.urls import path

from karmayogi.learning.web.authoring import drafts, paper, parts, providers, quality, retire, structure, work

urlpatterns = [
    path("authoring/", work.drafts, name="drafts"),
    path("authoring/drafts.xlsx", work.drafts_sheet, name="drafts_sheet"),
    path("authoring/new/", work.new, name="draft_new"),
    path("authoring/quality/", quality.calibration, name="calibration"),
    path("authoring/<uuid:draft>/", drafts.draft, name="draft"),
    path("authoring/<uuid:draft>/about/", drafts.about, name="draft_about"),
    path("authoring/<uuid:draft>/structure/", structure.structure, name="draft_structure"),
    path("authoring/<uuid:draft>/when/", structure.when, name="draft_when"),
    path("authoring/<uuid:draft>/change/", drafts.change, name="draft_change"),
    path("authoring/<uuid:draft>/step/", drafts.step, name="draft_step"),
    path("authoring/<uuid:draft>/compare/", drafts.compare, name="draft_compare"),
    path("authoring/<uuid:draft>/quality/", quality.quality, name="draft_quality"),
    path("authoring/<uuid:draft>/parts/<uuid:piece>/", parts.part, name="draft_part"),
    path("authoring/<uuid:draft>/parts/<uuid:piece>/questions/", parts.questions, name="draft_questions"),
    path("authoring/<uuid:draft>/parts/<uuid:piece>/paper/", paper.paper, name="draft_paper"),
    path("authoring/<uuid:draft>/parts/<uuid:piece>/preview/", parts.preview, name="draft_preview"),
    path("courses/<uuid:course>/next-version/", work.next_version, name="course_draft"),
    path("courses/<uuid:course>/retire/", retire.retire, name="retire"),
    path("providers/", providers.providers, name="providers"),
    path("providers/list.xlsx", providers.providers_sheet, name="providers_sheet"),
    path("providers/apply/", providers.apply, name="provider_apply"),
    path("providers/<uuid:provider>/", providers.provider, name="provider"),
    path("providers/<uuid:provider>/act/", providers.act, name="provider_act"),
]
