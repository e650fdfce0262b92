"""Mail that leaves by a job, so that no request waits for a mail server."""

from django.core.mail import send_mail

from karmayogi.kernel.jobs import SOON, task


@task(priority=SOON)
def deliver_mail(to: str, subject: str, text: str) -> None:
    send_mail(subject, text, None, [to])


def send(*, to: str, subject: str, text: str) -> None:
    """Queues one plain-text mail in the current transaction."""
    deliver_mail.enqueue(to=to, subject=subject, text=text)
