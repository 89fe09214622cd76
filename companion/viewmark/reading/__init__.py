"""Reading on the laptop; `training` makes the handheld reader's weights."""
