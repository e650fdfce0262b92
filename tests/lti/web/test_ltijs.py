"""ltijs, which many tools are made with, against the product on a port: launch, score, members, an exercise chosen.

It is installed from tests/lti/judges/package-lock.json into .cache/ where node and the registry are.
"""

import json
import random
import socket
import subprocess
from pathlib import Path

import pytest
import requests

from karmayogi.learning import api as learning
from karmayogi.lti.actions import register_tool
from karmayogi.lti.models import Deployment, Tool
from tests.cast import Cast
from tests.judges import installed
from tests.learning.studio import Studio
from tests.lti.conftest import Desk, browser, given
from tests.lti.pytool import Form
from tests.server import serving


@pytest.fixture
def ltijs():
    """The tool runs: its address, and how it is told of a platform."""
    home = installed(Path(__file__).resolve().parents[1] / "judges")
    port = next(filter(_free, (random.randrange(20_000, 30_000) for _ in range(100))))  # noqa: S311
    with subprocess.Popen(
        ["node", "tool.mjs", str(port)], cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as node:
        try:
            assert node.stdout.readline() == "ready\n"

            def know(**platform):
                node.stdin.write(json.dumps(platform) + "\n")
                node.stdin.flush()
                assert node.stdout.readline() == "known\n"

            yield f"http://127.0.0.1:{port}", know
        finally:
            node.kill()


def _free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_tool_made_with_ltijs_plays_a_part_and_gives_an_exercise(ltijs, committed_db, settings, now):
    home, know = ltijs
    settings.PRIVATE_ADDRESSES = True
    with serving(settings) as ours:
        desk = Desk(Cast(now), now)
        made = register_tool.register(
            actor=desk.cast.admin.actor(now), organisation=desk.cast.ministry.uuid, at=now,
            given=given(
                name="Ropes", initiation_url=f"{home}/login", target_url=f"{home}/launch", jwks_url=f"{home}/keys",
                deep_link_url=f"{home}/launch", redirect_uris=(f"{home}/launch",),
            ),
        )  # fmt: skip
        row = Tool.objects.get(uuid=made)
        know(ours=ours, clientId=row.client_id)
        deployment = Deployment.objects.get(tool=row)
        desk.py.launch_url = f"{home}/launch"
        course, link = desk.publish("T-2", deployment=deployment)

        enrolment, part = desk.enrol(desk.asha, course)
        client = browser(desk.asha, now)
        answer = _walk(desk, client, desk.start(client, part))
        assert answer.status_code == 200, answer.text
        said = answer.json()
        sub = said["user"]
        assert sub != str(desk.asha.person_uuid)
        assert said | {"roles": None} == {
            "user": sub, "name": "Asha Verma", "email": None, "roles": None,
            "custom": {"from": "us", "exercise": "7"}, "course": str(course.uuid), "link": str(link.uuid),
            "members": [sub], "scores": [[sub, 17, 20]], "items": [["Exercise", 20]],
        }  # fmt: skip
        assert any(role.endswith("#Learner") for role in said["roles"])
        here = learning.lesson(desk.asha.actor(now), enrolment).part("tool")
        assert (here.done, here.score) == (True, 85)

        studio = Studio(desk.cast, now)
        draft, author = studio.begin(), browser(studio.author, now)
        author.post(f"/lti/drafts/{draft}/", {"act": "agree", "deployment": str(deployment.uuid)})
        answer = _walk(desk, author, author.get(f"/lti/drafts/{draft}/begin/{deployment.uuid}/")["Location"])
        back = Form(answer.text)
        assert back.action.startswith(ours) and back.fields["JWT"], answer.text
        answer = author.post(back.action.removeprefix(ours), back.fields)
        assert answer.status_code == 302 and "Knots" in author.get(answer["Location"]).content.decode()


def _walk(desk, client, address):
    """What the browser gets from the tool in the end, when we have sent it there."""
    with requests.Session() as there:
        asked = there.get(address, allow_redirects=False, timeout=30)
        assert asked.status_code == 302, asked.text
        form = desk.posted(client, asked.headers["Location"])
        return there.post(form.action, form.fields, timeout=60)
