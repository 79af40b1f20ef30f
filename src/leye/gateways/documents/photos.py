"""A picture that somebody brings: its pixels are kept, and nothing else of the file (place, time, camera, thumbnail)."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

LARGEST = 8 * 1024 * 1024
PIXELS = 40_000_000
SIDE = 1600


class NotAPicture(Exception):
    """The file is no picture that is taken; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A JPEG of at most 1600 pixels a side."""

    content: bytes
    width: int
    height: int


def cleaned(content: bytes) -> Cleaned:
    """The picture written anew, upright. Raises NotAPicture for other kinds, too large ones and damaged ones."""
    if len(content) > LARGEST:
        raise NotAPicture("照片超过 8 MB。请压缩后再上传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if image.width * image.height > PIXELS:
                raise NotAPicture("照片的尺寸太大。请缩小后再上传。")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ) as error:
        raise NotAPicture("这不是能读取的照片。请上传 .jpg 或 .png。") from error
    upright.thumbnail((SIDE, SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    target = io.BytesIO()
    plain.save(target, "JPEG", quality=85, optimize=True)
    return Cleaned(target.getvalue(), plain.width, plain.height)
