"""Google's Lighthouse on the pages for readers: ``pytest -s tests/browser/lighthouse.py``.

It prints a table of its scores (0 to 100, throttled as a slow phone) with what it found wrong, and fails under LEAST.
Lighthouse comes from npm and wants node 18.20 or newer, which nothing else here does, so the suite does not collect
this file: its name begins otherwise. What it looks for besides the clock is held by the suite in ``test_public.py``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.db import connection

from config import embedded
from config.management.commands.quickstart import children
from config.supervisor import Supervisor
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.pages import make_newsroom
from tests.live import environment
from tests.polling import until
from tests.processes import ROOT

# The last one for node 18 and 20.
LIGHTHOUSE = "lighthouse@12.8.2"
LEAST = {"performance": 90, "accessibility": 100, "best-practices": 95, "seo": 100}


@pytest.fixture
def site(servers: embedded.Addresses, transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The web server as it really runs, compressing as it does, on the database of this test; its address."""
    port = embedded.free_port()
    url = f"http://127.0.0.1:{port}"
    database_url = f"{str(servers.database_url).rsplit('/', 1)[0]}/{connection.settings_dict['NAME']}"
    env = environment(servers, tmp_path, port, DATABASE_URL=database_url, REDIS_URL=str(servers.redis_url))
    with Supervisor(children(port)[:1], folder=tmp_path, env=env, cwd=ROOT) as desk:
        desk.tend()
        until(lambda: answers(url), seconds=60, what="the web server")
        yield url


def answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/health/live", timeout=5).ok
    except requests.ConnectionError:
        return False


def audit(url: str) -> dict[str, Any]:
    """What Lighthouse says of a page, as it tells it."""
    asked = [f"--chrome-flags={' '.join(FLAGS)}", f"--only-categories={','.join(LEAST)}", "--output=json", "--quiet"]
    done = subprocess.run(
        ["npx", "--yes", LIGHTHOUSE, url, *asked],
        env=os.environ | {"CHROME_PATH": str(CHROMIUM)},
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def wrong(told: dict[str, Any]) -> Iterator[str]:
    """What counts and is not right, in its own words."""
    for category in told["categories"].values():
        for part in category["auditRefs"]:
            found = told["audits"][part["id"]]
            if part["weight"] and found["score"] is not None and found["score"] < 0.9:
                yield f"  {category['id']}: {found['title']} {found.get('displayValue', '')}"


def test_pages_for_readers_score_well(site: str) -> None:
    room = make_newsroom()
    paths = [
        "/",
        "/fact-checks/",
        room.published.get_absolute_url(),
        room.withdrawn.get_absolute_url(),
        f"/articles/{room.checked.pk}/checked/",
        "/ratings/",
        "/methodology/",
        "/corrections/",
    ]
    low = []
    sys.stdout.write(f"\n| page | {' | '.join(LEAST)} |\n|---|{'---:|' * len(LEAST)}\n")
    for path in paths:
        told = audit(site + path)
        scores = {name: round(told["categories"][name]["score"] * 100) for name in LEAST}
        sys.stdout.write(f"| {path} | {' | '.join(str(score) for score in scores.values())} |\n")
        sys.stdout.writelines(f"{line}\n" for line in wrong(told))
        low += [f"{path}: {name} {score}" for name, score in scores.items() if score < LEAST[name]]
    assert low == []
