"""Operators: who works at this laptop, how each proves it, and for how long that holds."""
