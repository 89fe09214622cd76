"""Makes the handheld reader's weights: generate lines, train, quantise, calibrate, evaluate.

Needs the extra `viewmark[train]` and Debian's fonts (`fonts.py` names the packages); nothing else here imports
it. Every step is the same for the same seeds, and goes on where it was stopped:

    python -m viewmark.reading.training.generate --out LINES --chunks 200
    python -m viewmark.reading.training.generate --out LINES --chunks 1 --first 9000 --split test
    python -m viewmark.reading.training.train --lines LINES --out RUN --steps 60000
    python -m viewmark.reading.training.quantise --lines LINES --checkpoint RUN/checkpoint.pt --out W --version 5
    python -m viewmark.reading.training.calibrate --weights W
    python -m viewmark.reading.training.evaluate --weights W

On two cores the whole takes about two hours, most of it training; lines are made beside it. Each version of the
firmware's weights goes on from the one before (`floats.py`, then `train --start`):

- version 2: 20 500 steps on 69 000 lines. Of 47 real crops 0.51 were exact at a character error of 0.17, of rendered
  lines with unseen fonts and surfaces 0.74 (dot-peened 0.60), of small pictures of such lines 0.61.
- version 3: 25 000 steps on 153 000 strips (the cycle was shortened twice on the way), with more channels in the first
  layers and two results that say where the strokes lie, for a second, nearer look. Of the real crops 0.55 are exact at
  a character error of 0.14, of the rendered lines 0.79 (0.81 of the legible, 0.54 of 35 dot-peened ones), of the small
  pictures 0.68.
- version 4: 45 000 steps on 228 000 strips, with twice the dot-peened marks and fewer that are set wide; each channel
  fills its bytes. With the finder that offers taller lines, of the real crops 0.60 are exact at a character error of
  0.12, of the rendered lines 0.81 (0.83 of the legible, 0.66 of 35 dot-peened ones), of the small pictures 0.72; eight
  views, lit as the burst lights them, 0.84 where one has 0.79.

What was tried and did not help: from nothing on relief (36 000 steps: 0.38 of the real crops at 0.23); a finder that
cuts closer (small lines gain what tall ones lose, which is why the network says it); wider cuts of close lines, or more
metal at their ends; dark made light, or letters made upright, among the cuts that vote; a third look; ten cuts instead
of four, or other ways to put them together (one cut of them is right in 0.87 of the lines, but no vote finds it);
blurring dots together. What is left: O and 0 in made-up serials are an eighth of what fails in legible lines; then
dot-peened marks, italics, and lines of more than 13 characters, of which half are read.
"""
