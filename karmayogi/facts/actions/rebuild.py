"""Everything anew, in the background: after something that the marks do not see."""

from karmayogi.facts.actions.refresh import refresh
from karmayogi.facts.store.client import here
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, task


@task(queue_name=LONG)
def rebuild() -> None:
    refresh(store=here(), at=clock.now(), everything=True)
