"""Photos and the checks that name them, for benches of the link: pixels without a camera and without flash."""

import hashlib
import os

from checks.record import build_record
from viewmark_protocol.checks import Clock, encode_check
from viewmark_protocol.judging import Judgement
