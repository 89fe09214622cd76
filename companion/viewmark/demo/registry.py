"""The register of a demo: generated records, what the labels list, and the real server in a process of its own."""

from pathlib import Path

from viewmark.demo.labels import Label
from viewmark.demo.part import Part
from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.run import open_store

API_KEY = "demo-key-for-this-machine-only"
_FIREARMS = 4000
_REPORTED_SHARE = 0.25


def prepare(folder: Path, labels: list[Label], seed: int) -> None:
    """Fill the register in `folder`, if it is new, with generated records, and list what the labels list."""
    is_new = not folder.exists()
    store = open_store(folder)
    try:
        if is_new:
            generate(store, _FIREARMS, _REPORTED_SHARE, seed)
        for label in labels:
            for one in label.listed:
                add_listed(store, one.serial, one.maker, "stolen")
    finally:
        store.close()


def register_part(folder: Path) -> Part:
    """Return `viewmark register serve` on a folder, not yet started."""
    return Part("The register", "register", "serve", "--folder", str(folder), "--api-key", API_KEY)
