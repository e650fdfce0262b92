"""The dictionaries: a name is looked for before it is made, other names find it, and look-alikes may be merged."""

import dataclasses
import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.engine.workbench.likeness import Alike, item_key
from karmayogi.competencies.engine.workbench.likeness import pairs as pairs_in
from karmayogi.competencies.models import Dictionary, DictionaryAlias, DictionaryItem, DictionaryMerge
from karmayogi.competencies.policies import can_add_names, can_curate_name
from karmayogi.competencies.queries.workbench import dictionaries as queries
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs import api as orgs


@dataclasses.dataclass(frozen=True, slots=True)
class Name:
    """What somebody typed. `sure`: she has seen the names like it and means another."""

    en: str
    hi: str = ""
    ur: str = ""
    sure: bool = False


class LooksLike(Refused):
    """There are names like it: choose one of them, or say that yours is another."""

    def __init__(self, found: list[tuple[queries.ItemRow, Alike]]) -> None:
        super().__init__(_("There are names like this one."))
        self.found = found


def settle_name(
    *, agent: Agent, dictionary: str, name: Name, owner_id: int, item: uuid.UUID | None = None, at: dt.datetime
) -> DictionaryItem:
    """The chosen item, or the one that has exactly this name, or a new one owned by that organisation.

    Raises LooksLike when names are like it and she is not yet sure; Refused without a name.
    """
    if item is not None:
        chosen = DictionaryItem.objects.filter(uuid=item, dictionary=dictionary).first()
        if chosen is None:
            raise NotFound
        return chosen.merged_into or chosen
    english = " ".join(name.en.split())[:200]
    key = item_key(english)
    if not key:
        raise Refused(_("It needs a name."))
    standing = DictionaryItem.objects.filter(dictionary=dictionary, key=key, merged_into=None).first()
    if standing is not None:
        return standing
    found = queries.like(dictionary, english)
    same = next((row for row, alike in found if alike.likeness == 1.0), None)
    if same is not None:
        return DictionaryItem.objects.get(pk=same.id)
    if found and not name.sure:
        raise LooksLike(found)
    made, new = DictionaryItem.objects.get_or_create(
        dictionary=dictionary,
        key=key,
        merged_into=None,
        defaults={
            "name_en": english,
            "name_hi": " ".join(name.hi.split())[:200],
            "name_ur": " ".join(name.ur.split())[:200],
            "owner_id": owner_id,
            "created_by_id": agent.person_id if isinstance(agent, Actor) else None,
            "created_at": at,
        },
    )
    if new:
        _record("add", made, agent, at)
    return made


@transaction.atomic
def add_name(
    *, actor: Actor, dictionary: str, name: Name, organisation: uuid.UUID | None = None, link: str = "", at: dt.datetime
) -> uuid.UUID:
    """A name outside any order, owned by an organisation where the actor writes orders (her first when not said)."""
    if not can_add_names(actor) or dictionary not in Dictionary.values:
        raise NotFound
    row = settle_name(
        agent=actor, dictionary=dictionary, name=name, owner_id=own_organisation(actor, organisation), at=at
    )
    link = link.strip()[:500]
    if link and not link.startswith(("https://", "http://")):
        raise Refused(_("An address begins with https://."))
    if link and not row.link and (row.created_by_id == actor.person_id or can_curate_name(actor, row.owner.path)):
        row.link = link
        row.save(update_fields=["link"])
        _record("rename", row, actor, at, {"link": link})
    return row.uuid


def own_organisation(actor: Actor, organisation: uuid.UUID | None = None) -> int:
    """The organisation for which the actor adds names. Raises NotFound where she may not."""
    from karmayogi.competencies.policies import WRITES_NAMES

    held = [one for one in actor.authorities if one.role in WRITES_NAMES]
    if organisation is None:
        return held[0].organisation_id
    row = orgs.organisation(organisation)
    if row is None or not actor.may(row.path, *WRITES_NAMES):
        raise NotFound
    return row.id


