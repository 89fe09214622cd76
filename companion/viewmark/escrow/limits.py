"""The sizes on which laptop, register and focal point agree."""

FIRST_KEY_BYTES = 32
PUBLIC_KEY_BYTES = 32  # X25519, as the private key
BOX_LIMIT_BYTES = 1024  # a box has 84; room for the larger keys of a later format
MOST_BOXES = 16  # of one log: one for each laptop that took its key over, or that closed it again
