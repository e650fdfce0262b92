"""/scim/v2/: the addresses below it are RFC 7644's, so one view takes them apart."""

from django.urls import path

from karmayogi.feeds.web.scim import door

app_name = "scim"

urlpatterns = [
    path("", door.scim, name="root"),
    path("<path:path>", door.scim, name="resource"),
]
