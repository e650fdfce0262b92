"""Asha, an officer with an account, and Bala, an officer of elsewhere."""

import pytest

from karmayogi.kernel import slots
from karmayogi.kernel.access import System
from karmayogi.people import api

PASSWORD = "monsoon-file-number-42"
SETUP = System("test")


@pytest.fixture
def asha(db, at):
    return api.create_person(agent=SETUP, at=at, name="Asha Rao", name_native="आशा राव", native_language="hi")


@pytest.fixture
def account(asha, at):
    return api.open_account(
        agent=SETUP,
        email="asha.rao@gov.in",
        mobile="9812345678",
        password=PASSWORD,
        person_id=asha.id,
        verified=True,
        at=at,
    )


@pytest.fixture
def bala(db, at):
    return api.create_person(agent=SETUP, at=at, name="Bala Krishnan")


@pytest.fixture
def balas_account(bala, at):
    return api.open_account(
        agent=SETUP, email="bala@nic.in", mobile=None, password=PASSWORD, person_id=bala.id, verified=True, at=at
    )


@pytest.fixture(autouse=True)
def no_nav(monkeypatch):
    monkeypatch.setitem(slots._filled, "ui.nav", [])
