"""Text messages. There is no gateway here: the local double writes each message into a file, for development and
tests. An installation names its own sender in settings.SMS_SENDER: a callable(to: E.164, text: str)."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.jobs import FIRST, task

NOTHING = "karmayogi.people.sms.send_nothing"
log = logging.getLogger("karmayogi.people.sms")


@task(priority=FIRST)
def deliver_sms(to: str, text: str) -> None:
    import_string(settings.SMS_SENDER)(to, text)


def sends() -> bool:
    """Whether this installation sends text messages at all."""
    return bool(settings.SMS_SENDER != NOTHING)


def send(*, to: str, text: str) -> None:
    """Queues one message in the current transaction."""
    deliver_sms.enqueue(to=to, text=text)


def write_to_folder(to: str, text: str) -> None:
    """The local double: var/sms/<time-ordered id>.txt. Nothing leaves this machine."""
    folder = Path(settings.VAR) / "sms"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{uuid7().hex}.txt"
    file.touch(mode=0o600)
    file.write_text(f"To: {to}\n\n{text}\n")
    log.info("sms (local double)", extra={"file": file.name})


def send_nothing(to: str, text: str) -> None:
    """For an installation that has said that it sends no text messages."""
    log.warning("a text message was not sent: this installation has no sender")
