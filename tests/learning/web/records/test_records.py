import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.kernel import clock, rows
from karmayogi.learning.models import RecordCheck


@pytest.fixture
def see(client, at):
    def call(player, name, data=None):
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        with clock.frozen(at):
            address = reverse(name)
            return client.get(address) if data is None else client.post(address, data, follow=True)

    return call


def test_the_platform_starts_a_check_and_reads_its_log(cast, see, at, run_jobs):
    assert "not checked yet" in see(cast.platform, "learning:records").content.decode()
    assert "on its way" in see(cast.platform, "learning:records_start", {"repair": "yes"}).content.decode()
    with clock.frozen(at):
        run_jobs()
    assert RecordCheck.objects.get().ended_at is not None
    assert "Everything adds up." in see(cast.platform, "learning:records").content.decode()
    rows.run(
        "insert into learning_recordfinding (check_of_id, rule, state, told, at)"
        " select id, 'credit_differs', 'left', '30 / 45', %s from learning_recordcheck",
        [at],
    )
    text = see(cast.platform, "learning:records").content.decode()
    assert "Other hours than the course gives" in text
    assert "30 / 45" in text


@pytest.mark.parametrize("who", ["learner", "admin", "analyst", "publisher"])
def test_for_anybody_else_it_is_not_there(cast, see, who):
    assert see(cast.everyone[who], "learning:records").status_code == 404
    assert see(cast.everyone[who], "learning:records_start", {"repair": "yes"}).status_code == 404
    assert not RecordCheck.objects.exists()
