from django.urls import path

from karmayogi.credentials.web import administration, digilocker, mine, published, templates, verify

app_name = "credentials"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("verify/", verify.verify, name="verify"),
    path("keys.json", published.keys, name="keys"),
    path("status/<uuid:list_uuid>", published.status_list, name="status"),
    path("paper-authority.pem", published.paper_authority, name="paper_authority"),
    path("digilocker/pull-uri", digilocker.pull_uri, name="digilocker_uri"),
    path("digilocker/pull-doc", digilocker.pull_doc, name="digilocker_doc"),
    path("all/", administration.administered, name="all"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<uuid:organisation>/", templates.template, name="template"),
    path("<uuid:certificate>/pdf/", mine.pdf, name="pdf"),
    path("<uuid:certificate>/json/", mine.json, name="json"),
    path("<uuid:certificate>/jwt/", mine.jwt, name="jwt"),
    path("<uuid:certificate>/reissue/", mine.reissue, name="reissue"),
    path("<uuid:certificate>/renewal/", mine.renewal_of, name="renewal"),
    path("<uuid:certificate>/languages/", mine.paper_languages, name="languages"),
    path("<uuid:certificate>/revoke/", administration.revoke, name="revoke"),
]
