"""What loads where: only workers and those who extract pay for the language model."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.processes import ROOT, clean_environment

LOADED = "import sys; print('spacy' in sys.modules)"


@pytest.mark.parametrize(
    ("program", "loaded"),
    [
        ("from config.wsgi import application; import config.urls", False),
        ("from config.celery import app; app.loader.import_default_modules()", True),
    ],
)
def test_the_language_model_is_loaded_by_workers_and_not_by_the_web(program: str, loaded: bool) -> None:
    command = [sys.executable, "-c", f"{program}; {LOADED}"]
    env = clean_environment(PYTHONPATH=str(ROOT))
    told = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=True).stdout
    assert told.split() == [str(loaded)]
