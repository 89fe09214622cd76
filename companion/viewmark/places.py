"""Where the firmware, the board descriptions and the sample photos lie: in a checkout, or in the installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def firmware() -> Path:
    """Return the folder of the handheld's firmware."""
    return _first(_CHECKOUT / "firmware", _PACKAGE.parent / "viewmark_firmware")


def board(name: str) -> Path:
    """Return the description of a board."""
    return _first(_CHECKOUT / "hardware", _PACKAGE.parent / "viewmark_hardware") / "boards" / f"{name}.toml"


def protocol() -> Path:
    """Return the folder in which the protocol's package lies."""
    import viewmark_protocol

    return Path(viewmark_protocol.__file__).resolve().parent.parent


def samples() -> Path:
    """Return the folder of the sample photos."""
    return _PACKAGE / "samples" / "photos"


def _first(checkout: Path, installed: Path) -> Path:
    return checkout if checkout.is_dir() else installed
