"""Signing keys of people who decide over handhelds: LMS (RFC 8554), verified on the handheld by SHA-256 alone."""
