"""Sentences as vectors: shape, length, likeness, and that nothing depends on the company a text is in."""

from __future__ import annotations

import numpy as np

from claims.embedding import (
    DIMENSIONS,
    MAX_TOKENS,
    MIDDLE_DIMENSIONS,
    TOKEN_DIMENSIONS,
    embed,
    embed_tokens,
    embed_with_layers,
)

HARVEST = "The wheat harvest in the valley doubled last year."
CROP = "Farmers of the valley brought in twice as much wheat as the year before."
STRIKE = "Train drivers walked out over the new rota."


def test_each_text_becomes_one_vector_of_length_one() -> None:
    found = embed([HARVEST, STRIKE])
    assert found.shape == (2, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_what_says_the_same_is_nearer_than_what_does_not() -> None:
    harvest, crop, strike = embed([HARVEST, CROP, STRIKE])
    assert harvest @ crop > 0.6 > 0.3 > harvest @ strike


def test_a_text_has_the_same_vector_in_any_company_and_order() -> None:
    alone = embed([HARVEST])[0]
    crowd = embed([CROP * 20, STRIKE, "", HARVEST, "x"] * 9)
    assert np.allclose(alone, crowd[3], atol=1e-4)
    assert np.allclose(alone, crowd[-2], atol=1e-4)


def test_nothing_is_asked_of_no_texts() -> None:
    assert embed([]).shape == (0, DIMENSIONS)
    assert embed_tokens([]) == []


def test_odd_texts_have_vectors_too() -> None:
    odd = ["", " ", "😀" * 50, "\u202eabc\u202c", "я" * 10_000, "a" * 1_000_000]
    assert np.isfinite(embed(odd)).all()


def test_the_vector_is_the_same_with_the_layers_beside_it() -> None:
    texts = [HARVEST, "", STRIKE]
    vectors, middles = embed_with_layers(texts)
    assert middles.shape == (3, MIDDLE_DIMENSIONS)
    assert np.allclose(vectors, embed(texts), atol=1e-6)


def test_the_fourth_layer_stands_third_among_the_middle_ones() -> None:
    (tokens,) = embed_tokens([HARVEST])
    _, (middles,) = embed_with_layers([HARVEST])
    fourth = middles[2 * DIMENSIONS : 3 * DIMENSIONS]
    mean = tokens.vectors[:, :DIMENSIONS].mean(axis=0)
    # The two marks of beginning and end count in one mean and not in the other.
    assert float(np.corrcoef(fourth, mean)[0, 1]) > 0.9


def test_tokens_stand_where_they_say() -> None:
    text = "Über 😀 forty-two “launchers”, she said."
    (tokens,) = embed_tokens([text])
    assert tokens.vectors.shape == (len(tokens.spans), TOKEN_DIMENSIONS)
    assert [text[start:end] for start, end in tokens.spans][-4:] == [",", "she", "said", "."]


def test_a_long_text_is_cut_after_the_last_token_that_fits() -> None:
    (tokens,) = embed_tokens(["wheat " * 1000])
    assert len(tokens.spans) == MAX_TOKENS - 2
