"""What every function of `rnn_utils.figures` returns: a matplotlib figure with its alternative text.

JupyterLab shows a `Picture` as an `<img>` that carries an `alt`, which the usual display of a matplotlib
figure has no place for. One CSS pixel is one point of the figure, and the PNG holds two device pixels for each.
"""
import base64
import html
import io
import math

from PIL import Image

from rnn_utils.figures.style import house_style

CSS_DPI = 72    # so that a font size or a line width in points is its size in CSS pixels
DEVICE_PIXELS = 2


def inches(pixels):
    """The figure size, in inches, of a whole number of CSS pixels: never a hair too short, so none is cut off."""
    return math.nextafter(pixels / CSS_DPI, math.inf)


class Picture:
    """A drawn figure: `figure` (the matplotlib Figure), `alt` (its alternative text), `width` and `height` (CSS px)."""

    def __init__(self, figure, width, height, alt):
        if not isinstance(alt, str) or not alt.strip():
            raise ValueError("`alt` must be a sentence that says what the figure shows.")
        self.figure, self.width, self.height, self.alt = figure, width, height, alt.strip()

    def png(self):
        """The figure as PNG bytes: the same bytes each time, `2 * width` by `2 * height` pixels, no metadata."""
        drawn, small = io.BytesIO(), io.BytesIO()
        with house_style():
            self.figure.savefig(drawn, format="png", dpi=CSS_DPI * DEVICE_PIXELS, metadata={"Software": None})
        # 256 colours are enough for flat fills and their smoothed edges, and take a third of the space.
        image = Image.open(drawn).convert("RGB").quantize(256, dither=Image.Dither.NONE)
        image.save(small, format="PNG", optimize=True)
        return small.getvalue()

    def save(self, path):
        """Write the PNG to the file `path`."""
        with open(path, "wb") as file:
            file.write(self.png())

    def _repr_mimebundle_(self, include=None, exclude=None):
        source = base64.b64encode(self.png()).decode("ascii")
        image = (
            f'<img alt="{html.escape(self.alt, quote=True)}" width="{self.width}" height="{self.height}" '
            f'style="max-width:100%; height:auto; border-radius:6px" src="data:image/png;base64,{source}">'
        )
        return {"text/html": image, "text/plain": repr(self)}

    def __repr__(self):
        return f"Figure ({self.width} × {self.height}): {self.alt}"
