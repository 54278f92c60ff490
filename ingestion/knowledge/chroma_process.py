"""The process of our own Chroma server. Run by its path, so that nothing else of the project is loaded.

It ends when its standard input does: then whoever started it is gone, however that came.
"""

from __future__ import annotations

import os
import signal
import sys
import threading


def _leave_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    import chromadb_rust_bindings

    chromadb_rust_bindings.cli(["chroma", "run", *sys.argv[1:]])
