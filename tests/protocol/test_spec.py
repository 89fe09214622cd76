"""The printed document is the code's: what it says is what it does."""

import re
import struct
import subprocess
import sys

from viewmark_protocol import spec, spec_lists
from viewmark_protocol.lists import header
from viewmark_protocol.messages.registry import all_messages
from viewmark_protocol.schema import Record
from viewmark_protocol.verdicts import REASONS


def test_the_document_is_the_one_that_the_code_prints(root):
    printed = (root / "protocol" / "spec.md").read_text(encoding="utf-8")
    assert printed == spec.document(), "run: make spec"


def test_the_command_prints_it(root):
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "viewmark_protocol.spec"],
        cwd=root / "protocol",
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.decode("utf-8").replace("\r\n", "\n") == spec.document()


def test_every_message_and_every_one_of_its_fields_is_named():
    text = spec.document()
    for message in all_messages():
        row = next(line for line in text.splitlines() if line.startswith(f"| {message.ID} | {message.__name__} |"))
        for name, _ in message.FIELDS:
            assert f"`{name}`" in row


def test_every_name_that_cddl_uses_is_defined_once():
    text = spec.document()
    blocks = "\n".join(re.findall(r"```cddl\n(.*?)```", text, re.DOTALL))
    defined = re.findall(r"^([a-z-]+) = ", blocks, re.MULTILINE)
    assert len(defined) == len(set(defined))
    used = set(re.findall(r": (?:\[\* )*([a-z][a-z-]*)", blocks))
    assert used - set(defined) == {"uint", "bool", "bstr", "tstr"} & used


def test_the_lists_header_is_as_long_as_its_fields():
    assert struct.calcsize(">" + "".join(form for form, _, _ in spec_lists._HEADER_FIELDS)) == header.HEADER_BYTES
    assert ">" + "".join(form for form, _, _ in spec_lists._HEADER_FIELDS) == header.FORMAT


def test_every_reason_belongs_to_a_verdict():
    assert {spec.verdict_of(reason) for reason in REASONS} == {"hit", "near", "clear", "untraceable", "unchecked"}
    assert spec.verdict_of("list-expired") == "unchecked"


def test_a_changed_field_changes_the_document(monkeypatch):
    before = spec.document()

    class Changed(Record):
        """Changed."""

        ID = 99
        FIELDS = (("odd", "uint"),)

    with_change = (*all_messages(), Changed)
    monkeypatch.setattr(spec, "all_messages", lambda: with_change)
    assert spec.document() != before
