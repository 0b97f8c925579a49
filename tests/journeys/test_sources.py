"""Sources of a paper on its own machine: looked at side by side, once each, and listed with how they do."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator

from command_line import PROGRAM, CommandLine, clean_environment
from loopback import Server, answer, serving

A_WHILE = 50
"""Seconds; within this the others must have been served, or the one that waits for them fails."""

SET_UP = """
import django, json, sys
django.setup()
from broadsheet.wire.models import Source
for slug, address in json.loads(sys.argv[1]).items():
    Source.objects.create(slug=slug, name=slug.title(), kind="feed", address=address, every_seconds=3600)
"""


def set_up(command: CommandLine, server: Server, *slugs: str) -> None:
    settings = command.folder / "paper.toml"
    opened = f'hosts = ["127.0.0.1:{server.port}"]'
    settings.write_text(settings.read_text("utf-8").replace("# hosts = []", opened), "utf-8")
    sources = json.dumps({slug: f"http://127.0.0.1:{server.port}/{slug}" for slug in slugs})
    environment = {"BROADSHEET_PAPER": str(command.folder), "DJANGO_SETTINGS_MODULE": "broadsheet.settings.django"}
    subprocess.run([sys.executable, "-c", SET_UP, sources], env=clean_environment() | environment, check=True)


def test_one_source_keeps_none_of_the_others_and_two_machines_share(command: CommandLine) -> None:
    waits, others = threading.Event(), threading.Semaphore(0)

    def answering(head: bytes) -> Iterator[bytes]:
        slug = head.split(b" ")[1][1:].decode()
        if slug == "slow":
            waits.set()
            # Answers only when the two others were served and another machine has found nothing to do.
            served = all(others.acquire(timeout=A_WHILE) for _ in range(3))
            if not served:
                yield answer(status="504 Nobody came")
        else:
            others.release()
        item = {"uri": f"urn:example:{slug}", "version": "1", "headline": f"The {slug} tide"}
        yield b"HTTP/1.1 500 Oops\r\n\r\n" if slug == "bad" else answer(json.dumps(item).encode())

    with serving(answering) as server:
        set_up(command, server, "slow", "bad", "good")
        poll = [str(PROGRAM), "--paper", str(command.folder), "wire", "poll"]
        first = subprocess.Popen(
            poll, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=clean_environment()
        )
        assert waits.wait(A_WHILE)
        assert "No source is due" in command("wire", "poll")
        others.release()
        said, complaints = first.communicate(timeout=2 * A_WHILE)
    assert said.splitlines() == [
        "bad: 127.0.0.1 answered 500 Oops.", "good: 1 taken, 0 refused.", "slow: 1 taken, 0 refused."
    ]  # fmt: skip
    assert first.returncode == 1 and "1 of 3 sources" in complaints
    listed = command("wire", "sources").splitlines()
    assert [line.partition(":")[0] for line in listed] == ["bad", "good", "slow"]
    assert "answered 500 Oops." in listed[0] and "Something new last came" in listed[2]
