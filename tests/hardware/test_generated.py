"""What is generated in hardware/ is current, the parts are whole, and a shift fits on one charge."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def script(root: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, root / "hardware" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("name", "made"), [("power_budget", "power.md"), ("wiring", "wiring.yml")])
def test_a_generated_file_is_what_its_script_makes(root: Path, name: str, made: str) -> None:
    text = (root / "hardware" / made).read_text()
    assert script(root, name).document() == text, f"python hardware/{name}.py > hardware/{made}"


@pytest.mark.parametrize("sleeps", [True, False])
def test_a_shift_of_three_hundred_checks_fits_on_one_charge(root: Path, sleeps: bool) -> None:
    assert script(root, "power_budget").shifts_on_one_charge(sleeps) >= 1


def test_every_part_has_a_manufacturer_a_number_and_a_reason(root: Path) -> None:
    with (root / "hardware" / "bill_of_materials.csv").open(newline="") as file:
        parts = list(csv.DictReader(file))
    assert parts and all(value for part in parts for value in part.values())
    assert all(int(part["quantity"]) > 0 for part in parts)
