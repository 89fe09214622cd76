"""Signing keys of administrators and of who issues lists: LMS (RFC 8554), verified on the handheld by SHA-256 alone."""
