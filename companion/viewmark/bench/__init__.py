"""Benchmarks: ratios and counts within one run, beside a peer or a limit. None of them is a test."""
