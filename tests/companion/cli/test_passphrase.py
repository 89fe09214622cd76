"""Passphrases that are piped in: the first line, nothing where standard input is closed, and text alone."""

import io
import sys

import pytest

from viewmark.cli.passphrase import new_passphrase
from viewmark.errors import AccountError


def test_a_closed_standard_input_pipes_in_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert new_passphrase() == ""


def test_a_piped_passphrase_that_is_no_utf_8_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(b"\xff\xfe ten or more\n"), "utf-8", "surrogateescape")
    monkeypatch.setattr(sys, "stdin", piped)
    with pytest.raises(AccountError, match="no text in UTF-8"):
        new_passphrase()
