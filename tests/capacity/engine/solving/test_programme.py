"""The solver is loaded by the job that solves alone: workers of pages import the same modules, and would carry it."""

import ast
from pathlib import Path

import karmayogi


def test_no_module_loads_the_solver_by_being_imported():
    files = list(Path(karmayogi.__file__).parent.rglob("*.py"))
    using = [path for path in files if "highspy" in path.read_text()]
    assert using, "it is looked for where it is"
    for path in using:
        for node in ast.parse(path.read_text()).body:
            assert not (isinstance(node, ast.Import) and any(one.name == "highspy" for one in node.names)), path
            assert not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("highspy")), path
