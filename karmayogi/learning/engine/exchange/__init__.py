"""Readers of courses made elsewhere: each has FORMAT, `recognise(files)` and `read(files)` -> CoursePlan.

They run in the child process that unpacked the archive, on what a stranger wrote. A reader raises CourseFault for a
file that is no course at all; everything else it cannot bring in becomes a line of the report.
"""
