"""How papers for a place without network stand: of a sitting for its proctors, of one seat for its owner."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.assessment.engine.along import EACH, TOGETHER
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class KeptPage:
    """Of a proctor. started_at: when the start code was entered there."""

    name: str
    name_native: str
    device: str
    given_at: dt.datetime
    started_at: dt.datetime | None
    wrong_codes: int


@dataclasses.dataclass(frozen=True, slots=True)
class KeptPaper:
    """The newest of a seat that was not replaced. lines: that have arrived; answers among them. settled: "" while it
    waits (engine.venue.Settled)."""

    seat: UUID
    device: str
    given_at: dt.datetime
    wrong_codes: int
    settled: str
    lines: int
    answers: int
    noted: bool


_PAPERS = """
select s.uuid, d.name, v.given_at, v.wrong_codes, v.settled,
  (select count(*)::int from assessment_venueline l where l.paper_id = v.id),
  (select count(distinct l.position)::int from assessment_venueline l where l.paper_id = v.id and l.kind = 'answer'),
  s.hand_in <> ''
from assessment_venuepaper v
join assessment_seat s on s.id = v.seat_id
join people_device d on d.id = v.device_id
where v.replaced_at is null and
"""


def offered(sitting_id: int) -> dt.datetime | None:
    """Since when papers of the sitting may be taken along; None where they may not."""
    found: dt.datetime | None = rows.scalar(
        "select made_at from assessment_venueseal where sitting_id = %s", [sitting_id]
    )
    return found


def kept_papers(sitting_id: int) -> dict[UUID, KeptPaper]:
    """By the uuid of the seat."""
    found = rows.fetch(KeptPaper, _PAPERS + "s.sitting_id = %s", [sitting_id])
    return {one.seat: one for one in found}


def kept_paper(seat_id: int) -> KeptPaper | None:
    return rows.first(KeptPaper, _PAPERS + "s.id = %s", [seat_id])


def kept_pages(sitting_id: int) -> list[KeptPage]:
    return rows.fetch(
        KeptPage,
        "select person.name, person.name_native, d.name, w.given_at, w.started_at, w.wrong_codes"
        " from assessment_venueduty w join people_person person on person.id = w.person_id"
        " join people_device d on d.id = w.device_id where w.sitting_id = %s order by w.id",
        [sitting_id],
    )


# By two hundred of the pool, anyhow chosen and always the same: everybody who comes to the test is told its weight.
_WEIGHT = """
select p.draw * coalesce(avg(
  (select max(octet_length(t.text)) from assessment_itemtext t where t.item_id = i.item_id)
  + coalesce((select sum(x.size) from (
      select max(octet_length(t.text)) + 40 as size from assessment_option o
      join assessment_optiontext t on t.option_id = o.id where o.item_id = i.item_id group by o.id) x), 400)
  + 150), 0)::bigint,
  p.draw * coalesce(avg((select coalesce(sum(seen.found[1]::int), 0) * 1333 from (
      select t.text from assessment_itemtext t where t.item_id = i.item_id and t.language = 'en'
      union all
      select t.text from assessment_option o join assessment_optiontext t on t.option_id = o.id
      where o.item_id = i.item_id and t.language = 'en') said(text)
    join lateral regexp_matches(said.text, '-([0-9]{1,3})k[.]webp[)]', 'g') seen(found)
      on seen.found[1]::int * 1000 <= %s)), 0)::bigint
from assessment_paper p join lateral (
  select item_id from assessment_paperitem where paper_id = p.id order by hashint8(item_id) limit 200) i on true
where p.id = %s group by p.id
"""
PAGE = 12_000  # bytes of the page itself
A_SEAT = 2_500  # of a seat in the list of a proctor


def weight(paper_id: int) -> int:
    """About how many bytes a locked paper takes on a phone: locked bytes travel as letters, a third more."""
    texts, pictures = rows.first(lambda *of: of, _WEIGHT, [EACH, paper_id]) or (0, 0)
    return PAGE + (texts + min(pictures, TOGETHER)) * 4 // 3
