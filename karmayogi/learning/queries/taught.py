"""What a version teaches, as certificates say it."""

from karmayogi.kernel import rows

_TAUGHT = """
select k.code, k.name_en, cc.level from learning_coursecompetency cc
join competencies_competency k on k.id = cc.competency_id where cc.version_id = %s order by k.code
"""


def taught(version_id: int) -> list[tuple[str, str, int]]:
    """Code, name and level of each competency."""
    return rows.fetch(lambda code, name, level: (code, name, level), _TAUGHT, [version_id])
