"""Mail that leaves by a job, so that no request waits for a mail server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, send_mail

from karmayogi.kernel.jobs import SOON, task


@task(priority=SOON)
def deliver_mail(to: str, subject: str, text: str) -> None:
    send_mail(subject, text, None, [to])


def send(*, to: str, subject: str, text: str) -> None:
    """Queues one plain-text mail in the current transaction."""
    deliver_mail.enqueue(to=to, subject=subject, text=text)


def send_with(*, to: str, subject: str, text: str, attached: Sequence[tuple[str, bytes, str]]) -> None:
    """One mail with files (name, content, media type), sent now. For jobs: files are not queued."""
    message = EmailMessage(subject, text, None, [to])
    for name, content, media_type in attached:
        message.attach(name, content, media_type)
    message.send()
