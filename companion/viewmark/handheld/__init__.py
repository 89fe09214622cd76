"""The simulated handheld: the real firmware on MicroPython's unix port, its devices held by this host."""
