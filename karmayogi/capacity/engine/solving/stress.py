"""Whether posts are ready for a scheme on a date, and the cheapest training before it that makes them so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from karmayogi.capacity.engine.solving.case import Batch, Case, Officer, Terms, Wish, build
from karmayogi.capacity.engine.solving.complete import complete
from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.locks import contradicting
from karmayogi.capacity.engine.solving.plan import NoPlan
from karmayogi.capacity.engine.solving.programme import Programme
from karmayogi.capacity.engine.solving.rows import block


@dataclass(frozen=True, slots=True)
class Post:
    """A post that the scheme leans on: who will hold it on the date (None: nobody), and (competency, level) it asks."""

    holder: int | None
    asks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    competency: int
    has: int
    asked: int


@dataclass(frozen=True, slots=True)
class Unready:
    """A post that is not ready as things stand. `vacant`: no training helps."""

    post: int
    vacant: bool
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Stress:
    """`training`: (officer, batch). `ready`: posts that it makes ready, `most`: more than that cannot be made so.
    `cost` in rupees; for as many posts none is cheaper than `least_cost`."""

    unready: tuple[Unready, ...]
    training: tuple[tuple[int, int], ...]
    held: frozenset[int]
    ready: tuple[int, ...]
    most: int
    cost: float
    least_cost: float

    @property
    def left(self) -> tuple[int, ...]:
        """Posts that are still not ready."""
        return tuple(one.post for one in self.unready if one.post not in set(self.ready))


def unready(posts: Sequence[Post], levels: Mapping[tuple[int, int], int]) -> list[Unready]:
    """Posts that are not ready: vacant, or the holder's level on the date is below what is asked. `levels`: (officer,
    competency) → level; none is nought."""
    found = []
    for number, post in enumerate(posts):
        asked: dict[int, int] = {}
        for competency, level in post.asks:
            asked[competency] = max(level, asked.get(competency, 0))
        if post.holder is None:
            found.append(Unready(number, True, ()))
            continue
        gaps = [Gap(one, levels.get((post.holder, one), 0), level) for one, level in sorted(asked.items())]
        gaps = [gap for gap in gaps if gap.has < gap.asked]
        if gaps:
            found.append(Unready(number, False, tuple(gaps)))
    return found


def stress(
    officers: Sequence[Officer],
    posts: Sequence[Post],
    levels: Mapping[tuple[int, int], int],
    batches: Sequence[Batch],
    gives: Sequence[int],
    by: int,
    terms: Terms | None = None,
    *,
    seconds: float = 30.0,
) -> Stress:
    """As many posts as can be are made ready by the day `by`, as cheaply as can be. `Batch.need` is a competency and
    `gives` the level that each batch brings those to who attend it; all other rules are those of a plan. Who holds two
    posts is brought to the higher of their levels. Raises `NoPlan` as `solve` does."""
    found = unready(posts, levels)
    asked: dict[tuple[int, int], int] = {}
    for one in found:
        holder = posts[one.post].holder
        for gap in one.gaps:
            if holder is not None:
                asked[holder, gap.competency] = max(gap.asked, asked.get((holder, gap.competency), 0))
    keys = sorted(asked)
    number = {key: wish for wish, key in enumerate(keys)}
    case = _case(officers, keys, asked, batches, gives, by, terms or Terms())
    wanted = [
        (one.post, [number[holder, gap.competency] for gap in one.gaps])
        for one in found if (holder := posts[one.post].holder) is not None
    ]  # fmt: skip
    if not len(case.wish) or not wanted:
        return Stress(tuple(found), (), frozenset(), (), 0, 0.0, 0.0)
    taken, most, least_cost = _cheapest(case, [gaps for _, gaps in wanted], Deadline.after(seconds))
    met = {int(case.wish[pair]) for pair in taken}
    ready = tuple(post for post, gaps in wanted if met.issuperset(gaps))
    held = frozenset(int(case.batch[pair]) for pair in taken) | {
        number for number, one in enumerate(case.batches) if one.held is True
    }
    cost = float(case.cost[taken].sum()) + sum(case.batches[one].fixed for one in held)
    training = tuple((int(case.person[pair]), int(case.batch[pair])) for pair in taken)
    return Stress(tuple(found), training, held, ready, most, cost, min(cost, max(0.0, least_cost)))


def _case(
    officers: Sequence[Officer],
    keys: list[tuple[int, int]],
    asked: dict[tuple[int, int], int],
    batches: Sequence[Batch],
    gives: Sequence[int],
    by: int,
    terms: Terms,
) -> Case:
    """Wishes are gaps; a batch that ends too late is shut, and nobody is sent to one that does not bring her far
    enough."""
    early = [one if one.last <= by else replace(one, held=False) for one in batches]
    low = tuple(
        (wish, number)
        for wish, (holder, competency) in enumerate(keys)
        for number, one in enumerate(early)
        if one.need == competency and gives[number] < asked[holder, competency]
    )
    wishes = [Wish(holder, competency, 1.0) for holder, competency in keys]
    return build(officers, wishes, early, replace(terms, barred=(*terms.barred, *low)))


def _cheapest(case: Case, gaps: list[list[int]], deadline: Deadline) -> tuple[list[int], int, float]:
    """Seats, the most posts that could be made ready, and the least that as many as these can cost."""
    programme = Programme(case)
    pairs, count = len(case.wish), len(case.batches)
    posts = programme.count + np.arange(len(gaps))
    _add_posts(programme, gaps)
    for one in complete(case):
        programme.add(one)
    if programme.run(deadline) is None:
        raise NoPlan(contradicting(case, deadline))
    costs = np.concatenate([case.cost, case.column("fixed"), np.zeros(len(gaps))])
    programme.objective(np.concatenate([np.zeros(pairs + count), -np.ones(len(gaps))]))
    first = programme.decided(deadline.part(0.5), 0.0)
    if first.pairs is None:
        return [], int(min(first.bound, len(gaps)) + 1e-6), 0.0
    met = set(case.wish[first.pairs > 0.5].tolist())
    many = sum(met.issuperset(mine) for mine in gaps)
    programme.add(
        block(
            "ready",
            np.zeros(1, dtype=np.int64),
            np.zeros(len(gaps), dtype=np.int64),
            posts,
            -np.ones(len(gaps)),
            np.array([-float(many)]),
        )
    )
    programme.objective(costs)
    second = programme.decided(deadline)
    answer = second.pairs if second.pairs is not None else first.pairs
    return np.flatnonzero(answer > 0.5).tolist(), int(min(first.bound, len(gaps)) + 1e-6), -second.bound


def _add_posts(programme: Programme, gaps: list[list[int]]) -> None:
    """A column for each post, which is ready as far as the last of its gaps is closed."""
    case = programme.case
    programme.more(len(gaps))
    starts: dict[int, list[int]] = {}
    for pair, wish in enumerate(case.wish.tolist()):
        starts.setdefault(wish, []).append(pair)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    number = 0
    for post, mine in enumerate(gaps):
        for wish in mine:
            close = starts.get(wish, [])
            rows += [number] * (len(close) + 1)
            columns += [*close, programme.count + post]
            values += [-1.0] * len(close) + [1.0]
            number += 1
    about = np.zeros(number, dtype=np.int64)
    programme.add(block("gap", about, np.array(rows), np.array(columns), np.array(values), np.zeros(number)))
