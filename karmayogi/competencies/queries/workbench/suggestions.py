"""Starting help for an order: roles, activities and competencies, from what stands elsewhere. No model.

Designations like the one of the position (among published profiles with every other name of theirs, and among
occupations of O*NET where they have been imported) give roles and activities; activities like one that has no
competency yet, and the descriptions of the competencies themselves, give competencies. Each suggestion carries the
very words it was taken from and where they stand.
"""

import collections
import dataclasses
import hashlib
from collections.abc import Iterable, Sequence

from karmayogi.competencies.engine.workbench.nearness import Index, shared_words
from karmayogi.competencies.queries.workbench.tree import ActivityNode, PositionNode
from karmayogi.kernel import rows

NEAR_DESIGNATIONS, NEAR_OCCUPATIONS, NEAR_ACTIVITIES = 4, 3, 4
FLOOR = 0.12  # below this two titles share an ending
MOST = {"role": 8, "activity": 16, "competency": 12}


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """kind: role, activity or competency. within: English name of the role (for an activity), or uuid of the activity
    that needs it (for a competency). source_kind: profile, onet or competency. span: the very words of the source.
    shared: words that the two texts have in common. level and importance only for a competency."""

    kind: str
    key: str
    name_en: str
    name_hi: str
    name_ur: str
    within: str
    within_name: str
    source_kind: str
    source: str
    span: str
    shared: tuple[str, ...]
    likeness: float
    code: str = ""
    level: int | None = None
    importance: int = 3
    source_hi: str = ""
    source_ur: str = ""
    within_hi: str = ""
    within_ur: str = ""


def suggestions(position: PositionNode) -> list[Suggestion]:
    """What the position does not have yet and nobody has decided about: roles, activities, competencies, best first."""
    decided = set(rows.fetch(str, "select key from competencies_worksuggestion where position_id = %s", [position.id]))
    own = " ".join([position.name_en] * 5 + [position.summary_en])
    found = [*_from_profiles(position, own), *_from_onet(position, own), *_competencies(position)]
    kept: dict[str, Suggestion] = {}
    for one in sorted(found, key=lambda one: -one.likeness):
        if one.key not in decided:
            kept.setdefault(one.key, one)
    answer: list[Suggestion] = []
    for kind, most in MOST.items():
        from_source: collections.Counter[str] = collections.Counter()
        chosen = []
        for one in kept.values():
            from_source[one.source] += one.kind == kind
            if one.kind == kind and from_source[one.source] <= most // 2:
                chosen.append(one)
        answer += chosen[:most]
    return answer


def decisions(order_id: int) -> dict[str, tuple[int, int]]:
    """Kind of source -> (accepted, rejected) in that order."""
    return {
        kind: (accepted, rejected)
        for kind, accepted, rejected in rows.fetch(
            lambda *row: row,
            """
            select source_kind, count(*) filter (where accepted), count(*) filter (where not accepted)
            from competencies_worksuggestion where order_id = %s group by 1 order by 1
            """,
            [order_id],
        )
    }


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    """An activity of a published profile."""

    profile_id: int
    designation: str
    designation_hi: str
    designation_ur: str
    version: int
    role_en: str
    role_hi: str
    role_ur: str
    name_en: str
    name_hi: str
    name_ur: str
    needs: list[list[str]]
    """[code, level, importance]"""

    def named(self) -> tuple[str, str, str]:
        """The profile in English, Hindi and Urdu."""
        names = (self.designation, self.designation_hi or self.designation, self.designation_ur or self.designation)
        en, hi, ur = (f"{name}, v{self.version}" for name in names)
        return en, hi, ur


_PROFILES = """
select p.id, d.name, p.summary_en,
  coalesce((select string_agg(a.name, ' ') from orgs_designationalias a where a.designation_id = d.id), '')
from competencies_profile p join orgs_designation d on d.id = p.designation_id where p.in_force order by p.id
"""
_ACTIVITIES = """
select p.id, d.name, d.name_hi, d.name_ur, p.version, r.name_en, r.name_hi, r.name_ur, a.name_en, a.name_hi, a.name_ur,
  coalesce((select array_agg(array[c.code, n.level::text, n.importance::text] order by n.importance desc, n.id)
            from competencies_need n join competencies_competency c on c.id = n.competency_id
            where n.activity_id = a.id), '{}')
from competencies_profile p
join orgs_designation d on d.id = p.designation_id
join competencies_profilerole r on r.profile_id = p.id
join competencies_activity a on a.role_id = r.id
where p.in_force
order by p.id, r.position, a.position
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Shelf:
    """What was read last, with its indexes; read anew when `mark` changes."""

    mark: str
    profiles: list[tuple[int, str, str, str]]
    titles: Index
    told: list[_Told]
    activities: Index
    competencies: list[tuple[str, str, str, str, str]]
    glosses: Index


_MARK = """
select concat_ws(':', (select max(id) from competencies_profile), (select max(id) from orgs_designationalias),
  (select count(*) from competencies_profile where in_force),
  (select count(*) from competencies_competency where status = 'published'))
