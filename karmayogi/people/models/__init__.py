from karmayogi.people.models.account import Account
from karmayogi.people.models.device import Device
from karmayogi.people.models.kept_form import KeptForm
from karmayogi.people.models.limit import Limit
from karmayogi.people.models.person import Person
from karmayogi.people.models.push import PushDevice, PushKey
from karmayogi.people.models.session import Session

__all__ = ["Account", "Device", "KeptForm", "Limit", "Person", "PushDevice", "PushKey", "Session"]
