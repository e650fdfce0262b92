import uuid

import pytest

from karmayogi.kernel.access import NotFound
from karmayogi.people import api


def test_persons_by_id_and_uuid(asha, bala):
    assert api.person(asha.id) == asha
    assert api.persons([asha.id, bala.id, 10**12]) == {asha.id: asha, bala.id: bala}
    assert api.persons([]) == {}
    assert api.person_by_uuid(bala.uuid) == bala
    assert api.person_by_uuid(uuid.uuid4()) is None
    with pytest.raises(NotFound):
        api.person(10**12)


@pytest.mark.parametrize("q", ["asha", "RAO ash", "आशा", "राव rao"])
def test_names_are_found_by_parts_in_either_script(asha, bala, q):
    assert api.name_search(q) == [asha]
    assert api.name_search(q, among=[bala.id]) == []


@pytest.mark.parametrize("q", ["", "  ", "%", "_", "\\", "zzz", "asha bala"])
def test_nothing_is_found_by_wildcards_or_nothing(asha, bala, q):
    assert api.name_search(q) == []


def test_a_person_is_found_by_the_code_of_another_system(asha, at):
    from karmayogi.kernel.access import System

    row = api.update_person(agent=System("test"), person_id=asha.id, at=at, external_system="eHRMS", external_code="77")
    assert api.person_by_external("eHRMS", "77") == row
    assert api.person_by_external("eHRMS", "") is None
    assert api.person_by_external("SPARROW", "77") is None
