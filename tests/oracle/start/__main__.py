"""Records what becomes of the server: `python -m tests.oracle.start [FILE…]`.

A file that is named is a Corefile, and a case more.
"""

import sys
from pathlib import Path

from tests.oracle.start import load, save, start

texts = [case.text for case in load()]
texts += [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
save(start(dict.fromkeys(texts)))
