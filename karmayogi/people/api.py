"""What other packages may call."""

from karmayogi.people.actions.change_person import create_person, update_person
from karmayogi.people.actions.enrol_device import enrol_device
from karmayogi.people.actions.import_people import (
    ImportedPerson,
    PersonImport,
    amend_people,
    import_people,
    remove_people,
)
from karmayogi.people.actions.invite import invite, invite_later
from karmayogi.people.actions.note_device import note_device
from karmayogi.people.actions.note_seen import note_seen
from karmayogi.people.actions.open_account import open_account
from karmayogi.people.actions.open_session import open_session
from karmayogi.people.actions.send_push import send_push
from karmayogi.people.actions.set_contacts import set_contacts
from karmayogi.people.actions.suspend import set_active
from karmayogi.people.contacts import clean_email, clean_mobile
from karmayogi.people.groups import group_in_words
from karmayogi.people.queries.accounts import account, account_of, find_account, find_people
from karmayogi.people.queries.devices import DeviceRemoved, access_device, device, devices_by_uuid, devices_of
from karmayogi.people.queries.persons import name_search, person, person_by_external, person_by_uuid, persons
from karmayogi.people.queries.push import push_devices, push_devices_of
from karmayogi.people.queries.session_sql import NOTE_SEEN, SESSION_CTE, SESSION_SQL, SESSIONS_CTE
from karmayogi.people.sms import send as send_sms
from karmayogi.people.sms import sends as sends_sms

__all__ = [
    "NOTE_SEEN",
    "SESSIONS_CTE",
    "SESSION_CTE",
    "SESSION_SQL",
    "DeviceRemoved",
    "ImportedPerson",
    "PersonImport",
    "access_device",
    "account",
    "account_of",
    "amend_people",
    "clean_email",
    "clean_mobile",
    "create_person",
    "device",
    "devices_by_uuid",
    "devices_of",
    "enrol_device",
    "find_account",
    "find_people",
    "group_in_words",
    "import_people",
    "invite",
    "invite_later",
    "name_search",
    "note_device",
    "note_seen",
    "open_account",
    "open_session",
    "person",
    "person_by_external",
    "person_by_uuid",
    "persons",
    "push_devices",
    "push_devices_of",
    "remove_people",
    "send_push",
    "send_sms",
    "sends_sms",
    "set_active",
    "set_contacts",
    "update_person",
]
