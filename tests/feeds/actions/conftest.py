"""Drops of the Ministry of Personnel's own system."""

import csv
import datetime as dt
import io

import pytest

from karmayogi.feeds.actions.send_feed import access_feed, approve_feed, send_feed
from karmayogi.feeds.engine.drop import FIELDS, HEADINGS
from karmayogi.kernel import bulk, clock

BASE = {"group": "Group B", "designation": "Assistant Section Officer", "office": "T-EST"}


def officer(number, **fields):
    return {
        "code": f"00{number}", "name": "Kamala Devi", "email": f"officer{number}@personnel.example.in",
        "mobile": f"97111{number:05d}", **BASE, **fields,
    }  # fmt: skip


def drop(*officers):
    """A CSV of these officers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    writer.writerows([[one.get(field, "") for field in FIELDS] for one in officers])
    return out.getvalue().encode()


class Exchange:
    """Sends, approves, undoes; each on a day of its own, as offices do."""

    def __init__(self, cast, at, run_jobs):
        self.cast, self.at, self.run_jobs = cast, at, run_jobs

    def later(self):
        self.at += dt.timedelta(days=1)

    def run(self):
        with clock.frozen(self.at):
            self.run_jobs()

    def send(self, *officers, content=None, trial=False, filename="feed.csv"):
        act = send_feed(
            actor=self.cast.admin.actor(self.at), organisation_uuid=self.cast.ministry.uuid, filename=filename,
            content=drop(*officers) if content is None else content, trial=trial, at=self.at,
        )  # fmt: skip
        self.run()
        return self.see(act)

    def see(self, act):
        return bulk.access_act(self.cast.admin.actor(self.at), act.uuid)

    def feed(self, act):
        return access_feed(self.cast.admin.actor(self.at), act.uuid)

    def approve(self, act, who=None, reason=""):
        approve_feed(actor=(who or self.cast.admin).actor(self.at), act_uuid=act.uuid, reason=reason, at=self.at)
        self.run()
        return self.see(act)

    def undo(self, act):
        bulk.undo(actor=self.cast.admin.actor(self.at), uuid=act.uuid, at=self.at)
        self.run()
        return self.see(act)

    def counts(self, act):
        feed = self.feed(act)
        return {
            what: count
            for what in ("joined", "gone", "moved", "changed", "unchanged", "queued")
            if (count := getattr(feed, what))
        }

    def problems(self, act):
        return {
            row.raw[0]: "; ".join(f"{field}: {text}" for field, text in row.messages)
            for row in bulk.rows_of(act.id, outcomes=["error"], limit=500)
        }


@pytest.fixture
def exchange(cast, at, run_jobs, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    return Exchange(cast, at, run_jobs)
