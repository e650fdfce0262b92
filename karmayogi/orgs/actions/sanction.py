"""Posts are created, upgraded, put under sanction and abolished by an order, from a day on."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, events, files, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.actions.posting import hold
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.events import PostingChanged
from karmayogi.orgs.models import Designation, Incumbency, Organisation, Post, SanctionedPost, SanctionOrder
from karmayogi.orgs.queries.records import Record

MOST_POSTS = 500
MOST_BYTES = 5_000_000


@dataclasses.dataclass(frozen=True, slots=True)
class OrderPaper:
    """The order as it was issued. file: the signed PDF, where it is at hand."""

    number: str
    ordered_on: dt.date
    subject: str = ""
    file: bytes = b""


# What an order has created, with the post to which each reported at first.
_MADE = """
select p.id, case when first.post_id is null then p.reports_to_id else first.reports_to_id end
from orgs_sanctionedpost s
join orgs_post p on p.id = s.post_id
left join lateral (
  select x.post_id, x.reports_to_id from orgs_postpast x where x.post_id = p.id order by x.valid_from limit 1
) first on true
where s.order_id = %s and p.designation_id = %s and p.label = %s and p.valid_from = %s order by p.id
"""


def create_posts(
    *,
    agent: Agent,
    organisation_id: int,
    designation_id: int,
    count: int,
    paper: OrderPaper,
    effective_on: dt.date,
    label: str = "",
    reports_to_id: int | None = None,
    at: dt.datetime,
) -> list[int]:
    """`count` seats of the designation in the unit from that day. Returns their ids; asked again, the same seats.

    Raises Refused when the order has created another number of them, or under another post; NotFound when the unit is
    not the actor's to staff or the post above is not in her reach.
    """
    if not 0 < count <= MOST_POSTS:
        raise Refused(_("Between 1 and %(most)s posts at a time.") % {"most": MOST_POSTS})
    with transaction.atomic():
        unit = Organisation.objects.select_for_update().filter(pk=organisation_id, valid_to=None).first()
        if unit is None or not hold.may_staff(agent, unit.path):
            raise NotFound
        if not Designation.objects.filter(pk=designation_id, merged_into=None).exists():
            raise NotFound
        if reports_to_id is not None:
            _superior(agent, reports_to_id)
        order = _order(agent, unit, SanctionOrder.Kind.CREATE, paper, effective_on, at)
        before = rows.fetch(Record, _MADE, [order.id, designation_id, label, effective_on])
        if before:
            if len(before) != count or {superior for _id, superior in before} != {reports_to_id}:
                raise Refused(
                    _("This order has created %(count)s such posts already. If these are others, name their desk.")
                    % {"count": len(before)}
                )
            return [post_id for post_id, _superior in before]
        turn.check_there(unit, effective_on)
        made = rows.fetch(int, "select nextval(pg_get_serial_sequence('orgs_post', 'id')) from generate_series(1, %s)",
                          [count])  # fmt: skip
        Post.objects.bulk_create(
            Post(
                id=post_id, uuid=uuid7(), code=f"P-{post_id}", organisation=unit, organisation_path=unit.path,
                designation_id=designation_id, label=label, reports_to_id=reports_to_id, sanctioned=True,
                sanction_order=order.number, valid_from=effective_on, created_at=at,
            )
            for post_id in made
        )  # fmt: skip
        _link(order, made)
        _tell(agent, order, unit, at, {"posts": count, "from": effective_on})
    return made


def upgrade_post(
    *,
    agent: Agent,
    post_uuid: uuids.UUID,
    designation_id: int,
    paper: OrderPaper,
    effective_on: dt.date,
    at: dt.datetime,
) -> None:
    """From that day the post has the designation, and sanction if it had none. Repeating it changes nothing.

    Raises NotFound when it is not the actor's; Refused before its last change and when nothing would change.
    """
    with transaction.atomic():
        post = _post(agent, post_uuid)
        if not Designation.objects.filter(pk=designation_id, merged_into=None).exists():
            raise NotFound
        _check_order(post, effective_on)
        order = _order(agent, post.organisation, SanctionOrder.Kind.UPGRADE, paper, effective_on, at)
        if SanctionedPost.objects.filter(order=order, post=post).exists():
            return
        if post.designation_id == designation_id and post.sanctioned:
            raise Refused(_("The post has this designation already."))
        _into_past(post, effective_on)
        Post.objects.filter(pk=post.id).update(
            designation_id=designation_id,
            sanctioned=True,
            sanction_order=order.number,
            as_is_from=_as_is(post, effective_on),
        )
        _link(order, [post.id])
        _tell(agent, order, post.organisation, at, {"post": post.code, "from": effective_on})
        audit.record("orgs:post:upgrade", agent=agent, at=at, kind="post", subject=post.uuid, label=post.code,
                     why=order.number)  # fmt: skip
        for holder in Incumbency.objects.filter(post=post, valid_from__lte=effective_on).exclude(
            valid_to__lte=effective_on
        ):
            events.announce(PostingChanged(holder.person_id, post.id, post.id, effective_on, at))


def abolish_post(
    *, agent: Agent, post_uuid: uuids.UUID, paper: OrderPaper, effective_on: dt.date, at: dt.datetime
) -> None:
    """From that day the post is no more. Repeating it changes nothing. Raises Refused while somebody holds it then, and
    while posts that go on report to it."""
    with transaction.atomic():
        post = _post(agent, post_uuid, gone_on=effective_on)
        if post.valid_to == effective_on:
            return
        _check_order(post, effective_on)
        if effective_on <= post.valid_from:
            raise Refused(_("The post is younger than that day."))
        if Incumbency.objects.filter(post=post).exclude(valid_to__lte=effective_on).exists():
            raise Refused(_("Somebody holds this post. Transfer or relieve them first."))
        if Post.objects.filter(reports_to=post).exclude(valid_to__lte=effective_on).exists():
            raise Refused(_("Other posts report to this one. Let them report to another post first."))
        order = _order(agent, post.organisation, SanctionOrder.Kind.ABOLISH, paper, effective_on, at)
        Post.objects.filter(pk=post.id).update(valid_to=effective_on)
        _link(order, [post.id])
        _tell(agent, order, post.organisation, at, {"post": post.code, "from": effective_on})
        audit.record("orgs:post:abolish", agent=agent, at=at, kind="post", subject=post.uuid, label=post.code,
                     why=order.number)  # fmt: skip


def change_superior(
    *, agent: Agent, post_uuid: uuids.UUID, reports_to_id: int | None, on: dt.date, at: dt.datetime
) -> None:
    """From that day the post reports to another one (None: to nobody). Repeating it changes nothing.

    Raises Refused when that would close a ring, and before the last change of the post.
    """
    with transaction.atomic():
        rows.run("select pg_advisory_xact_lock(hashtext('orgs.superior'))")
        post = _post(agent, post_uuid)
        if post.reports_to_id == reports_to_id:
            return
        if reports_to_id is not None:
            _superior(agent, reports_to_id)
            if rows.scalar(_ABOVE, [reports_to_id, post.id]):
                raise Refused(_("That post reports to this one, directly or through others."))
        _check_order(post, on)
        _into_past(post, on)
        Post.objects.filter(pk=post.id).update(reports_to_id=reports_to_id, as_is_from=_as_is(post, on))
        audit.record("orgs:post:superior", agent=agent, at=at, kind="post", subject=post.uuid, label=post.code,
                     detail={"from": on})  # fmt: skip


_ABOVE = """
with recursive line (id) as (
  select %s::bigint union select p.reports_to_id from line join orgs_post p on p.id = line.id
  where p.reports_to_id is not null
)
select exists (select from line where id = %s)
"""


def _post(agent: Agent, uuid: uuids.UUID, gone_on: dt.date | None = None) -> Post:
    post = Post.objects.select_for_update(of=("self",)).select_related("organisation").filter(uuid=uuid).first()
    if post is None or not hold.may_staff(agent, post.organisation_path):
        raise NotFound
    if post.valid_to is not None and post.valid_to != gone_on:
        raise Refused(_("The post was abolished."))
    return post


def _superior(agent: Agent, post_id: int) -> None:
    """One may only put a post under one that is there, in the same tree of authority."""
    above = Post.objects.filter(pk=post_id, valid_to=None).first()
    if above is None:
        raise NotFound
    if isinstance(agent, Actor) and not hold.may_staff(agent, above.organisation_path):
        raise NotFound


def _check_order(post: Post, on: dt.date) -> None:
    if on < (post.as_is_from or post.valid_from):
        raise Refused(_("The post was changed after that day. Changes are entered in their order."))


def _as_is(post: Post, on: dt.date) -> dt.date | None:
    return on if on > post.valid_from else post.as_is_from


def _into_past(post: Post, on: dt.date) -> None:
    """How it was until that day is kept, if it was so for a day at least."""
    rows.run(
        """
        insert into orgs_postpast (post_id, organisation_id, organisation_path, designation_id, label, reports_to_id,
          sanctioned, valid_from, valid_to)
        select id, organisation_id, organisation_path, designation_id, label, reports_to_id, sanctioned,
          coalesce(as_is_from, valid_from), %(on)s::date
        from orgs_post where id = %(id)s and coalesce(as_is_from, valid_from) < %(on)s
        """,
        {"id": post.id, "on": on},
    )


def _order(
    agent: Agent, unit: Organisation, kind: str, paper: OrderPaper, effective_on: dt.date, at: dt.datetime
) -> SanctionOrder:
    number = paper.number.strip()
    if not number:
        raise Refused(_("Enter the number of the order."))
    stored = None
    if paper.file:
        if len(paper.file) > MOST_BYTES or not paper.file.startswith(b"%PDF-"):
            raise Refused(_("The order is stored as a PDF of at most 5 MB."))
        stored = files.put(paper.file, "application/pdf")
    order, _made = SanctionOrder.objects.get_or_create(
        organisation=unit, kind=kind, number=number, ordered_on=paper.ordered_on,
        defaults={
            "effective_on": effective_on, "subject": paper.subject.strip(), "file_id": stored.id if stored else None,
            "recorded_by_id": agent.person_id if isinstance(agent, Actor) else None, "recorded_at": at,
        },
    )  # fmt: skip
    return order


def _link(order: SanctionOrder, post_ids: list[int]) -> None:
    SanctionedPost.objects.bulk_create(
        (SanctionedPost(order=order, post_id=post_id) for post_id in post_ids), ignore_conflicts=True
    )


def _tell(agent: Agent, order: SanctionOrder, unit: Organisation, at: dt.datetime, detail: dict[str, object]) -> None:
    audit.record(
        f"orgs:sanction:{order.kind}", agent=agent, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
        why=order.number, detail=detail,
    )  # fmt: skip
