"""Makes the handheld reader's weights: generate lines, train, quantise, evaluate.

Needs the extra `viewmark[train]`; nothing else in the package imports it.
"""
