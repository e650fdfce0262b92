"""An import-linter contract: between the packages of the house, only named face modules may be imported."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class FacesContract(Contract):
    root = fields.StringField()
    faces: Any = fields.SetField(subfield=fields.StringField())
    open_packages: Any = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        inside = f"{self.root}."
        depth = inside.count(".")
        broken = [
            f"{importer} -> {imported}"
            for importer in sorted(graph.modules)
            if importer.startswith(inside)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported.startswith(inside) and not self._allowed(importer.split("."), imported.split("."), depth)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _allowed(self, importer: list[str], imported: list[str], depth: int) -> bool:
        if importer[depth] == imported[depth] or imported[depth] in self.open_packages:
            return True
        return len(imported) > depth + 1 and imported[depth + 1] in self.faces

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["broken"]:
            output.print_error(line)
