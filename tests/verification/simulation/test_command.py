"""`manage.py simulate_routing`, without a database."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("simulate_routing", "--reviewers", "10", "--claims", "200", "--seed", "3", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_a_row_for_each_way_of_routing() -> None:
    told = run()
    assert all(name in told for name in ("routed", "round robin", "random", "topics that reviewers know"))


def test_as_json_it_prints_one_object_and_the_same_each_time() -> None:
    assert run("--json") == run("--json")
    told = json.loads(run("--json"))
    assert set(told) == {"routed", "round robin", "random"}
    assert told["routed"]["expertise"] > told["random"]["expertise"]


def test_it_draws_a_chart(tmp_path: Path) -> None:
    file = tmp_path / "shares.svg"
    run("--chart", str(file))
    drawing = ElementTree.fromstring(file.read_text())
    told = " ".join(drawing.itertext())
    assert "200 claims, 10 reviewers, seed 3" in told
    assert "round robin: at most" in told


def test_a_chart_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run("--chart", str(tmp_path / "nowhere" / "shares.svg"))


def test_less_than_a_whole_day_is_refused() -> None:
    with pytest.raises(CommandError, match="whole day"):
        call_command("simulate_routing", "--reviewers", "40", "--claims", "100")


def test_too_few_people_are_refused() -> None:
    with pytest.raises(CommandError, match="At least"):
        call_command("simulate_routing", "--reviewers", "2")
