# SPDX-License-Identifier: MIT OR Apache-2.0
"""Rigs: what programs under test keep is not that of whoever runs the tests."""
import atexit
import os
import shutil
import tempfile

os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="pixelpass-state.")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
