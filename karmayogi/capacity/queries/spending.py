"""What was spent of the budget lines of a year, beside what is planned, by line and quarter."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows

# The quarter of the financial year of a day.
_QUARTER = "((extract(month from x.spent_on)::int + 8) %% 12) / 3 + 1"


@dataclasses.dataclass(frozen=True, slots=True)
class LineSpent:
    """planned and spent: four quarters each. planned: the cost of the interventions of that quarter."""

    uuid: uuids.UUID
    scheme: str
    head: str
    sanction: str
    allocated: int
    planned: tuple[int, ...]
    spent: tuple[int, ...]

    @property
    def left(self) -> int:
        return self.allocated - sum(self.spent)


def spending_of(plan_id: int, until: dt.datetime | None = None) -> list[LineSpent]:
    """until: what was entered later is left out."""
    found = rows.fetch(
        lambda *row: row,
        f"""
        select b.uuid, b.scheme, b.head, b.sanction, b.training, q.n,
          coalesce((select sum(i.cost) from capacity_intervention i where i.budget_id = b.id and i.quarter = q.n), 0)
            ::bigint,
          coalesce((select sum(x.amount) from capacity_expenditure x
            where x.organisation_id = p.organisation_id and x.year = p.year and x.line = b.thread
              and {_QUARTER} = q.n and (%(until)s::timestamptz is null or x.at <= %(until)s)), 0)::bigint
        from capacity_budgetline b join capacity_plan p on p.id = b.plan_id cross join generate_series(1, 4) as q (n)
        where b.plan_id = %(plan)s order by b.id, q.n
        """,
        {"plan": plan_id, "until": until},
    )
    lines = []
    for at in range(0, len(found), 4):
        four = found[at : at + 4]
        uuid, scheme, head, sanction, allocated = four[0][:5]
        planned, spent = (tuple(one[column] for one in four) for column in (6, 7))
        lines.append(LineSpent(uuid, scheme, head, sanction, allocated, planned, spent))
    return lines


def spent_of_line(organisation_id: int, year: int, thread: uuids.UUID) -> int:
    return int(
        rows.scalar(
            "select coalesce(sum(amount), 0)::bigint from capacity_expenditure"
            " where organisation_id = %s and year = %s and line = %s",
            [organisation_id, year, thread],
        )
    )


def spent_by_intervention(plan_id: int) -> dict[uuids.UUID, int]:
    """Uuid in this version -> rupees until now; of those on which something was entered."""
    found = rows.fetch(
        lambda *row: row,
        """
        select i.uuid, sum(x.amount)::bigint from capacity_intervention i join capacity_plan p on p.id = i.plan_id
        join capacity_expenditure x on x.organisation_id = p.organisation_id and x.year = p.year
          and x.intervention = i.thread
        where i.plan_id = %s group by 1
        """,
        [plan_id],
    )
    return dict(found)


def money_was_spent(plan_id: int, *, line: uuids.UUID | None = None, intervention: uuids.UUID | None = None) -> bool:
    """Whether anything was entered on a line or an intervention (their threads), in any version of the year."""
    return bool(
        rows.scalar(
            "select exists (select from capacity_expenditure x join capacity_plan p on p.organisation_id ="
            " x.organisation_id and p.year = x.year where p.id = %(plan)s"
            " and (x.line = %(line)s or x.intervention = %(intervention)s))",
            {"plan": plan_id, "line": line, "intervention": intervention},
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class EntryLine:
    """countered: it was taken back; counters: it takes another one back."""

    id: int
    uuid: uuids.UUID
    spent_on: dt.date
    amount: int
    voucher: str
    reason: str
    scheme: str
    number: int | None
    title_en: str
    title_hi: str
    title_ur: str
    counters: bool
    countered: bool


def entries_of(
    plan_id: int, *, q: str = "", before: int | None = None, until: dt.datetime | None = None, limit: int = 50
) -> list[EntryLine]:
    """The latest first. before: an id."""
    return rows.fetch(
        EntryLine,
        """
        select x.id, x.uuid, x.spent_on, x.amount, x.voucher, x.reason, coalesce(b.scheme, ''), i.number,
          coalesce(i.title_en, ''), coalesce(i.title_hi, ''), coalesce(i.title_ur, ''), x.counters_id is not null,
          exists (select from capacity_expenditure c where c.counters_id = x.id)
        from capacity_plan p
        join capacity_expenditure x on x.organisation_id = p.organisation_id and x.year = p.year
        left join capacity_budgetline b on b.plan_id = p.id and b.thread = x.line
        left join capacity_intervention i on i.plan_id = p.id and i.thread = x.intervention
        where p.id = %(plan)s and (%(before)s::bigint is null or x.id < %(before)s)
          and (%(until)s::timestamptz is null or x.at <= %(until)s)
          and (%(plain)s::text = '' or x.voucher ilike %(q)s or x.reason ilike %(q)s or b.scheme ilike %(q)s
            or i.title_en ilike %(q)s or i.title_hi like %(q)s or i.title_ur like %(q)s)
        order by x.id desc limit %(limit)s
        """,
        {
            "plan": plan_id, "plain": q.strip(), "q": rows.like(q), "before": before, "until": until, "limit": limit,
        },
    )  # fmt: skip
