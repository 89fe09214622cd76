"""A log's first key, closed so that only the focal point opens it: a lost laptop loses no check."""
