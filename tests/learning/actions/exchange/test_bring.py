import io

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning.actions.exchange.bring import bring
from karmayogi.learning.models import BroughtCourse, Course
from karmayogi.learning.queries.exchange.brought import access_brought, place_of
from tests.learning import foreign


@pytest.mark.parametrize("name", ["qti", "moodle"])  # a zip and a tar; the others in test_publish_brought.py
def test_a_file_is_brought_and_publishes_nothing(bringing, cast, at, name):
    now = bringing(name)
    brought = access_brought(cast.publisher.actor(at), now.uuid)
    assert (brought.format, brought.state, brought.course_uuid) == (name, "read", None)
    assert brought.plan.report
    assert brought.brought_by == "Imran Khan"
    assert not Course.objects.exists()
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'learning:brought:create'") == 1


def test_the_same_file_again_changes_nothing(bringing):
    first, again = bringing("olx"), bringing("olx")
    assert (first.new, again.new) == (True, False)
    assert first.uuid == again.uuid
    assert BroughtCourse.objects.count() == 1


REFUSED = (
    (b"no archive", "not a zip"),
    (b"\x1f\x8bno archive", "damaged"),
    (foreign.zipped({"../x": b"1"}), "leads out"),
    (foreign.zipped({"a.txt": b"1"}), "No known format"),
    (foreign.zipped({"moodle_backup.xml": b"<!DOCTYPE x><a/>"}), "DOCTYPE"),
    (foreign.zipped({"x.xml": b"\0" * 2_000_000}), "packed so tightly"),
)


def test_a_refused_file_is_said_in_words_and_leaves_nothing(bringing):
    for content, words in REFUSED:
        with pytest.raises(Refused, match=words):
            bringing(content)
    assert not BroughtCourse.objects.exists()
    assert list(place_of("").iterdir()) == []


def test_what_a_file_is_called_is_no_path(bringing):
    now = bringing("olx", "../../etc/evil.tar.gz")
    assert BroughtCourse.objects.get(uuid=now.uuid).filename == "evil.tar.gz"


def test_only_publishers_bring(cast, at):
    for player in (cast.learner, cast.admin, cast.analyst, cast.platform):
        with pytest.raises(NotFound):
            bring(agent=player.actor(at), source=io.BytesIO(b""), filename="x", at=at)
