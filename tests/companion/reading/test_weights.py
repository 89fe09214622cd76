"""What the weights file says of its network."""

from pathlib import Path

import pytest

from viewmark import places
from viewmark.errors import ReadingError
from viewmark.reading.weights import read_weights


def test_the_firmwares_weights_keep_within_the_chip() -> None:
    weights = read_weights(places.firmware() / "reading" / "weights.bin")
    assert 1_000_000 < weights.multiplications(160) <= 8_000_000
    assert weights.size_bytes <= 130_000
    assert weights.recipe


@pytest.mark.parametrize("content", [b"", b"VMRW", b"\0" * 500, b"no weights at all, but long enough for a header"])
def test_what_is_no_weights_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(ReadingError, match="no weights file"):
        read_weights(path)
