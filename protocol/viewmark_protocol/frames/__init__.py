"""Frames on a byte pipe, and the reliable ordered stream that they give."""
