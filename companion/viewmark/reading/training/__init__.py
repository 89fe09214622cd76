"""Makes the handheld reader's weights: generate lines, train, quantise, evaluate.

Needs the extra `viewmark[train]`, Debian's fonts (`fonts.py`) and MicroPython beside the
interpreter or named by MICROPYTHON; nothing else in the package imports it. The steps:

    python -m viewmark.reading.training.generate --out LINES --chunks 160
    python -m viewmark.reading.training.generate --out LINES --chunks 1 --first 9000 --split test
    python -m viewmark.reading.training.train --lines LINES --out FIRST --steps 8500
    python -m viewmark.reading.training.train --lines LINES --out SECOND --steps 21000 \\
        --start FIRST/checkpoint.pt --rate 3e-3 --seed 2
    python -m viewmark.reading.training.quantise --lines LINES --checkpoint \\
        SECOND/checkpoint.pt --out firmware/reading/weights.bin
    python -m viewmark.reading.training.evaluate --weights firmware/reading/weights.bin

On two cores it all takes about
an hour and a half, half of that beside the generator.
"""
