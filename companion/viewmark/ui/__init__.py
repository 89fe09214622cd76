"""The laptop's pages: the lane, one check, the handhelds, and the demo."""
