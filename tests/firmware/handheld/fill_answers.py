"""Runs on MicroPython: fills a handheld's flash with answers. `fill_answers.py FLASH BLOCKS COUNT`."""

import sys

from boards.sim.flash import FilePartition
from checks import files

files.mount(FilePartition(sys.argv[1], 4096, int(sys.argv[2])))
for number in range(2, 2 + int(sys.argv[3])):
    files.write(f"answers/{number}", (b"",))
