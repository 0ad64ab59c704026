"""The lock files pin what pyproject.toml asks for, with hashes and without any address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.dependency_groups import resolve_dependency_groups
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = ("requirements.lock", "requirements-test.lock")


def pinned(lock: str) -> dict[str, str]:
    """Version of each package in a lock file, by its canonical name."""
    found = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (ROOT / lock).read_text(), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_or_a_hash(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    legal = re.compile(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+-]+( ; [^:@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    assert [line for line in lines if not legal.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_what_the_project_asks_for_is_pinned_to_a_version_that_fits(lock: str) -> None:
    asked = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
    if lock == "requirements-test.lock":
        asked += [Requirement(line) for line in resolve_dependency_groups(PROJECT["dependency-groups"], "test")]
    versions = pinned(lock)
    assert [str(one) for one in asked if not fits(one, versions.get(canonicalize_name(one.name)))] == []


def fits(asked: Requirement, version: str | None) -> bool:
    return version is not None and asked.specifier.contains(version)


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    assert pinned("requirements.lock").items() <= pinned("requirements-test.lock").items()
