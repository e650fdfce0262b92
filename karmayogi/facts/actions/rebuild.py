"""Everything anew, in the background: after something that the marks do not see."""

from karmayogi.facts.actions.refresh import refresh
from karmayogi.facts.store.client import here
from karmayogi.facts.types import Busy
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, task


@task(queue_name=LONG)
def rebuild() -> None:
    """Raises Busy when another run is on, so that the job comes again: that one may have read before the change."""
    if refresh(store=here(), at=clock.now(), everything=True) is None:
        raise Busy("another run is on")
