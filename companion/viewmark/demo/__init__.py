"""One shift without a person: register, handheld and laptop, all of them real, over sample photos."""
