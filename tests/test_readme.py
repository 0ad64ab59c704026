"""The README against the project: what it names is there, and what can be set is named."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def test_every_place_it_points_to_is_there() -> None:
    named = re.findall(r"`((?:claims|verification|config|tests)/[\w./-]*)`", README)
    assert len(named) > 20
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_every_command_it_names_is_there() -> None:
    named = set(re.findall(r"manage\.py (\w+)", README))
    assert {"quickstart", "extract", "import_articles", "create_api_key", "create_user"} <= named
    assert named <= set(get_commands())


def test_the_table_of_variables_is_what_the_settings_read() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))
    told = set(re.findall(r"`([A-Z]+_[A-Z_]+|DEBUG)`", section("Production")))
    # How quickstart tells the children that it starts which mode they run in.
    assert told == read - {"CLAIMDESK_EMBEDDED"}


def test_its_pictures_are_there_light_and_dark_and_small() -> None:
    named = re.findall(r'(?:src|srcset)="([^"]+\.png)"', README)
    sizes = [(ROOT / picture).stat().st_size for picture in named]
    assert len(named) == 6
    assert {name.replace("-dark", "-light") for name in named} <= set(named)
    assert 0 < max(sizes) <= 150_000
    assert sum(sizes) <= 600_000
