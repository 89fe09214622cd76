"""The wiring of a board from its description, for WireViz: `python hardware/wiring.py > hardware/wiring.yml`.

The picture: `pip install -e '.[hardware]'` and Debian's graphviz, then `wireviz -f p hardware/wiring.yml`.
"""

import tomllib
from pathlib import Path

BOARD = "esp32s3-reference"
# part -> what it is called, and its own names of the pins
PARTS = {
    "screen": (
        "ST7789 2.4 in display",
        {"clock": "SCL", "data": "SDA", "select": "CS", "command": "DC", "reset": "RES"},
    ),
    "camera": ("OV5640 macro camera", {"clock": "XCLK", "pixel_clock": "PCLK", "line": "HREF", "frame": "VSYNC"}),
    "light": ("ring light, 4 quadrants", {}),
    "keys": ("4 keys to ground", {}),
    "bus": ("MAX17048 and PCF8563", {"clock": "SCL", "data": "SDA"}),
    "scan_engine": ("scan engine, SSI", {"transmit": "RXD", "receive": "TXD"}),
}
_NOT_PINS = ("baud",)


def document(name: str = BOARD) -> str:
    """Return the wiring as WireViz's YAML."""
    pins = tomllib.loads((Path(__file__).parent / "boards" / f"{name}.toml").read_text())["pins"]
    wires = {part: _wires(part, table) for part, table in pins.items()}
    lines = [f"# The wiring of {name}, made by hardware/wiring.py. Do not edit: a test compares.", "connectors:"]
    labels = [f"GPIO{gpio}" for found in wires.values() for _, gpio in found]
    lines += ["  chip:", "    type: ESP32-S3-WROOM-2", f"    pinlabels: [{', '.join(labels)}]"]
    for part, found in wires.items():
        ends = ", ".join(label for label, _ in found)
        lines += [f"  {part}:", f"    type: {PARTS[part][0]}", f"    pinlabels: [{ends}]"]
    lines.append("cables:")
    for part, found in wires.items():
        lines += [f"  to_{part}:", f"    wirecount: {len(found)}", "    color_code: DIN"]
    lines.append("connections:")
    first = 1
    for part, found in wires.items():
        count = len(found)
        lines += ["  -", f"    - chip: [{first}-{first + count - 1}]", f"    - to_{part}: [1-{count}]"]
        lines.append(f"    - {part}: [1-{count}]")
        first += count
    return "\n".join(lines) + "\n"


def _wires(part: str, table: dict[str, int | list[int]]) -> list[tuple[str, int]]:
    """Return the part's name of each of its pins, and the chip's number."""
    found: list[tuple[str, int]] = []
    for name, pin in table.items():
        if name in _NOT_PINS:
            continue
        label = PARTS[part][1].get(name, name.upper())
        found += (
            [(f"{label}{place}", one) for place, one in enumerate(pin)] if isinstance(pin, list) else [(label, pin)]
        )
    return found


if __name__ == "__main__":
    print(document(), end="")
