"""Unlocking a laptop's folder once in a program: whoever opens a part of it afterwards is not asked again."""

from collections.abc import Callable
from pathlib import Path

from viewmark.encryption.master_key import MasterKey, MasterKeyFile

_opened: dict[Path, tuple[bytes, MasterKey]] = {}
_askers: list[Callable[[Path], str | None]] = []


def ask_with(asker: Callable[[Path], str | None]) -> None:
    """Have passphrases asked for in this way from now on; `asker` gets the folder, and returns None for none."""
    _askers[:] = [asker]


def master_key(folder: Path, passphrase: str | None = None) -> MasterKey:
    """Return a folder's key, made where there is none; LockedError without the passphrase that guards it."""
    file = MasterKeyFile.of(folder)
    content = file.content()
    known = _opened.get(file.path.resolve())
    if known is not None and known[0] == content:
        return known[1]
    if passphrase is None and file.is_guarded() and _askers:
        passphrase = _askers[0](folder)
    key = file.opened(content, passphrase)
    _opened[file.path.resolve()] = content, key
    return key


def forget() -> None:
    """Forget every key: what is opened next asks again."""
    _opened.clear()
