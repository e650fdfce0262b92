from django.urls import path

from karmayogi.competencies.web.governance import acts, crosswalk, frameworks, occupations, proposals

urlpatterns = [
    path("", frameworks.frameworks, name="frameworks"),
    path("changes/", proposals.queue, name="proposals"),
    path("changes/<uuid:amendment>/", proposals.proposal, name="proposal"),
    path("changes/<uuid:amendment>/decide/", proposals.decide, name="proposal_decide"),
    path("changes/<uuid:amendment>/edit/", proposals.edit, name="proposal_edit"),
    path("changes/<uuid:amendment>/effect/<str:kind>/", proposals.effect_page, name="proposal_effect"),
    path("competencies/<uuid:competency>/", frameworks.competency, name="competency"),
    path("acts/<uuid:act>/", acts.act, name="framework_act"),
    path("acts/<uuid:act>/<str:kind>/", acts.act_do, name="framework_act_do"),
    path("links/<uuid:link>/", crosswalk.decide, name="crosswalk_decide"),
    path("<uuid:framework>/", frameworks.framework, name="framework"),
    path("occupations/<uuid:occupation>/", occupations.occupation, name="occupation"),
    path("<uuid:framework>/occupations/", occupations.occupation_list, name="occupations"),
    path("<uuid:framework>/log/", frameworks.log, name="framework_log"),
    path("<uuid:framework>/propose/", proposals.propose_form, name="propose"),
    path("<uuid:framework>/import/", frameworks.import_file, name="framework_import"),
    path("<uuid:framework>/competencies.xlsx", frameworks.export, name="framework_export"),
    path("<uuid:framework>/publish/", frameworks.publish, name="framework_publish"),
    path("<uuid:framework>/retag/", frameworks.retag_ask, name="framework_retag"),
    path("<uuid:framework>/crosswalk/<uuid:other>/", crosswalk.crosswalk, name="crosswalk"),
    path("<uuid:framework>/crosswalk/<uuid:other>/links.xlsx", crosswalk.export, name="crosswalk_export"),
]
