"""What the reading tests share: the firmware importable on CPython, its weights, sample frames."""

import sys
from pathlib import Path

import pytest

from viewmark import samples
from viewmark.reading.training.frames import Frame, folder_of

FIRMWARE = Path(__file__).resolve().parents[3] / "firmware"


@pytest.fixture(scope="session")
def weights_file() -> Path:
    """The weights that the firmware carries."""
    return FIRMWARE / "reading" / "weights.bin"


@pytest.fixture
def firmware_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """The firmware's folder first on the import path, as on the device."""
    monkeypatch.syspath_prepend(str(FIRMWARE))
    for name in [name for name in sys.modules if name.split(".")[0] == "reading"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.fixture(scope="session")
def sample_frames() -> dict[str, tuple[Frame, str]]:
    """File name to frame and text of the committed photographs."""
    frames, texts, names = folder_of(samples.PHOTOS)
    return {name: (frame, text) for frame, text, name in zip(frames, texts, names, strict=True)}
