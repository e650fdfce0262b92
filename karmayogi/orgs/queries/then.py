"""How posts and incumbencies were on a day: what is now and what has been, read as one (decision 0012).

A question of today and one of ten years ago run the same statement; the planner goes through both halves by the same
key, and the half of the past is empty wherever nothing was ever changed.
"""

POSTS = """(
  select id as post_id, organisation_id, organisation_path, designation_id, label, reports_to_id, sanctioned,
    coalesce(as_is_from, valid_from) as valid_from, valid_to
  from orgs_post
  union all
  select post_id, organisation_id, organisation_path, designation_id, label, reports_to_id, sanctioned,
    valid_from, valid_to
  from orgs_postpast
)"""

# since: first day of the incumbency itself, not of the part under this path.
INCUMBENCIES = """(
  select id as incumbency_id, person_id, post_id, kind, organisation_path,
    coalesce(placed_from, valid_from) as valid_from, valid_to, valid_from as since
  from orgs_incumbency
  union all
  select i.id, x.person_id, i.post_id, i.kind, x.organisation_path, x.valid_from, x.valid_to, i.valid_from
  from orgs_incumbencypast x join orgs_incumbency i on i.id = x.incumbency_id
)"""


def _on(column: str) -> str:
    return (
        f"case when p.as_is_from > %(on)s then coalesce((select x.{column} from orgs_postpast x "
        f"where x.post_id = p.id and x.valid_from <= %(on)s and x.valid_to > %(on)s), p.{column}) "
        f"else p.{column} end as {column}"
    )


# Posts found by their id, as they are on %(on)s. The row tells of the last change, which may be ordered for a later
# day; for all others this costs one comparison. Whoever looks for posts by designation, unit or superior takes POSTS.
POSTS_AS_ON = f"""(
  select p.id, p.uuid, p.code, p.valid_from, p.valid_to, {_on("designation_id")}, {_on("reports_to_id")},
    {_on("organisation_id")}, {_on("organisation_path")},
    {_on("label")}
  from orgs_post p
)"""

# Kinds by which somebody fills a seat; additional charge and officiating look after one that is vacant.
FILLS = "('substantive', 'deputation', 'contract', 'elected')"


def main_first(alias: str, *, since: str = "valid_from", id: str = "id") -> str:
    """Terms of "order by" that put a person's main post first (and the main holder of a post): by which she fills a
    seat, else the charge that she has had longest. since, id: what THEN_INCUMBENCIES calls them."""
    return f"({alias}.kind in {FILLS}) desc nulls last, {alias}.{since}, {alias}.{id}"


def on(alias: str) -> str:
    """Whether the row counts on the day %(on)s."""
    return f"{alias}.valid_from <= %(on)s and ({alias}.valid_to is null or {alias}.valid_to > %(on)s)"
