"""The register of a demo: generated records, what the labels list, and the real server in a process of its own."""

from contextlib import closing
from pathlib import Path

from viewmark.demo.labels import Label
from viewmark.demo.part import Part
from viewmark.escrow.focal_point import make_private_key, public_key_of, read_private_key, write_key_files
from viewmark.register.server.escrows import set_focal_point
from viewmark.register.server.generate import add_listed, generate
from viewmark.register.server.issuing import ensure_issuer
from viewmark.register.server.listing import list_key
from viewmark.register.server.opening import open_store

API_KEY = "demo-key-for-this-machine-only"
FOCAL_POINT_FILE = "focal-point.key"
_FIREARMS = 4000
_REPORTED_SHARE = 0.25
_LIST_TREE_HEIGHT = 5  # 32 signatures, in a moment


def prepare(folder: Path, labels: list[Label], seed: int) -> None:
    """Fill the register in `folder`, if it is new, with generated records, and list what the labels list.

    A new one gets a focal point, whose private key lies beside the folder: the register never has it.
    """
    is_new = not folder.exists()
    with closing(open_store(folder)) as store:
        if is_new:
            generate(store, _FIREARMS, _REPORTED_SHARE, seed)
            ensure_issuer(store, _LIST_TREE_HEIGHT)
            set_focal_point(store, _focal_point(folder.parent / FOCAL_POINT_FILE))
        for label in labels:
            for one in label.listed:
                add_listed(store, one.serial, one.maker, "stolen")


def present_list_key(folder: Path) -> bytes:
    """Return the list key of the register in `folder`, as its keeper has it: over HTTP no laptop gets it."""
    with closing(open_store(folder)) as store:
        return list_key(store)


def _focal_point(path: Path) -> bytes:
    """Return the public key of the focal point whose private key lies at `path`, and is made where it is missing."""
    if path.exists():
        return public_key_of(read_private_key(path))
    private_key = make_private_key()
    write_key_files(path, private_key)
    return public_key_of(private_key)


def register_part(folder: Path) -> Part:
    """Return `viewmark register serve` on a folder, not yet started."""
    return Part("The register", "register", "serve", "--folder", str(folder), "--api-key", API_KEY)
