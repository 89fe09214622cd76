"""Trace requests in a folder: a PDF and a JSON for each whole one, and a list of what the others lack."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from viewmark.casework.trace_request import TraceDraft
from viewmark.casework.trace_sources import Lacking
from viewmark.casework.trace_states import TraceState
from viewmark.exchange.errors import ExchangeError
from viewmark.exchange.files import put, put_table
from viewmark.exchange.trace_document import document_of, schema, written
from viewmark.exchange.trace_pdf import pdf

LACKING_FILE, SCHEMA_FILE = "lacking.csv", "trace-request.schema.json"
COLUMNS = ("request", "field", "parts to look at", "mark", "how to get it")

Request = tuple[str, TraceDraft, list[TraceState]]  # its id, what it says, its states


class Written(NamedTuple):
    """How many checks and firearms there were, how many whole requests, and what each other one lacks, by its id."""

    checks: int
    firearms: int
    requests: int
    lacking: list[tuple[str, Lacking]]


def write_traces(requests: Iterable[Request], out: Path, now_s: int, say: Callable[[int], None]) -> Written:
    """Write the requests that are whole, and what the others lack; never half a request. OSError as files give it.

    Those of one check follow each other. `say` is told how many checks are done. Each file gets its name when it is
    whole. A request of before that lacks something now, after a correction, is taken away again.
    """
    out.mkdir(parents=True, exist_ok=True)
    checks, firearms, whole, check_id = 0, 0, 0, ""
    lacking: list[tuple[str, Lacking]] = []
    for request_id, made, states in requests:
        firearms += 1
        if (of := request_id.rpartition("-T")[0]) != check_id:
            checks, check_id = checks + 1, of
        files = [out / f"{request_id}.{ending}" for ending in ("json", "pdf")]
        lacks = made.lacking
        if not lacks:
            try:
                document = document_of(request_id, made, states, now_s)
            except ExchangeError as error:  # one check that is too much for a document does not keep back the others
                lacks = [Lacking("document", "Document", (), "", str(error))]
            else:
                for file, content in zip(files, (written(document), pdf(document)), strict=True):
                    put(file, content)
                whole += 1
        if lacks:
            lacking += [(request_id, one) for one in lacks]
            for file in files:
                file.unlink(missing_ok=True)
        say(checks)
    put(out / SCHEMA_FILE, schema())
    rows = [(request_id, one.label, " ".join(one.components), one.mark, one.how) for request_id, one in lacking]
    put_table(out / LACKING_FILE, COLUMNS, rows)
    return Written(checks, firearms, whole, lacking)
