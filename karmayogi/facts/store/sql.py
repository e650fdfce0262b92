"""Statements of the store itself, beside those of the fact tables."""

import msgspec

SETTINGS = (
    "create database if not exists facts engine = Atomic",
    "use facts",
    "set join_use_nulls = 1",  # as in every other database
    "set max_bytes_before_external_group_by = 1000000000",
    "set max_bytes_before_external_sort = 1000000000",
    "set join_algorithm = 'parallel_hash,hash'",  # built by all cores
    "set max_bytes_in_join = 3000000000",  # a country's officers, by person
    "set do_not_merge_across_partitions_select_final = 1",
    "set output_format_json_quote_64bit_integers = 0",
    "set max_query_size = 4194304",  # a list of persons
)
BOOKS = (
    "create table if not exists run (run UInt64, state LowCardinality(String), note String, "
    "written_at DateTime64(3) default now64(3)) engine = MergeTree order by run "
    "settings fsync_after_insert = 1, fsync_part_directory = 1",
    "create table if not exists checked (run UInt64, checked_at DateTime64(6, 'UTC'), name String, counted UInt64, "
    "checksum UInt64, counted_anew UInt64, checksum_anew UInt64) engine = MergeTree order by (run, name)",
)


def row(number: int, note: str) -> str:
    return msgspec.json.encode({"run": number, "state": "done", "note": note}).decode()
