"""The file that puts an event into a calendar (RFC 5545, by the icalendar library)."""

import datetime as dt

from icalendar import Calendar, Event

from karmayogi.learning.queries.gatherings.gathering import GatheringPage


def calendar_file(page: GatheringPage, *, title: str, summary: str, address: str, host: str, at: dt.datetime) -> bytes:
    """In UTC, so that every calendar shows it in its own time. SEQUENCE is the version: a newer one moves the entry.

    The link stands in it only for somebody who has a seat.
    """
    entry = Event()
    entry.add("uid", f"{page.uuid}@{host}")
    entry.add("dtstamp", at)
    entry.add("sequence", page.version)
    entry.add("dtstart", page.starts_at.astimezone(dt.UTC))
    entry.add("dtend", page.ends_at.astimezone(dt.UTC))
    entry.add("summary", title)
    entry.add("description", summary)
    entry.add("url", address)
    seated = page.place_state == "registered"
    where = page.place or (page.link if seated else "")
    if where:
        entry.add("location", where)
    entry.add("status", "CONFIRMED" if page.status == "published" else "CANCELLED")
    book = Calendar()
    book.add("prodid", "-//Karmayogi//events//EN")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add_component(entry)
    return book.to_ical()