"""
_kept: list[_Shelf] = []


def _shelf() -> _Shelf:
    mark = str(rows.scalar(_MARK))
    if not _kept or _kept[0].mark != mark:
        profiles = rows.fetch(lambda *row: row, _PROFILES)
        told = rows.fetch(_Told, _ACTIVITIES)
        competencies = rows.fetch(
            lambda *row: row,
            "select c.code, c.name_en, c.name_hi, c.name_ur, c.gloss_en from competencies_competency c"
            " join competencies_frameworkversion v on v.id = c.version_id"
            " join competencies_framework f on f.id = v.framework_id where f.code = 'KCM'"
            " and c.status = 'published' order by c.code",
        )
        # The name of the designation says more than what the post is for: it counts five times.
        _kept[:] = [
            _Shelf(
                mark,
                profiles,
                Index([" ".join([name] * 5 + [aliases, summary]) for _id, name, summary, aliases in profiles]),
                told,
                Index([f"{one.name_en} {one.role_en}" for one in told]),
                competencies,
                Index([f"{name} {gloss}" for _code, name, _hi, _ur, gloss in competencies]),
            )
        ]
    return _kept[0]


def _from_profiles(position: PositionNode, own: str) -> Iterable[Suggestion]:
    shelf = _shelf()
    roles = {role.name_en.casefold() for role in position.roles}
    activities = {activity.name_en.casefold() for role in position.roles for activity in role.activities}
    for place, likeness in shelf.titles.nearest(own, NEAR_DESIGNATIONS, FLOOR):
        profile_id, name = shelf.profiles[place][:2]
        shared = tuple(shared_words(own, f"{name} {shelf.profiles[place][2]}"))
        seen: set[str] = set()
        for one in shelf.told:
            if one.profile_id != profile_id:
                continue
            source, hi, ur = one.named()
            if one.role_en not in seen and one.role_en.casefold() not in roles:
                seen.add(one.role_en)
                yield Suggestion(
                    "role", _key("role", one.role_en), one.role_en, one.role_hi, one.role_ur, "", "", "profile",
                    source, one.role_en, shared, round(likeness, 3), source_hi=hi, source_ur=ur,
                )  # fmt: skip
            if one.name_en.casefold() not in activities:
                yield Suggestion(
                    "activity", _key("activity", one.name_en), one.name_en, one.name_hi, one.name_ur, one.role_en,
                    one.role_en, "profile", source, f"{one.role_en} → {one.name_en}", shared, round(likeness, 3),
                    source_hi=hi, source_ur=ur, within_hi=one.role_hi, within_ur=one.role_ur,
                )  # fmt: skip


def _from_onet(position: PositionNode, own: str) -> Iterable[Suggestion]:
    """Tasks of the occupations with the nearest titles, ordered by what they share with the position's own words."""
    index, occupations = _occupations()
    if index is None:
        return
    for place, likeness in index.nearest(own, NEAR_OCCUPATIONS, FLOOR):
        occupation_id, code, title = occupations[place]
        tasks = rows.fetch(str, _TASKS, [occupation_id])
        for order, (task, nearness) in enumerate(Index(tasks).nearest(own, 6)):
            text = tasks[task]
            yield Suggestion(
                "activity", _key("activity", text), _as_activity(text), "", "", "", "", "onet", f"O*NET {code} {title}",
                text, tuple(shared_words(own, f"{title} {text}")),
                round(likeness * (0.9 - order * 0.05) + nearness * 0.01, 3),
            )  # fmt: skip


def _competencies(position: PositionNode) -> Iterable[Suggestion]:
    """For each activity without a competency: what the nearest published activities need, then what reads like it."""
    shelf = _shelf()
    by_code = {code: (en, hi, ur, gloss) for code, en, hi, ur, gloss in shelf.competencies}
    for role in position.roles:
        for activity in role.activities:
            if activity.needs:
                continue
            text = f"{activity.name_en} {role.name_en}"

            def made(
                code: str, level: int | None, importance: int, kind: str, sources: tuple[str, str, str], span: str,
                likeness: float, text: str = text, uuid: str = str(activity.uuid), node: ActivityNode = activity,
            ) -> Suggestion:  # fmt: skip
                en, hi, ur, _gloss = by_code[code]
                return Suggestion(
                    "competency", _key("competency", uuid + code), en, hi, ur, uuid, node.name_en, kind, sources[0],
                    span,
                    tuple(shared_words(text, span)), round(likeness, 3), code, level, importance,
                    source_hi=sources[1], source_ur=sources[2], within_hi=node.name_hi, within_ur=node.name_ur,
                )  # fmt: skip

            for place, likeness in shelf.activities.nearest(text, NEAR_ACTIVITIES, FLOOR):
                one = shelf.told[place]
                for code, level, importance in one.needs:
                    if code in by_code:
                        yield made(
                            code, int(level), int(importance), "profile", one.named(), one.name_en, likeness,
                        )  # fmt: skip
            for place, likeness in shelf.glosses.nearest(text, 2, FLOOR):
                code, name, _hi, _ur, gloss = shelf.competencies[place]
                yield made(code, None, 3, "competency", (code, code, code), f"{name}: {gloss}", likeness * 0.8)


def _key(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text.casefold()}".encode()).hexdigest()[:40]


def _as_activity(task: str) -> str:
    """The task as a name: its first clause, without the full stop."""
    text = task.rstrip(". ")
    return text if len(text) <= 120 else text[:120].rsplit(" ", 1)[0].rstrip(",;")


# O*NET is imported by the governance of frameworks; where it is not, there is nothing to suggest from it.
_TASKS = "select text from competencies_occupationtask where occupation_id = %s order by id"
_onet: list[tuple[int, Index, Sequence[tuple[int, str, str]]]] = []


def _occupations() -> tuple[Index | None, Sequence[tuple[int, str, str]]]:
    if rows.scalar("select to_regclass('competencies_occupationtask')") is None:
        return None, []
    count = int(rows.scalar("select count(*) from competencies_occupation"))
    if not count:
        return None, []
    if not _onet or _onet[0][0] != count:
        found = rows.fetch(
            lambda *row: row, "select id, code, title, left(description, 120) from competencies_occupation order by id"
        )
        index = Index([f"{title} {title} {told}" for _id, _code, title, told in found])
        _onet[:] = [(count, index, [row[:3] for row in found])]
    return _onet[0][1], _onet[0][2]
