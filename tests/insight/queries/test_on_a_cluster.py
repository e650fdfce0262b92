"""The same on a real cluster: `make bench-distributed`."""

import os

import pytest

from bench.cluster import Cluster
from karmayogi.facts.actions.export import export
from karmayogi.facts.actions.refresh import refresh
from karmayogi.facts.engine.tables import TABLES
from karmayogi.facts.queries.ask import dated
from karmayogi.insight.queries.from_facts import FACTS, counted, days_of
from tests.insight.queries.test_third import days, played


@pytest.mark.skipif(
    "KARMAYOGI_CLUSTER" not in os.environ,
    reason="a cluster takes a Java development kit, 480 MB of Spark and minutes: make bench-distributed runs this",
)
def test_every_figure_of_every_unit_is_the_same_on_two_workers(world, profile, sign, store, at, monkeypatch, tmp_path):
    played(world, profile, sign, monkeypatch)
    refresh(store=store, at=at, everything=True)
    done = export(store=store)
    assert done is not None
    with Cluster(tmp_path / "cluster", memory=1500) as cluster:
        cluster.ready()
        cluster.tables(done.folder, list(TABLES))
        for on in days(at):
            for code, metric in FACTS.items():
                found = cluster.ask(dated(metric.facts, days_of(on)))
                there = {int(unit): (int(one), int(two)) for unit, one, two in found.rows if int(one) or int(two)}
                assert there == counted(metric, on), (code, on)
        assert found.executors == 2
