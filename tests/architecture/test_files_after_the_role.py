"""A link to a file that somebody could take away yesterday: after her role went elsewhere, or ended, it answers as to
somebody who never had it. Made from the URL configuration, as the access matrix is; a new file is in it at once."""

from django.test import Client
from django.urls import reverse

from karmayogi.kernel import clock, rows
from tests.architecture.test_access_matrix import (
    ADDRESSES,
    bare,
    is_file,
    of_a_file,
    signed_in,
    strangers_values,
    values_for,
    world,  # noqa: F401 (a fixture)
)

HOLDERS = ("admin", "analyst", "platform")
OWN = {"talent:statement"}  # of her own year, whatever her role
# Extracts of rooms are for assessors, whom no role makes: tests/evaluation holds their ends.
SURELY = {
    "insight:organisation_xlsx", "insight:organisation_csv",
    "insight:scores_xlsx", "insight:institutes_xlsx", "insight:snapshot_document", "insight:report_paper",
    "insight:honesty_xlsx", "learning:report_export",
}  # fmt: skip


def ask(client: Client, name: str, values):
    client.cookies.pop("messages", None)
    return client.get(reverse(name, kwargs=values))


def test_a_kept_link_to_a_file_ends_with_the_role(cast, world, at):  # noqa: F811
    with clock.frozen(at):
        clients = {who: signed_in(getattr(cast, who), at) for who in HOLDERS}
        stranger = signed_in(cast.outsider, at)
        links = [
            (who, name, values)
            for name, pattern in ADDRESSES.items()
            if of_a_file(name) and name not in OWN
            for values in [values_for(name, pattern, world)]
            for who in HOLDERS
            if is_file(ask(clients[who], name, values))
        ]
        opened = {name for _who, name, _values in links}
        assert opened >= SURELY, SURELY - opened
        # Moved: the same roles over another ministry, where nothing of Asha's is.
        rows.run(
            "update orgs_delegatedauthority set organisation_id = %s, path = %s where person_id = any(%s)",
            [cast.other_ministry.id, cast.other_ministry.path, [getattr(cast, who).person_id for who in HOLDERS]],
        )
        of_hers = [link for link in links if link[2].keys() & {"organisation", "snapshot", "many"}]
        assert of_hers
        kept = [link for link in of_hers if is_file(ask(clients[link[0]], *link[1:]))]
        assert kept == [], "after the subtree became another one"
        rows.run(
            "update orgs_delegatedauthority set valid_to = %s where person_id = any(%s)",
            [at, [getattr(cast, who).person_id for who in HOLDERS]],
        )
        wrong = []
        for who, name, values in links:
            answer, without = (ask(one, name, values) for one in (clients[who], stranger))
            nothing = ask(clients[who], name, strangers_values(values, ADDRESSES[name]))
            if answer.status_code != without.status_code:
                wrong.append(f"{who} {name}: {answer.status_code}, not {without.status_code}")
            elif answer.status_code == 404 and bare(answer) != bare(nothing):
                wrong.append(f"{who} {name}: not as not there")
        assert wrong == [], wrong
        answers = {name: ask(clients[who], name, values).status_code for who, name, values in links}
        assert {answers[name] for name in SURELY} == {404}
