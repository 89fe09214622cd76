"""The server's log: one JSON object a line on standard error, with what happened and numbers, never a serial."""

import json
import logging
import time

_OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a record and what it was given beside its message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line; a fault is named by its kind alone, since its text may quote what was asked."""
        told: dict[str, object] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        told |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info and record.exc_info[0]:
            told["fault"] = record.exc_info[0].__name__
        return json.dumps(told, ensure_ascii=False, default=str)


def log_to_stderr(level: int) -> None:
    """Have the register's log, from a level on, written to standard error from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("viewmark.register")
    logger.handlers = [handler]
    logger.setLevel(level)
    logger.propagate = False
