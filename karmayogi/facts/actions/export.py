"""Facts as files, for engines beside the store: a cluster reads them where one machine does not suffice."""

import dataclasses
import datetime as dt
from pathlib import Path

from karmayogi.facts.queries.state import last
from karmayogi.facts.store.client import Client
from karmayogi.facts.types import Refused
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class Exported:
    """A file for each fact table. as_on: everything committed before this moment is in them."""

    folder: Path
    as_on: dt.datetime


def export(*, store: Client, kind: str = "Parquet") -> Exported | None:
    """None when a run is on, of which half would be seen. Raises StoreFault, also for a store that is being filled."""
    with rows.alone("facts.flow") as free:
        if not free:
            return None
        note = last(store)
        if note is None:
            raise Refused("nothing has flowed in yet")
        return Exported(store.export(kind), note.as_on)
