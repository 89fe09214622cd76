"""What client and server of the register agree on beside paths: limits and the form of errors."""

API = "/v1"
PROBLEM_TYPE = "application/problem+json"
PROBLEM_PREFIX = "urn:viewmark:problem:"

RECORD_LIMIT_BYTES = 64 * 1024
JSON_LIMIT_BYTES = 128 * 1024  # a record in base64, and what stands around it
QUESTIONS_A_MINUTE = 1200  # from one key, where the keeper says no other
MOST_QUERIES = 500  # in one batch
BATCH_LIMIT_BYTES = 1024 * 1024
PHOTO_LIMIT_BYTES = 8 * 1024 * 1024
PHOTO_PART_BYTES = 64 * 1024  # half a minute of a line with 2 KB/s
LIST_LIMIT_BYTES = 64 * 1024 * 1024
SERIAL_LIMIT_CHARACTERS = 64
TEXT_LIMIT_CHARACTERS = 200