@transaction.atomic
def add_other_name(*, actor: Actor, item: uuid.UUID, name: str, at: dt.datetime) -> None:
    """Another name that finds the item. Repeating it changes nothing. Only for the administrator of its owner."""
    row = _curated(actor, item)
    name = " ".join(name.split())[:200]
    if not name:
        raise Refused(_("It needs a name."))
    taken = DictionaryItem.objects.filter(dictionary=row.dictionary, key=item_key(name), merged_into=None).first()
    if taken is not None and taken.pk != row.pk:
        raise Refused(_("“%(name)s” is an item of its own. Propose to merge the two.") % {"name": taken.name_en})
    _made, new = DictionaryAlias.objects.get_or_create(item=row, key=item_key(name), defaults={"name": name})
    if new:
        _record("alias", row, actor, at, {"alias": name})


@transaction.atomic
def rename(*, actor: Actor, item: uuid.UUID, name_hi: str, name_ur: str, link: str, at: dt.datetime) -> None:
    """Hindi and Urdu names and the address. The English name is what it is found by: a new one is another name."""
    row = _curated(actor, item)
    link = link.strip()[:500]
    if link and not link.startswith(("https://", "http://")):
        raise Refused(_("An address begins with https://."))
    row.name_hi, row.name_ur, row.link = " ".join(name_hi.split())[:200], " ".join(name_ur.split())[:200], link
    row.save(update_fields=["name_hi", "name_ur", "link"])
    _record("rename", row, actor, at)


@transaction.atomic
def propose_merge(*, actor: Actor, item: uuid.UUID, into: uuid.UUID, why: str, at: dt.datetime) -> uuid.UUID:
    """Two items may be one, says somebody who writes orders; repeating it answers the proposal that is there."""
    if not can_add_names(actor):
        raise NotFound
    merge = DictionaryItem.objects.filter(uuid=item, merged_into=None).first()
    keep = DictionaryItem.objects.filter(uuid=into, merged_into=None).first()
    if merge is None or keep is None:
        raise NotFound
    if merge.pk == keep.pk or merge.dictionary != keep.dictionary:
        raise Refused(_("Choose another item of the same dictionary."))
    alike = next((one.likeness for row, one in queries.like(keep.dictionary, merge.name_en) if row.id == keep.pk), 0.0)
    made, _new = DictionaryMerge.objects.get_or_create(
        keep=keep, merge=merge,
        defaults={"likeness": alike, "why": why.strip()[:300], "proposed_by_id": actor.person_id},
    )  # fmt: skip
    return made.uuid


@transaction.atomic
def look_for_pairs(*, agent: Agent, dictionary: str) -> int:
    """Proposes every two items of the dictionary that look alike; those proposed before are left. How many are new."""
    if isinstance(agent, Actor) and not can_add_names(agent):
        raise NotFound
    found = pairs_in(queries.spellings(dictionary))
    if not found:
        return 0
    keep, merge, likeness = (list(column) for column in zip(*found, strict=True))
    return rows.run(
        """
        insert into competencies_dictionarymerge (uuid, keep_id, merge_id, likeness, why, status)
        select gen_random_uuid(), keep, merge, likeness, '', 'open'
        from unnest(%s::bigint[], %s::bigint[], %s::float8[]) as found(keep, merge, likeness)
        where not exists (select 1 from competencies_dictionarymerge m
                          where (m.keep_id, m.merge_id) in ((keep, merge), (merge, keep)))
        on conflict do nothing
        """,
        [keep, merge, likeness],
    )


