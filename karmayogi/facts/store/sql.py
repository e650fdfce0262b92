"""Statements of the store itself, beside those of the fact tables."""

import msgspec

SETTINGS = (
    "create database if not exists facts engine = Atomic",
    "use facts",
    "set join_use_nulls = 1",  # as in every other database
    "set max_bytes_before_external_group_by = 1000000000",
    "set max_bytes_before_external_sort = 1000000000",
    "set join_algorithm = 'parallel_hash,hash'",  # built by all cores
    "set query_plan_join_swap_table = 'false'",  # by what it remembers of the last time it took five times as long
    "set max_bytes_in_join = 3000000000",  # a country's officers, by person
    "set do_not_merge_across_partitions_select_final = 1",
    "set input_format_null_as_default = 0",  # nothing in place of a number is no zero
    "set output_format_json_quote_64bit_integers = 0",
    "set max_query_size = 4194304",  # a list of persons
)
BOOKS = (
    "create table if not exists run (run UInt64, state LowCardinality(String), note String, "
    "written_at DateTime64(3) default now64(3)) engine = MergeTree order by run "
    "settings fsync_after_insert = 1, fsync_part_directory = 1",
    # Whose rows a run has read, by the first column of the key of a table: first to last. Until the run is complete.
    "create table if not exists asked (name String, first Int64, last Int64) engine = MergeTree order by (name, first) "
    "settings fsync_after_insert = 1, fsync_part_directory = 1",
    "create table if not exists kept (run UInt64, name String, counted UInt64, checksum UInt64) "
    "engine = MergeTree order by (run, name)",
    "create table if not exists checked (run UInt64, checked_at DateTime64(6, 'UTC'), name String, counted UInt64, "
    "checksum UInt64, counted_anew UInt64, checksum_anew UInt64) engine = MergeTree order by (run, name)",
)
FORMATS = {"Parquet": "parquet", "TabSeparated": "tsv"}  # in which facts leave the store, and how files are called


def row(number: int, note: str, state: str = "done") -> str:
    return msgspec.json.encode({"run": number, "state": state, "note": note}).decode()
