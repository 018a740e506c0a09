"""`play`: notes made audible, as a player that JupyterLab shows under the cell.

A note is (pitch, start, length): the MIDI number of its key (60 is middle C), or None for a rest, and when it begins
and how long it lasts in eighths. A tone is a sum of a few partials that ring out like those of a plucked string;
it begins and ends at 0, so nothing clicks. The same notes are the same bytes each time.
"""
import base64
import html
import io
import math
import wave

import numpy as np

RATE = 8000             # samples a second: enough for the partials of a melody, half a minute in less than 500 KB
PARTIALS = (1.0, 0.5, 0.32, 0.14, 0.08)     # how loud each is; the k-th has k times the pitch's frequency
ATTACK, RELEASE = 0.006, 0.04               # seconds in which a tone comes and goes
PEAK = 0.9                                  # of the loudest sample


class Sound:
    """Something to hear: `samples` (T,) from −1 to 1, `rate` of them a second, and a `label` that says what it is."""

    def __init__(self, samples, rate, label):
        self.samples = np.asarray(samples, float)
        if self.samples.ndim != 1 or not self.samples.size or not np.all(np.abs(self.samples) <= 1):
            raise ValueError(f"`samples` must be a vector of numbers from −1 to 1; its shape is {self.samples.shape}.")
        if not isinstance(label, str) or not label.strip():
            raise ValueError("`label` must say what is to be heard.")
        self.rate, self.label = int(rate), label.strip()

    @property
    def seconds(self):
        return self.samples.size / self.rate

    def wav(self):
        """The sound as the bytes of a WAV file: one channel, 16 bits a sample; the same bytes each time."""
        written = io.BytesIO()
        with wave.open(written, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(np.round(32767 * self.samples).astype("<i2").tobytes())
        return written.getvalue()

    def save(self, path):
        """Write the WAV to the file `path`."""
        with open(path, "wb") as file:
            file.write(self.wav())

    def _repr_mimebundle_(self, include=None, exclude=None):
        source, label = base64.b64encode(self.wav()).decode("ascii"), html.escape(self.label, quote=True)
        player = (
            f'<figure style="margin:0.3em 0">'
            f'<figcaption style="color:var(--jp-content-font-color1, inherit); margin-bottom:0.3em">♪ {label}'
            f'</figcaption><audio controls preload="metadata" title="{label}" aria-label="{label}" '
            f'style="width:100%; max-width:420px" src="data:audio/wav;base64,{source}"></audio></figure>'
        )
        return {"text/html": player, "text/plain": repr(self)}

    def __repr__(self):
        return f"Sound ({self.seconds:.1f} s): {self.label}"


def play(notes, *, label, tempo=112, rate=RATE):
    """Make notes audible.

    notes   a list of (pitch, start, length): a MIDI number or None for a rest, two numbers of eighths
    label   what is to be heard, for those who see the player and for those who don't
    tempo   how many groups of three eighths go into a minute, as jigs are counted
    rate    samples a second

    Returns a `Sound`. Raises ValueError for notes of another form, or for a tempo or rate that is not above 0.
    """
    notes = checked_notes(notes)
    for name, value in (("tempo", tempo), ("rate", rate)):
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"`{name}` is {value!r}; expected a number above 0.")
    eighth = 60 / tempo / 3
    first, end = min(start for _, start, _ in notes), max(start + length for _, start, length in notes)
    # a moment of silence before and behind, which players like to swallow
    samples = np.zeros(round((0.3 + (end - first) * eighth) * rate))
    for pitch, start, length in notes:
        if pitch is not None:
            at, tone = round((0.05 + (start - first) * eighth) * rate), _tone(pitch, length * eighth, rate)
            samples[at:at + tone.size] += tone[:samples.size - at]
    return Sound(samples * (PEAK / (np.abs(samples).max() or 1)), rate, label)


def checked_notes(notes):
    """The notes as a list of (pitch, start, length), or a ValueError that names the first of another form."""
    checked = []
    for number, note in enumerate(notes):
        try:
            pitch, start, length = note
            pitch, start, length = None if pitch is None else int(pitch), float(start), float(length)
            good = pitch is None or (0 <= pitch <= 127 and pitch == note[0])
        except (TypeError, ValueError):
            good = False
        if not good or not (math.isfinite(start) and math.isfinite(length) and length > 0):
            raise ValueError(f"note {number} is {note!r}; expected (pitch, start, length) with a pitch from 0 to 127 "
                             "or None, and a length above 0.")
        checked.append((pitch, start, length))
    if not checked:
        raise ValueError("`notes` is empty; expected a list of (pitch, start, length).")
    return checked


def _tone(pitch, seconds, rate):
    """The samples of one note, from 0 to 0: partials of the pitch, each the quicker to fade the higher it is."""
    t = np.arange(max(2, round(seconds * rate))) / rate
    # the key a above middle c, number 69, has 440 Hz; twelve keys are an octave
    frequency = 440 * 2 ** ((pitch - 69) / 12)
    tone = np.zeros(t.size)
    for k, loudness in enumerate(PARTIALS, 1):
        if k * frequency < 0.45 * rate:         # what is higher could not be told from a lower tone
            tone += loudness * np.exp(-(1 + 1.6 * k) * t) * np.sin(2 * np.pi * k * frequency * t)
    return tone * _ramp(t / ATTACK) * _ramp((t[-1] - t) / min(RELEASE, t[-1] / 2))


def _ramp(x):
    """From 0 to 1 over x from 0 to 1, smoothly."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0, 1))