@transaction.atomic
def decide_pair(*, actor: Actor, pair: uuid.UUID, decision: str, at: dt.datetime) -> None:
    """decision: merge | keep | undo. Only for somebody who administers the owners of both. Repeating changes nothing.

    A merge changes drafts to come, not what stands in orders: they keep their own copy of the name.
    """
    row = queries.pair(pair)
    if row is None or not (can_curate_name(actor, row.keep_path) and can_curate_name(actor, row.merge_path)):
        raise NotFound
    found = DictionaryMerge.objects.select_for_update(of=("self",)).select_related("keep", "merge").get(pk=row.id)
    states = DictionaryMerge.Status
    keep, merge = found.keep, found.merge
    if decision == "merge" and found.status != states.MERGED:
        if keep.merged_into_id or merge.merged_into_id:
            raise Refused(_("One of them has been merged since. Look at the list again."))
        merge.merged_into = keep
        merge.save(update_fields=["merged_into"])
        DictionaryItem.objects.filter(merged_into=merge).update(merged_into=keep)
        DictionaryAlias.objects.get_or_create(
            item=keep, key=merge.key, defaults={"name": merge.name_en, "merged_from": merge}
        )
        found.status = states.MERGED
    elif decision == "keep" and found.status != states.MERGED:
        found.status = states.KEPT
    elif decision == "keep":
        raise Refused(_("They are merged. Undo the merge first."))
    elif decision == "undo" and found.status == states.MERGED:
        merge.merged_into = None
        merge.save(update_fields=["merged_into"])
        DictionaryAlias.objects.filter(merged_from=merge).delete()
        found.status = states.UNDONE
    else:
        return
    found.decided_by_id, found.decided_at = actor.person_id, at
    found.save(update_fields=["status", "decided_by", "decided_at"])
    _record(decision, merge, actor, at, {"keep": str(keep.uuid)})


@transaction.atomic
def fill_dictionaries(*, agent: Agent, owner_id: int, at: dt.datetime) -> int:
    """Names of the profiles in force that no dictionary has yet, owned by that organisation; how many were added."""
    known = dict.fromkeys(Dictionary.values, frozenset[str]())
    for dictionary in Dictionary.values:
        known[dictionary] = frozenset(item_key(one.name) for one in queries.spellings(dictionary))
    new: dict[tuple[str, str], DictionaryItem] = {}
    for dictionary, en, hi, ur in rows.fetch(lambda *row: row, _IN_PROFILES):
        key = item_key(en)
        if key not in known[dictionary]:
            new.setdefault(
                (dictionary, key),
                DictionaryItem(
                    dictionary=dictionary, key=key, name_en=en, name_hi=hi, name_ur=ur, owner_id=owner_id, created_at=at
                ),
            )
    DictionaryItem.objects.bulk_create(new.values())
    return len(new)


_IN_PROFILES = """
select 'position', d.name, d.name_hi, d.name_ur from competencies_profile p
join orgs_designation d on d.id = p.designation_id where p.in_force
union all
select 'role', r.name_en, r.name_hi, r.name_ur from competencies_profilerole r
join competencies_profile p on p.id = r.profile_id where p.in_force
union all
select 'activity', a.name_en, a.name_hi, a.name_ur from competencies_activity a
join competencies_profilerole r on r.id = a.role_id
join competencies_profile p on p.id = r.profile_id where p.in_force
union all
select 'knowledge', unnest(a.knowledge), '', '' from competencies_activity a
join competencies_profilerole r on r.id = a.role_id
join competencies_profile p on p.id = r.profile_id where p.in_force
"""


def _curated(actor: Actor, item: uuid.UUID) -> DictionaryItem:
    row = DictionaryItem.objects.select_for_update(of=("self",)).select_related("owner").filter(uuid=item).first()
    if row is None or not can_curate_name(actor, row.owner.path):
        raise NotFound
    return row


def _record(
    what: str, row: DictionaryItem, agent: Agent, at: dt.datetime, detail: dict[str, str] | None = None
) -> None:
    audit.record(
        f"competencies:dictionary:{what}", agent=agent, at=at, kind="dictionary_item", subject=row.uuid,
        label=f"{row.dictionary}: {row.name_en}", detail=detail,
    )  # fmt: skip
