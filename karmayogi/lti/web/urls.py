from django.urls import path

from karmayogi.lti.web import choosing, endpoints, launches, platform, platforms, tool_side, tools

app_name = "lti"

_AGS = "ags/<uuid:deployment>/<uuid:course>/lineitems"

urlpatterns = [
    # What tools speak to.
    path("jwks/", platform.jwks, name="jwks"),
    path("openid-configuration/", tools.openid_configuration, name="openid_configuration"),
    path("register/", tools.register, name="register"),
    path("authorize/", platform.authorize_view, name="authorize"),
    path("token/", platform.token, name="token"),
    path("deep-links/", choosing.take, name="take"),
    path(_AGS, endpoints.lines, name="lines"),
    path(f"{_AGS}/<uuid:line_item>", endpoints.line, name="line"),
    path(f"{_AGS}/<uuid:line_item>/scores", endpoints.scores, name="scores"),
    path(f"{_AGS}/<uuid:line_item>/results", endpoints.results, name="results"),
    path("nrps/<uuid:deployment>/<uuid:course>/members", endpoints.members, name="members"),
    # Learners and authors.
    path("parts/<uuid:part>/", launches.part, name="part"),
    path("parts/<uuid:part>/agree/", launches.agree_view, name="agree"),
    path("parts/<uuid:part>/start/", launches.start, name="start"),
    path("drafts/<uuid:draft>/", choosing.choose, name="choose"),
    path("drafts/<uuid:draft>/begin/<uuid:deployment>/", choosing.begin, name="choose_begin"),
    path("offers/<uuid:offer>/", choosing.offer, name="offer"),
    # Administration.
    path("tools/", tools.tools, name="tools"),
    path("tools/new/", tools.new, name="tool_new"),
    path("tools/keys/", tools.our_keys, name="keys"),
    path("tools/<uuid:tool>/", tools.tool, name="tool"),
    path("tools/<uuid:tool>/change/", tools.change, name="tool_change"),
    path("tools/<uuid:tool>/act/", tools.act, name="tool_act"),
    path("platforms/", platforms.platforms, name="platforms"),
    path("platforms/new/", platforms.new, name="platform_new"),
    path("platforms/<uuid:platform>/", platforms.platform, name="platform"),
    path("platforms/<uuid:platform>/act/", platforms.act, name="platform_act"),
    # We as a tool.
    path("tool/login/", tool_side.login, name="tool_login"),
    path("tool/launch/", tool_side.launch, name="tool_launch"),
    path("tool/courses/<uuid:course>/", tool_side.course, name="tool_course"),
    path("tool/arrivals/<str:token>/", tool_side.arrival, name="arrival"),
    path("tool/register/<str:token>/", tool_side.register, name="tool_register"),
]
