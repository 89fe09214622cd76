"""Makes the handheld reader's weights: generate lines, train, quantise, calibrate, evaluate.

Needs the extra `viewmark[train]` and Debian's fonts (`fonts.py` names the packages); nothing else here imports
it. Every step is the same for the same seeds, and goes on where it was stopped:

    python -m viewmark.reading.training.generate --out LINES --chunks 200
    python -m viewmark.reading.training.generate --out LINES --chunks 1 --first 9000 --split test
    python -m viewmark.reading.training.train --lines LINES --out RUN --steps 60000
    python -m viewmark.reading.training.quantise --lines LINES --checkpoint RUN/checkpoint.pt --out weights.bin
    python -m viewmark.reading.training.calibrate --weights weights.bin
    python -m viewmark.reading.training.evaluate --weights weights.bin

On two cores the whole takes about two hours, most of it training; lines are made beside it. The firmware's weights are
of version 1, from a simpler generator: what these steps make does not read real marks better yet (36 000 steps: 0.383
of the development crops exact beside 0.447, at a character error of 0.225 beside 0.240). The weights file says in its
recipe where it comes from.
"""
