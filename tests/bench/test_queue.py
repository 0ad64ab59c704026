"""The bench of the queue runs, nothing collides, and its table is printed. What it measures is asserted nowhere."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.processes import ROOT, clean_environment

SMALL = "--sizes 4000 8000 --clients 3 --runs 1 --seconds 0.5 --import-claims 60 --batch 20".split()


@pytest.mark.long
def test_a_small_run_collides_nowhere_and_tells_what_it_measured() -> None:
    command = [sys.executable, "-m", "tests.bench.queue", *SMALL]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| raw SQL   | 4,000 " in done.stdout
    assert "| Claimdesk | 8,000 " in done.stdout
    assert "sources; 0 collisions." in done.stdout
