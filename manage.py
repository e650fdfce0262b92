#!/usr/bin/env python
"""Django's command line, in the mode that KARMAYOGI_MODE names."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    if sys.argv[1:2] == ["work"]:
        os.environ.setdefault("KARMAYOGI_PART", "jobs")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{os.environ.get('KARMAYOGI_MODE', 'dev')}")
    execute_from_command_line(sys.argv)
