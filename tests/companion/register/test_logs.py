"""The server's log: one JSON object a line, without a serial in it."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest

from viewmark.register.errors import RefusedError
from viewmark.register.server.logs import JsonLines

from .conftest import Running


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged while a test runs."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("viewmark.register")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_a_question_leaves_a_line_with_numbers_and_no_serial(register: Running, lines: io.StringIO) -> None:
    asyncio.run(register.ask("SECRET4567", "GLOCK"))
    with pytest.raises(RefusedError):
        asyncio.run(register.ask("0000", "GLOCK"))
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    (answered,) = [one for one in told if one["event"] == "query answered"]
    assert (answered["answer"], answered["candidates"], answered["level"]) == ("none", 0, "info")
    assert "4567" not in lines.getvalue() and register.key not in lines.getvalue()


def test_a_fault_is_named_by_its_kind_alone() -> None:
    try:
        raise ValueError("serial ABC4567")
    except ValueError as error:
        record = logging.makeLogRecord({"msg": "fault", "exc_info": (type(error), error, None), "levelname": "ERROR"})
    line = json.loads(JsonLines().format(record))
    assert line["fault"] == "ValueError" and "ABC4567" not in json.dumps(line)
