"""What to do about a picture that cannot be read well, by its fault (`reading.hints`)."""

ADVICE = {
    "": "Hold still.",
    "no-line": "Bring one line into the box.",
    "too-dark": "Too dark: turn the light, go closer.",
    "glare": "Glare: tilt the mark a little.",
    "out-of-focus": "Not sharp: change the distance.",
}
