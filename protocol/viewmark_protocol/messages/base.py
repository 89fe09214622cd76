"""What every message is: a number, a request number, and declared fields."""

from ..schema import Record


class Message(Record):
    """Base of the messages: ID is its number on the wire, FIELDS its declaration, both fixed for ever."""

    ID = 0
