"""A one-time key is used once whatever is killed, runs at the same time, or fails."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyhsslms.pyhsslms import LmsPrivateKey

from viewmark.signing.errors import SigningError
from viewmark.signing.files import exclusive
from viewmark.signing.key import SigningKey
from viewmark.signing.state import read_state
from viewmark_protocol.lms import verify

Leaf = Callable[[bytes], int]
LEAVES = 32

# Prints the leaf of each signature until the key is used up.
SIGNER = """
import sys
from pathlib import Path
from viewmark.signing.key import SigningKey
key = SigningKey.open(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    print(int.from_bytes(key.sign(b"message")[4:8], "big"), flush=True)
"""


class Killed(BaseException):
    """The process ends here."""


def signer(path: Path, times: int) -> "subprocess.Popen[str]":
    """Another process that signs."""
    command = [sys.executable, "-c", SIGNER, str(path), str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_the_file_is_on_the_disk_before_the_one_time_key_signs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = SigningKey.open(path)
    steps = []

    def recorded(name, real):
        def step(*given):
            steps.append((name, read_state(path).next_leaf))
            return real(*given)

        return step

    for owner, name in ((os, "fsync"), (os, "replace"), (LmsPrivateKey, "sign")):
        monkeypatch.setattr(owner, name, recorded(name, getattr(owner, name)))
    key.sign(b"message")
    folder_synced = [("fsync", 1)] if os.name == "posix" else []
    assert steps == [("fsync", 0), ("replace", 0), *folder_synced, ("sign", 1)]


def test_a_kill_at_any_step_never_leads_to_a_second_use(
    path: Path, monkeypatch: pytest.MonkeyPatch, leaf: Leaf
) -> None:
    used: list[int] = []
    steps = [0, 0]  # done, and at which one the process ends

    def ending(real, at_sign=False):
        def step(*given, **named):
            if at_sign:
                used.append(given[0].q)
            steps[0] += 1
            if steps[0] == steps[1]:
                raise Killed
            return real(*given, **named)

        return step

    with monkeypatch.context() as patch:
        for name in ("open", "fsync", "replace", "unlink"):  # what ends a process closes its files: no close
            patch.setattr(os, name, ending(getattr(os, name)))
        patch.setattr(LmsPrivateKey, "sign", ending(LmsPrivateKey.sign, at_sign=True))
        killed = 0
        for number in range(1, 20):
            key = SigningKey.open(path)
            steps[:] = [0, number]
            try:
                assert verify(key.public_key, b"message", key.sign(b"message"))
            except Killed:
                killed += 1
    used.append(leaf(SigningKey.open(path).sign(b"message")))
    assert killed >= 6
    assert len(set(used)) == len(used)


def test_what_a_killed_process_left_beside_the_file_is_no_hindrance(path: Path, leaf: Leaf) -> None:
    SigningKey.open(path).sign(b"message")
    path.with_name(path.name + ".new").write_bytes(b"half of a")
    assert leaf(SigningKey.open(path).sign(b"message")) == 1


def test_a_process_that_is_killed_again_and_again_never_uses_one_twice(path: Path) -> None:
    used = []
    for _ in range(3):
        process = signer(path, 8)
        assert process.stdout
        used.append(int(process.stdout.readline()))
        process.kill()
        used += [int(line) for line in process.communicate()[0].split()]
    assert used == sorted(set(used))


def test_a_killed_process_leaves_no_lock(path: Path, leaf: Leaf) -> None:
    program = """
import sys, time
from pathlib import Path
from viewmark.signing.files import exclusive
with exclusive(Path(sys.argv[1])):
    print("locked", flush=True)
    time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "locked\n"
    process.kill()
    process.communicate()
    assert leaf(SigningKey.open(path).sign(b"message")) == 0


def test_while_one_signs_the_other_waits(path: Path, leaf: Leaf) -> None:
    key = SigningKey.open(path)
    key.sign(b"message")
    with ThreadPoolExecutor(1) as pool:
        with exclusive(path):
            waiting = pool.submit(key.sign, b"message")
            with pytest.raises(TimeoutError):
                waiting.result(0.2)
            assert read_state(path).next_leaf == 1
        assert leaf(waiting.result(60)) == 1


def test_threads_never_use_one_twice(path: Path, leaf: Leaf) -> None:
    shared = SigningKey.open(path)
    with ThreadPoolExecutor(4) as pool:
        made = [pool.submit(shared.sign, b"message") for _ in range(8)]
        made += [pool.submit(SigningKey.open(path).sign, b"message") for _ in range(8)]
    assert sorted(leaf(one.result()) for one in made) == list(range(16))


def test_processes_never_use_one_twice(path: Path) -> None:
    processes = [signer(path, 10) for _ in range(3)]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    used = [int(line) for output in outputs for line in output.split()]
    assert sorted(used) == list(range(30))


def test_a_file_that_cannot_be_advanced_signs_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = SigningKey.open(path)

    def full(*_):
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, full)
            patch.setattr(LmsPrivateKey, "sign", lambda *_: pytest.fail("signed"))
            with pytest.raises(SigningError, match="No space left on device"):
                key.sign(b"message")
    assert verify(key.public_key, b"message", key.sign(b"message"))


def test_a_signature_that_is_not_good_is_not_handed_out(
    path: Path, monkeypatch: pytest.MonkeyPatch, leaf: Leaf
) -> None:
    key = SigningKey.open(path)
    real = LmsPrivateKey.sign
    with monkeypatch.context() as patch:
        patch.setattr(LmsPrivateKey, "sign", lambda tree, message: real(tree, message + b"\0"))
        with pytest.raises(SigningError, match="not good"):
            key.sign(b"message")
    assert leaf(key.sign(b"message")) == 1
