"""From a SCIM filter (RFC 7644, 3.4.2.2) to a condition in SQL, with every value as a parameter. Pure.

The grammar is parsed and typed by scim2-models; here its tree becomes SQL that answers as `ScimFilter.match` does,
which a test proves on generated filters. Conditions are two-valued: NULL never gets out, so `not` means the opposite.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from scim2_models import AttributeBinding, BaseModel, InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)
from scim2_models.path.resolution import coerce_value

_ORDER = {
    CompareOperator.gt: ">", CompareOperator.ge: ">=", CompareOperator.lt: "<", CompareOperator.le: "<=",
}  # fmt: skip
_TEXT_ONLY = (CompareOperator.co, CompareOperator.sw, CompareOperator.ew)


@dataclasses.dataclass(frozen=True, slots=True)
class Rows:
    """A multi-valued attribute. source: what follows FROM, ending in WHERE and the link to the outer row.

    columns: sub-attribute (Python name) -> SQL. order: SQL by which the first or primary one is found.
    """

    source: str
    columns: Mapping[str, str]
    order: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """Where the attributes of a resource are. one: URN in lower case -> SQL (NULL where unassigned).

    many: URN of a multi-valued attribute in lower case -> its rows.
    """

    one: Mapping[str, str]
    many: Mapping[str, Rows]


def condition(scim_filter: ScimFilter[Any], columns: Columns) -> tuple[str, list[Any]]:
    """SQL and its parameters. Raises InvalidFilterException for what the attribute cannot take."""
    writer = _Writer(scim_filter, columns)
    try:
        return writer.visit(scim_filter.ast), writer.params
    except RecursionError:
        raise InvalidFilterException(detail="The filter is nested too deeply.") from None


def order(binding: AttributeBinding | None, columns: Columns) -> str | None:
    """SQL to sort by; None for an attribute that cannot be sorted by."""
    if binding is None:
        return None
    rows = columns.many.get(_head(binding).lower())
    if rows is not None:
        sql = rows.columns.get(binding.sub_field_name or "value")
        return (
            None
            if sql is None
            else f"(select {_folded(sql, binding)} from {rows.source} order by {rows.order} limit 1)"
        )
    found = columns.one.get(binding.urn.lower())
    return None if found is None else _folded(found, binding)


def _folded(sql: str, binding: AttributeBinding) -> str:
    if binding.target_type is bool or binding.target_type is int or binding.target_type is dt.datetime:
        return sql
    return f'{sql} collate "C"' if binding.case_exact else f'lower({sql}) collate "C"'


def _head(binding: AttributeBinding) -> str:
    """The URN of the attribute that holds the sub-attribute."""
    return binding.urn.rpartition(".")[0] if binding.sub_field_name else binding.urn


class _Writer(FilterVisitor[str]):
    """One filter; `rows` is set while the filter in brackets of a multi-valued attribute is written."""

    def __init__(self, scim_filter: ScimFilter[Any], columns: Columns) -> None:
        self.filter = scim_filter
        self.columns = columns
        self.params: list[Any] = []
        self.inside: tuple[type[BaseModel], Rows] | None = None

    def visit_not(self, node: Not) -> str:
        return f"(not {self.visit(node.expr)})"

    def visit_logical_expr(self, node: LogicalExpr) -> str:
        word = " and " if node.op == LogicalOperator.and_ else " or "
        return "(" + word.join(self.visit(term) for term in node.terms) + ")"

    def visit_value_path(self, node: ValuePath) -> str:
        binding = self.filter.resolve(node.attr_path, strict=False) if self.inside is None else None
        rows = self.columns.many.get(binding.urn.lower()) if binding else None
        if binding is None or rows is None:
            return "false"
        if not isinstance(binding.field_type, type) or not issubclass(binding.field_type, BaseModel):
            raise InvalidFilterException(detail=f"{node.attr_path} has no sub-attributes to select by.")
        self.inside = binding.field_type, rows
        try:
            return f"exists (select from {rows.source} and {self.visit(node.val_filter)})"
        finally:
            self.inside = None

    def visit_present(self, node: Present) -> str:
        if self.inside is not None:
            sql, _binding = self._element(node.attr_path)
            return "false" if sql is None else f"({sql} is not null)"
        binding = self.filter.resolve(node.attr_path, strict=False)
        return "false" if binding is None else self._present(binding)

    def visit_comparison(self, node: Comparison) -> str:
        if self.inside is not None:
            sql, binding = self._element(node.attr_path)
            if sql is None or binding is None:
                return "false"
            return self._compare(sql, binding, node.op, coerce_value(binding, node.value, node.op))
        binding = self.filter.resolve_comparison(node.attr_path, strict=False)
        if binding is None:
            return "false"
        expected = coerce_value(binding, node.value, node.op)
        rows = self.columns.many.get(_head(binding).lower())
        if rows is not None:
            return self._any(rows, binding, node.op, expected)
        sql = self.columns.one.get(binding.urn.lower())
        if sql is not None:
            return self._compare(sql, binding, node.op, expected)
        # A complex attribute as a whole equals nothing but its own absence.
        if node.op == CompareOperator.ne:
            return self._present(binding) if expected is None else "true"
        return f"(not {self._present(binding)})" if node.op == CompareOperator.eq and expected is None else "false"

    def _present(self, binding: AttributeBinding) -> str:
        rows = self.columns.many.get(_head(binding).lower())
        if rows is not None:
            names = [binding.sub_field_name] if binding.sub_field_name else list(rows.columns)
            held = " or ".join(f"{rows.columns[name]} is not null" for name in names if name in rows.columns)
            return f"exists (select from {rows.source} and ({held or 'false'}))"
        sql = self.columns.one.get(binding.urn.lower())
        if sql is not None:
            return f"({sql} is not null)"
        parts = [sql for urn, sql in self.columns.one.items() if urn.startswith(binding.urn.lower() + ".")]
        return "(" + (" or ".join(f"{part} is not null" for part in parts) or "false") + ")"

    def _any(self, rows: Rows, binding: AttributeBinding, op: CompareOperator, expected: Any) -> str:
        """Some value fits; for `ne`, none is equal. An attribute without values equals null."""
        sql = rows.columns.get(binding.sub_field_name or "value")
        if sql is None:
            return "true" if op == CompareOperator.ne and expected is not None else "false"
        some, empty = f"exists (select from {rows.source}", f"(not exists (select from {rows.source}))"
        if expected is None and op == CompareOperator.eq:
            return f"({empty} or {some} and {sql} is null))"
        if expected is None and op == CompareOperator.ne:
            return f"(not {empty} and not {some} and {sql} is null))"
        if op == CompareOperator.ne:
            return f"(not {some} and {self._compare(sql, binding, CompareOperator.eq, expected)}))"
        return f"{some} and {self._compare(sql, binding, op, expected)})"

    def _element(self, path: AttrPath) -> tuple[str | None, AttributeBinding | None]:
        """The column of a sub-attribute named inside brackets."""
        model, rows = self.inside or (None, None)
        if model is None or rows is None or path.sub_attr is not None or path.uri is not None:
            return None, None
        binding = ScimFilter[model](f"{path.attr} pr").resolve(path, strict=False)  # type: ignore[valid-type]
        if binding is None:
            return None, None
        return rows.columns.get(binding.field_name), binding

    def _compare(self, sql: str, binding: AttributeBinding, op: CompareOperator, expected: Any) -> str:
        if expected is None:
            known = {CompareOperator.eq: f"({sql} is null)", CompareOperator.ne: f"({sql} is not null)"}
            return known.get(op, "false")
        if isinstance(expected, str):
            return self._compare_text(sql, binding, op, expected)
        if op in _TEXT_ONLY:
            return "false"
        if isinstance(expected, bool):
            left, kind = f"{sql}", "boolean"
            if binding.target_type is not bool:
                left, kind, expected = f"{sql}::numeric", "numeric", int(expected)
        elif isinstance(expected, dt.datetime):
            left, kind = sql, "timestamptz"
            expected = expected if expected.tzinfo else expected.replace(tzinfo=dt.UTC)
        elif isinstance(expected, int | float):
            left, kind = f"{sql}::numeric", "numeric"
        else:
            return "true" if op == CompareOperator.ne else "false"
        return self._operate(left, op, f"%s::{kind}", expected)

    def _compare_text(self, sql: str, binding: AttributeBinding, op: CompareOperator, expected: str) -> str:
        value = binding.comparable(expected)
        try:
            value.encode()
        except UnicodeEncodeError:
            value = "\0"
        if "\0" in value:  # no text in the database can hold it
            return "true" if op == CompareOperator.ne else "false"
        if binding.target_type in (bool, int, dt.datetime):
            return "true" if op == CompareOperator.ne else "false"
        left = sql if binding.case_exact else f"lower({sql})"
        match op:
            case CompareOperator.co:
                self.params.append(value)
                return f"coalesce(position(%s::text in {left}) > 0, false)"
            case CompareOperator.sw:
                self.params.append(value)
                return f"coalesce(starts_with({left}, %s::text), false)"
            case CompareOperator.ew:
                self.params += [value, value]
                return f"coalesce(right({left}, length(%s::text)) = %s::text, false)"
        return self._operate(f'{left} collate "C"', op, "%s::text", value)

    def _operate(self, left: str, op: CompareOperator, right: str, value: Any) -> str:
        self.params.append(value)
        if op == CompareOperator.eq:
            return f"coalesce({left} = {right}, false)"
        if op == CompareOperator.ne:
            return f"({left} is distinct from {right})"
        return f"coalesce({left} {_ORDER[op]} {right}, false)"


__all__ = ["Columns", "FilterNode", "Rows", "condition", "order"]
