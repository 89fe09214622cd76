"""The command line, one group of commands a file. Every command also speaks `--json`."""
