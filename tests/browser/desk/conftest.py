"""The desk at which two people work, for the tests of one module."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import clean_environment
from desk_at_work import CHROMIUM, FLAGS, PATIENCE_SECONDS, PEOPLE, Desk, browser_of, listens
from playwright.sync_api import expect, sync_playwright
from running_paper import free_port, wait_until


@pytest.fixture(scope="module")
def desk(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A paper with three stories and its desk alone: readers are served elsewhere."""
    folder, port = Path(shutil.copytree(founded, tmp_path_factory.mktemp("two") / "paper")), free_port()
    environment = clean_environment() | {"BROADSHEET_PAPER": str(folder), "BROADSHEET_DESK_PORT": str(port)}
    made = subprocess.run([sys.executable, "-c", PEOPLE], env=environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout.splitlines()[-1])
    with (folder / "desk.log").open("wb") as log, sync_playwright() as playwright:
        command = [sys.executable, "-m", "broadsheet.cli.desk_process"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: listens(port), seconds=PATIENCE_SECONDS, what="the desk listens")
            expect.set_options(timeout=PATIENCE_SECONDS * 1000)
            chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            address = f"http://127.0.0.1:{port}"
            chief, maly = (
                browser_of(chromium, {"name": told["cookie"], "value": key, "url": address}) for key in told["sessions"]
            )
            yield Desk(address, told["story"], chief, maly)
            chromium.close()
        finally:
            process.terminate()
            process.wait(30)
