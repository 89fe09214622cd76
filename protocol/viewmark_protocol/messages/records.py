"""Checks and their photos on the way up: pulled by cursor, acknowledged when durable."""

from ..schema import ArrayOf, Record
from .base import Message


class PullRecords(Message):
    """Laptop: send the records of this log from a sequence on, at most so many bytes."""

    ID = 16
    FIELDS = (("log_id", "bytes"), ("from_sequence", "uint"), ("max_bytes", "uint"))


class LogRecord(Record):
    """One record of the log: its sequence and its bytes as stored; empty where the flash no longer gives them."""

    FIELDS = (("sequence", "uint"), ("content", "bytes"))


class Records(Message):
    """Handheld: records in ascending order without a gap; `next_sequence` is the end of the log now."""

    ID = 17
    FIELDS = (("log_id", "bytes"), ("records", ArrayOf(LogRecord)), ("next_sequence", "uint"))


class Acknowledge(Message):
    """Laptop: every record below `sequence` is durable here. Answered by Done."""

    ID = 18
    FIELDS = (("log_id", "bytes"), ("sequence", "uint"))


class PullPhoto(Message):
    """Laptop: send a photo's bytes from an offset on, at most so many. Answered by PhotoParts, as many as it takes.

    A later one ends the answer to an earlier one.
    """

    ID = 19
    FIELDS = (("digest", "bytes"), ("offset", "uint"), ("max_bytes", "uint"))


class PhotoPart(Message):
    """Handheld: a part of a photo and the photo's whole size. Only the first part of an answer carries the digest."""

    ID = 20
    FIELDS = (
        ("digest", "bytes"),
        ("offset", "uint"),
        ("total_bytes", "uint"),
        ("content", "bytes"),
    )


class AcknowledgePhoto(Message):
    """Laptop: this photo is durable here, its digest verified. Answered by Done."""

    ID = 21
    FIELDS = (("digest", "bytes"),)


MESSAGES = (PullRecords, Records, Acknowledge, PullPhoto, PhotoPart, AcknowledgePhoto)
