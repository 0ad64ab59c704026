"""The file of weights: small numbers, and the same bytes for the same weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claims.embedding import DIMENSIONS, MIDDLE_DIMENSIONS, Vectors
from claims.extraction.worthiness.counts import COUNTS
from claims.extraction.worthiness.model import DIRECTIONS, Axes, Known, Model
from claims.extraction.worthiness.picks import Picks
from claims.extraction.worthiness.signs import BUCKETS

VERSION = 3
_SHAPES = {
    "rarity": (BUCKETS,),
    "sparse": (BUCKETS,),
    "counted": (COUNTS,),
    "line": (3,),
    "axes_middle": (MIDDLE_DIMENSIONS,),
    "axes_scale": (MIDDLE_DIMENSIONS,),
    "axes_directions": (MIDDLE_DIMENSIONS, DIRECTIONS),
    "picks_rarity": (BUCKETS,),
    "picks_words": (BUCKETS,),
    "picks_matter": (DIMENSIONS,),
    "picks_line": (2,),
}


class BadWeights(ValueError):
    """The file of weights is of another version or shape than this program reads."""


def stored(vectors: Vectors) -> tuple[NDArray[np.int8], np.float32]:
    """Vectors as bytes, and the step between two neighbours: a quarter of the room, and 0.4% of the length off."""
    step = np.float32(max(float(np.abs(vectors).max(initial=0)), 1e-6) / 127)
    return np.round(vectors / step).astype(np.int8), step


def as_stored(vectors: Vectors) -> Vectors:
    """Vectors as they will be read again, so that training sees what the product will see."""
    steps, step = stored(vectors)
    read: Vectors = steps.astype(np.float32) * step
    return read


def load(file: Path) -> Model:
    """The model in ``file``, as ``save`` wrote it. Raises OSError, or BadWeights for a file of another kind."""
    with np.load(file, allow_pickle=False) as found:
        if "version" not in found or int(found["version"]) != VERSION:
            raise BadWeights(f"{file}: not version {VERSION}")
        arrays = {name: found[name] for name in found.files}
    count = len(arrays["pull"])
    shapes = {**_SHAPES, "pull": (count,), "vectors": (count, DIMENSIONS), "places": (count, DIRECTIONS)}
    if any(arrays[name].shape != shape for name, shape in shapes.items()):
        raise BadWeights(f"{file}: weights of another shape")
    return _model(arrays)


def _model(arrays: Mapping[str, NDArray[Any]]) -> Model:
    bias, slope, offset = (float(number) for number in arrays["line"])
    middle, spread = (float(number) for number in arrays["picks_line"])
    axes = Axes(*(arrays[f"axes_{name}"].astype(np.float32) for name in ("middle", "scale", "directions")))
    vectors, places = (arrays[name].astype(np.float32) * arrays[f"{name}_step"] for name in ("vectors", "places"))
    rarity, words, matter = (arrays[f"picks_{name}"].astype(np.float64) for name in ("rarity", "words", "matter"))
    picks = Picks(rarity, words, matter, middle, spread)
    wide = {name: arrays[name].astype(np.float64) for name in ("pull", "rarity", "sparse", "counted")}
    return Model(Known(axes, vectors, places), **wide, picks=picks, bias=bias, slope=slope, offset=offset)


def save(model: Model, file: Path) -> None:
    """Low precision, and the same bytes for the same weights: numpy's archive holds no day."""
    vectors, vectors_step = stored(model.known.vectors)
    places, places_step = stored(model.known.places)
    axes, picks = model.known.axes, model.picks
    np.savez_compressed(
        file,
        version=np.int64(VERSION),
        vectors=vectors,
        vectors_step=vectors_step,
        places=places,
        places_step=places_step,
        pull=model.pull.astype(np.float32),
        rarity=model.rarity.astype(np.float16),
        sparse=model.sparse.astype(np.float16),
        counted=model.counted.astype(np.float32),
        line=np.array([model.bias, model.slope, model.offset], dtype=np.float32),
        axes_middle=axes.middle.astype(np.float32),
        axes_scale=axes.scale.astype(np.float32),
        axes_directions=axes.directions.astype(np.float16),
        picks_rarity=picks.rarity.astype(np.float16),
        picks_words=picks.words.astype(np.float16),
        picks_matter=picks.matter.astype(np.float32),
        picks_line=np.array([picks.middle, picks.spread], dtype=np.float32),
    )
