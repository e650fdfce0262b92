"""Opening and ending incumbencies, telling readers now and again on the day itself."""

import datetime as dt

from django.db import IntegrityError
from django.utils.translation import gettext as _

from karmayogi.kernel import clock, events, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.kernel.jobs import task
from karmayogi.orgs.events import Appointed, PostingChanged, Relieved
from karmayogi.orgs.models import Incumbency, Post, Retirement
from karmayogi.orgs.policies import can_over_organisation

FILLING = (
    Incumbency.Kind.SUBSTANTIVE, Incumbency.Kind.DEPUTATION, Incumbency.Kind.CONTRACT, Incumbency.Kind.ELECTED,
)  # fmt: skip


def may_staff(agent: Agent, path: str) -> bool:
    return not isinstance(agent, Actor) or can_over_organisation(agent, path, "staff")


def post_to_fill(agent: Agent, post_id: int) -> Post:
    """The post, for somebody who fills it. Raises NotFound otherwise."""
    post = Post.objects.filter(pk=post_id).first()
    if post is None or not may_staff(agent, post.organisation_path):
        raise NotFound
    return post


def open_incumbency(
    *,
    person_id: int,
    post: Post,
    kind: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
    order_number: str,
    at: dt.datetime,
) -> Incumbency:
    """Writes it, ended at the latest by her retirement. Raises Refused outside the days of the post, and when the post
    went to another office since it was read: whoever asks was asked about the office of before."""
    now = Post.objects.select_for_update(no_key=True).filter(pk=post.id).first()
    if now is None:
        raise NotFound
    if now.organisation_path != post.organisation_path:
        raise Refused(_("The post went to another office meanwhile. Look at it again."))
    post = now
    if valid_from < post.valid_from or (post.valid_to is not None and valid_from >= post.valid_to):
        raise Refused(_("The post does not exist on that day."))
    retirement = Retirement.objects.select_for_update().filter(person_id=person_id).first()
    if retirement is not None and valid_from >= retirement.on:
        raise Refused(_("The retirement is before that day."))
    if post.as_is_from is not None and post.as_is_from > valid_from:
        raise Refused(_("The post was changed after that day. Changes are entered in their order."))
    own_end = min((day for day in (valid_to, post.valid_to) if day is not None), default=None)
    capped = retirement is not None and (own_end is None or own_end > retirement.on)
    row = Incumbency.objects.create(
        person_id=person_id, post=post, organisation_path=post.organisation_path, kind=kind, valid_from=valid_from,
        valid_to=retirement.on if retirement is not None and capped else own_end, order_number=order_number,
        created_at=at,
    )  # fmt: skip
    if retirement is not None and capped:
        retirement.ended[str(row.id)] = own_end.isoformat() if own_end else None
        retirement.save(update_fields=["ended"])
    return row


def end_authorities(person_id: int, on: dt.date, at: dt.datetime, post_id: int | None = None) -> int:
    """Ends what she holds while on that post (None: everything) on the day, not before now. Returns how many."""
    which = "and while_on_post_id = %(post)s" if post_id is not None else ""
    return rows.run(
        f"""
        update orgs_delegatedauthority set valid_to = greatest(%(end)s::timestamptz, valid_from)
        where person_id = %(person)s {which} and (valid_to is null or valid_to > %(end)s)
        """,
        {"person": person_id, "post": post_id, "end": max(at, midnight(on))},
    )


def midnight(on: dt.date) -> dt.datetime:
    """The instant at which that day begins in India."""
    return dt.datetime.combine(on, dt.time(), clock.IST)


def tell(person_id: int, left: Incumbency | None, took: Incumbency | None, on: dt.date, at: dt.datetime) -> None:
    """Announces a change of posting; one that lies ahead is announced again on its day."""
    if left is not None:
        events.announce(Relieved(left.id, person_id, left.post_id, on, at))
    if took is not None:
        events.announce(Appointed(took.id, person_id, took.post_id, on, at))
    changed = PostingChanged(person_id, left.post_id if left else None, took.post_id if took else None, on, at)
    events.announce(changed)
    if on > clock.day(at):
        posting_day.using(run_after=midnight(on) + dt.timedelta(minutes=1)).enqueue(
            left_id=left.id if left else None, took_id=took.id if took else None, on=on.isoformat()
        )


@task
def posting_day(left_id: int | None, took_id: int | None, on: str) -> None:
    """The day has come: readers who look at today only are told now. What was undone meanwhile is not told."""
    at, day = clock.now(), dt.date.fromisoformat(on)
    if clock.day(at) < day:
        return
    left = Incumbency.objects.filter(pk=left_id, valid_to=day).first() if left_id else None
    took = Incumbency.objects.filter(pk=took_id, valid_from=day).first() if took_id else None
    person_id = left.person_id if left else took.person_id if took else None
    if person_id is None:
        return
    tell(person_id, left, took, day, at)
    if left is not None:
        again = Incumbency.objects.filter(person_id=person_id, post_id=left.post_id, valid_from__lte=day)
        if not again.exclude(valid_to__lte=day).exists():
            end_authorities(person_id, day, at, left.post_id)
        Retirement.objects.filter(person_id=person_id, on=day, closed_at=None).update(closed_at=at)


def why(error: IntegrityError) -> str:
    """What the database refused, in words. Raises the error when it is none of ours."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if constraint == "post_filled_once":
        return _("Somebody fills this post in that period: substantively, on deputation, by contract or by election.")
    if constraint == "person_fills_one_post":
        return _("This person fills a post in that period. Relieve them of it first, or give an additional charge.")
    if constraint == "person_once_on_a_post":
        return _("This person holds this post in that period already.")
    if constraint == "incumbency_days":
        return _("An appointment cannot end before it began.")
    raise error
