"""No container engine runs in the tests: what the files of the production shape name must exist in the project."""

from __future__ import annotations

import ast
import fnmatch
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import resolve

from config.celery import app as celery_app
from tests.processes import clean_environment

ROOT = Path(__file__).resolve().parents[1]
OURS = ("migrate", "web", "worker", "beat")
LONG_RUNNING = ("web", "worker", "beat", "database", "broker")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
_VARIABLE = re.compile(r"\$\{(\w+)(:[-?])?")


def interpolated() -> dict[str, str]:
    """Every variable that compose fills in, and how: ":?" is required, ":-" has a default."""
    return dict(_VARIABLE.findall((ROOT / "docker-compose.yml").read_text()))


def settings_read() -> set[str]:
    """The names that config/settings.py asks the environment for."""
    tree = ast.parse((ROOT / "config" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    asked = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"]
    return {str(call.args[0].value) for call in asked if call.args and isinstance(call.args[0], ast.Constant)}


def production() -> dict[str, str]:
    """The environment of our services with every variable filled in."""
    given = {"SITE_URL": "https://desk.example", "ALLOWED_HOSTS": "desk.example"}

    def fill(found: re.Match[str]) -> str:
        return found["default"] if found["mark"] == ":-" else given.get(found["name"], "x" * 60)

    told = SERVICES["web"]["environment"]
    variable = r"\$\{(?P<name>\w+)(?P<mark>:[-?])(?P<default>[^}]*)\}"
    return {name: re.sub(variable, fill, value) for name, value in told.items()}


def test_the_services_of_the_design_are_there() -> None:
    assert set(SERVICES) == {*OURS, "database", "broker"}


@pytest.mark.parametrize("name", OURS)
def test_our_services_are_one_image_that_is_not_root(name: str) -> None:
    assert SERVICES[name]["image"] == "claimdesk"
    assert (ROOT / SERVICES[name]["build"] / "Dockerfile").is_file()
    assert "user" not in SERVICES[name]
    user = re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE)
    assert user == ["claimdesk"]
    assert DOCKERFILE.index("USER claimdesk") < DOCKERFILE.index("CMD ")


@pytest.mark.parametrize("name", OURS)
def test_each_command_names_a_program_that_the_lock_file_installs(name: str) -> None:
    program = SERVICES[name]["command"][0]
    locked = (ROOT / "requirements.lock").read_text()
    assert program == "python" or re.search(rf"^{program}==", locked, re.MULTILINE)


def test_the_web_server_is_given_a_wsgi_application() -> None:
    for words in (SERVICES["web"]["command"], cmd_of_dockerfile()):
        assert words[0] == "gunicorn"
        assert callable(importlib.import_module(words[1]).application)
        checked = subprocess.run(
            [sys.executable, "-m", *words, "--check-config"],
            cwd=ROOT,
            env=clean_environment(**production()),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert checked.returncode == 0, checked.stderr


def cmd_of_dockerfile() -> list[str]:
    found = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert found
    return list(ast.literal_eval(found[1]))


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_finds_its_application_and_knows_the_options(name: str) -> None:
    words = SERVICES[name]["command"]
    assert words[:3] == ["celery", "-A", "config"]
    assert importlib.import_module("config.celery").app is celery_app
    options = [word.split("=")[0] for word in words[4:] if word.startswith("--")]
    told = subprocess.run(
        [sys.executable, "-m", *words[:4], "--help"],
        cwd=ROOT,
        env=clean_environment(**production()),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    assert [option for option in options if option not in told] == []


def test_the_tasks_that_beat_names_exist() -> None:
    celery_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in celery_app.conf.beat_schedule.values()}
    assert scheduled <= set(celery_app.tasks)


def test_migrate_is_a_command_and_goes_first() -> None:
    words = SERVICES["migrate"]["command"]
    assert words[:2] == ["python", "manage.py"]
    assert (ROOT / words[1]).is_file()
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", OURS)
def test_the_environment_names_what_the_settings_read(name: str) -> None:
    assert set(SERVICES[name]["environment"]) <= settings_read()
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS"} <= set(
        SERVICES[name]["environment"]
    )


def test_the_settings_boot_with_that_environment_and_with_nothing_less() -> None:
    whole = production()
    assert boots(whole)
    for name in ("REDIS_URL", "SECRET_KEY", "SITE_URL"):
        assert not boots({key: value for key, value in whole.items() if key != name})


def boots(env: dict[str, str]) -> bool:
    command = [sys.executable, "-c", "import config.settings as s; assert not s.EMBEDDED"]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(**env), capture_output=True, timeout=60)
    return done.returncode == 0


def test_secrets_have_no_default_and_are_all_in_the_example() -> None:
    how = interpolated()
    required = {name for name, mark in how.items() if mark == ":?"}
    assert required == {"SECRET_KEY", "POSTGRES_PASSWORD", "VALKEY_PASSWORD", "SITE_URL", "ALLOWED_HOSTS"}
    assert set(how.values()) == {":?", ":-"}
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^(\w+)=$", example, re.MULTILINE)) == required
    assert set(re.findall(r"^#(\w+)=", example, re.MULTILINE)) == set(how) - required
    assert not re.search(r"(?i)(password|secret|key)\s*[=:]\s*\w", DOCKERFILE)


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_each_service_says_how_it_is(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


def test_the_health_path_is_an_address_of_the_site() -> None:
    script = SERVICES["web"]["healthcheck"]["test"][-1]
    compile(script, "healthcheck", "exec")
    path = re.search(r"http://127\.0\.0\.1:8000(/[\w/]+)", script)
    assert path
    assert resolve(path[1]).view_name == "health-live"
    assert "0.0.0.0:8000" in SERVICES["web"]["command"]
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_worker_is_asked_by_a_command_that_celery_has() -> None:
    words = shlex.split(SERVICES["worker"]["healthcheck"]["test"][1])
    assert words[:5] == ["celery", "-A", "config", "inspect", "ping"]
    assert {"--destination", "--timeout"} <= set(words)


def test_beat_is_found_by_the_words_it_is_started_with() -> None:
    looked_for = re.search(r"grep -q '(.+)'", SERVICES["beat"]["healthcheck"]["test"][1])
    assert looked_for
    assert looked_for[1] in " ".join(SERVICES["beat"]["command"])


def test_the_servers_keep_their_data() -> None:
    for name in ("database", "broker"):
        volume = SERVICES[name]["volumes"][0].split(":")[0]
        assert volume in COMPOSE["volumes"]
    assert "--appendonly yes" in SERVICES["broker"]["command"][-1]


@pytest.mark.parametrize("source", re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE))
def test_what_the_image_copies_exists_and_is_not_ignored(source: str) -> None:
    for name in source.split():
        assert (ROOT / name).exists()
        assert f"!{name}" in (ROOT / ".dockerignore").read_text().splitlines()


def test_every_part_of_the_program_is_in_the_image() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    copied = " ".join(re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE)).split()
    assert packages <= set(copied)
    assert not any(fnmatch.fnmatch(name, "*.env*") for name in copied)


def test_static_files_can_be_collected_as_the_image_does(tmp_path: Path) -> None:
    assert "CLAIMDESK_EMBEDDED=1 python manage.py collectstatic" in DOCKERFILE
    env = clean_environment(CLAIMDESK_EMBEDDED="1", STATIC_ROOT=str(tmp_path), CLAIMDESK_VAR=str(tmp_path / "none"))
    command = [sys.executable, "manage.py", "collectstatic", "--no-input"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "admin").is_dir()
    assert sorted(os.listdir(tmp_path))
    shutil.rmtree(tmp_path)
