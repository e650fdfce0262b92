"""Django's cache on one small table, for the rate limits and used codes that all web workers must share.

One statement for each operation, where Django's own database cache takes three to five. Values are JSON.
"""

import datetime as dt
import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from karmayogi.kernel import clock, rows

_ALWAYS = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_GET = "select value from people_limit where key = %s and expires_at > %s"
_SET = """
insert into people_limit (key, value, expires_at) values (%s, %s, %s)
on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
"""
_ADD = _SET + "where people_limit.expires_at <= %s"


class PostgresCache(BaseCache):
    """settings.CACHES["default"]."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        value = rows.scalar(_GET, [self._key(key, version), clock.now()])
        if value is None:
            return default
        return json.loads(value) if isinstance(value, str) else value

    def set(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        rows.run(_SET, [self._key(key, version), json.dumps(value), self._end(timeout)])

    def add(self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Sets it only where there is none; two workers cannot both be told True."""
        return rows.run(_ADD, [self._key(key, version), json.dumps(value), self._end(timeout), clock.now()]) == 1

    def delete(self, key: str, version: int | None = None) -> bool:
        return rows.run("delete from people_limit where key = %s", [self._key(key, version)]) == 1

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        sql = "update people_limit set expires_at = %s where key = %s and expires_at > %s"
        return rows.run(sql, [self._end(timeout), self._key(key, version), clock.now()]) == 1

    def clear(self) -> None:
        rows.run("delete from people_limit")

    def purge(self) -> int:
        """Removes what has expired; how many."""
        return rows.run("delete from people_limit where expires_at <= %s", [clock.now()])

    def _key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _end(self, timeout: Any) -> dt.datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return _ALWAYS if seconds is None else clock.now() + dt.timedelta(seconds=float(seconds))
