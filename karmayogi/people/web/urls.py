"""Addresses of one's own account. Those of signing in are in sign_in_urls.py."""

from django.urls import path

from karmayogi.people.web import contacts, devices, kept_forms, me, push, second_factor, welcome

app_name = "people"

urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/security/", me.security, name="security"),
    path("me/sessions/", me.sessions, name="sessions"),
    path("me/devices/", devices.enrol, name="enrol_device"),
    path("me/devices/revoke/", devices.revoke, name="revoke_device"),
    path("me/push/", push.push, name="push"),
    path("me/push/add/", push.add, name="add_push_device"),
    path("me/push/remove/", push.remove, name="remove_push_device"),
    path("me/sessions/end/", me.end_one, name="end_session"),
    path("me/sessions/end-others/", me.end_others, name="end_other_sessions"),
    path("me/trail/", me.trail, name="trail"),
    path("me/second-factor/", second_factor.second_factor, name="second_factor"),
    path("me/kept/", kept_forms.listed, name="kept_forms"),
    path("me/kept/forget/", kept_forms.forget, name="forget_forms"),
    path("me/<slug:kind>/", contacts.change, name="contact"),
    path("me/<slug:kind>/code/", contacts.code, name="contact_code"),
    path("welcome/<str:token>/", welcome.welcome, name="welcome"),
]
