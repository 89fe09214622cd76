"""The test of a board, of a connected or of the simulated one, and what it says: `viewmark board-test`."""
