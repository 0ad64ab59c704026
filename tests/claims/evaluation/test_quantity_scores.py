"""How quantities are scored, on rows of our own."""

from __future__ import annotations

from typing import Any

import pytest

from claims.evaluation.quantities import report
from claims.evaluation.registry import _found_quantities


def row(model: str, text: str, **resolution: str) -> dict[str, Any]:
    results = [{"Resolution": resolution}] if resolution else []
    return {"model": model, "input": text, "results": results}


def scores(*rows: dict[str, Any]) -> dict[str, float]:
    return report(rows, [_found_quantities(each["input"]) for each in rows]).metrics


@pytest.mark.parametrize(
    ("model", "text", "resolution"),
    [
        ("CurrencyModel", "The quay cost 40 Swiss francs.", {"value": "40", "unit": "Swiss franc"}),
        ("CurrencyModel", "The quay cost £9.", {"value": "9", "unit": "Pound"}),
        ("TemperatureModel", "The bay warmed to 19 degrees celsius.", {"value": "19", "unit": "C"}),
        ("DimensionModel", "The quay is 80 meters long.", {"value": "80", "unit": "Meter"}),
        ("PercentModel", "Traffic fell 7 percent.", {"value": "7%"}),
        ("NumberRangeModel", "They lost between 5 and 9 boats.", {"value": "[5,9)"}),
        ("NumberModel", "They lost over nine boats.", {"value": "9"}),
        ("AgeModel", "The ferry is 30 years old.", {"value": "30", "unit": "Year"}),
    ],
)
def test_the_specifications_names_of_units_are_ours(model: str, text: str, resolution: dict[str, str]) -> None:
    assert scores(row(model, text, **resolution))["exact"] == 1


def test_another_unit_or_value_is_not_exact() -> None:
    found = scores(
        row("DimensionModel", "The quay is 80 meters long.", value="80", unit="Mile"),
        row("CurrencyModel", "The quay cost £9.", value="9", unit="Dollar"),
        row("NumberModel", "They lost nine boats.", value="8"),
    )
    assert found["exact"] == 0


def test_a_false_alarm_is_of_the_kind_looked_for() -> None:
    measure = "The quay is 80 meters long."
    other_kind = scores(row("CurrencyModel", measure))
    same_kind = scores(row("DimensionModel", measure))
    assert (other_kind["false_alarms"], other_kind["false_alarms_any"]) == (0, 1)
    assert (same_kind["false_alarms"], same_kind["false_alarms_any"]) == (1, 1)


def test_without_a_known_recogniser_every_find_is_an_alarm() -> None:
    assert scores(row("", "The quay is 80 meters long."))["false_alarms"] == 1


def test_what_belongs_to_a_date_is_no_find() -> None:
    assert scores(row("", "The quay opened on March 14, 2019."))["false_alarms"] == 0
