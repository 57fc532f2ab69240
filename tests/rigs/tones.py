# SPDX-License-Identifier: MIT OR Apache-2.0
"""A tone that an application plays."""
import contextlib
import pathlib
import subprocess
import tempfile
import wave

import numpy

from rigs.processes import die_with_parent
from rigs.streams import RATE

HERTZ, AMPLITUDE = 1000, 0.25


def write_tone(path, hertz=HERTZ, seconds=120):
    samples = AMPLITUDE * 32767 * numpy.sin(2 * numpy.pi * hertz * numpy.arange(seconds * RATE) / RATE)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(numpy.repeat(samples.astype("<i2"), 2).tobytes())


@contextlib.contextmanager
def play_tone(env, name="player", hertz=HERTZ):
    """Within the block an application of that name plays a tone in a SoundSession."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "tone.wav")
        write_tone(path, hertz)
        properties = f'{{ application.name="{name}" node.name="{name}" }}'
        player = subprocess.Popen(["pw-play", "-P", properties, path], env=env, preexec_fn=die_with_parent)
        try:
            yield
        finally:
            player.kill()
            player.wait()
