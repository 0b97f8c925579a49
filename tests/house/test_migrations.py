"""The desk database's migrations say all that the models say."""

from __future__ import annotations

import os
import subprocess
import sys

from repository import ROOT


def test_no_model_has_changed_without_a_migration() -> None:
    program = (
        "import tests.start_django; from django.apps import apps; from django.core.management import call_command; "
        "ours = [app.label for app in apps.get_app_configs() if app.name.startswith('broadsheet.')]; "
        "call_command('makemigrations', *ours, check_changes=True, dry_run=True)"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("BROADSHEET", "DJANGO"))}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
