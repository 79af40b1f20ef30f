"""A kept LightGBM model asked through its C library: the package's own import takes a second and more."""

import ctypes
import importlib.util
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FLOAT32, ROW_MAJOR, NORMAL, ALL_TREES = 0, 1, 0, -1


class ModelUnreadable(Exception):
    """The text is no model of LightGBM."""


def load(text: str) -> Callable[[NDArray[np.float32]], NDArray[np.float64]]:
    """The model of a text as a function: (rows, features) float32 to probabilities. Raises ModelUnreadable."""
    library = _library()
    handle, rounds = ctypes.c_void_p(), ctypes.c_int()
    failed = library.LGBM_BoosterLoadModelFromString(
        ctypes.c_char_p(text.encode()), ctypes.byref(rounds), ctypes.byref(handle)
    )
    if failed:
        raise ModelUnreadable

    def predict(table: NDArray[np.float32]) -> NDArray[np.float64]:
        rows = np.ascontiguousarray(table, dtype=np.float32)
        found, many = np.zeros(len(rows)), ctypes.c_int64()
        if len(rows) and library.LGBM_BoosterPredictForMat(
            handle, rows.ctypes.data_as(ctypes.c_void_p), FLOAT32,
            ctypes.c_int32(rows.shape[0]), ctypes.c_int32(rows.shape[1]), ROW_MAJOR, NORMAL,
            0, ALL_TREES, ctypes.c_char_p(b"verbosity=-1 num_threads=2"),
            ctypes.byref(many), found.ctypes.data_as(ctypes.POINTER(ctypes.c_double)),
        ):  # fmt: skip
            raise ModelUnreadable
        return found

    return predict


def _library() -> ctypes.CDLL:
    found = importlib.util.find_spec("lightgbm")
    if found is None or found.origin is None:
        raise ModelUnreadable
    return ctypes.CDLL(str(Path(found.origin).parent / "lib" / "lib_lightgbm.so"))
