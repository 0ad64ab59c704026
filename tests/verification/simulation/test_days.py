"""A newsroom's days: small, seeded, the same each time. What is claimed of routing must not hold for the controls."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from verification.simulation import POLICIES, Figures, Outcome, figures, make_newsroom, simulate
from verification.simulation.figures import BAR
from verification.simulation.newsroom import SLOTS, Newsroom

SEEDS = (1, 2, 3)


@cache
def outcome(policy: str, seed: int = 1) -> Outcome:
    return simulate(make_newsroom(reviewers=40, claims=1000, seed=seed), POLICIES[policy]())


@cache
def found(policy: str, seed: int = 1) -> Figures:
    return figures(outcome(policy, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_gets_more_than_one_and_a_half_times_the_mean_of_their_shift(seed: int) -> None:
    assert found("routed", seed).largest_share <= BAR


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_starves(seed: int) -> None:
    assert found("routed", seed).smallest_share >= 0.5
    assert found("routed", seed).unjudged == 0


@pytest.mark.parametrize("control", ["random", "round robin"])
def test_the_controls_miss_the_bar(control: str) -> None:
    assert max(found(control, seed).largest_share for seed in SEEDS) > BAR
    assert min(found(control, seed).smallest_share for seed in SEEDS) < 0.5


@pytest.mark.parametrize("control", ["random", "round robin"])
@pytest.mark.parametrize("seed", SEEDS)
def test_claims_go_to_people_who_know_their_topics_and_are_judged_sooner(control: str, seed: int) -> None:
    assert found("routed", seed).expertise > found(control, seed).expertise + 0.3
    assert found("routed", seed).until_judged_median < found(control, seed).until_judged_median
    assert found("routed", seed).until_judged_p95 < found(control, seed).until_judged_p95


@pytest.mark.parametrize("policy", POLICIES)
def test_every_claim_is_judged_by_different_people_who_may(policy: str) -> None:
    days = outcome(policy)
    people = {person.reviewer_id: person for person in days.newsroom.people}
    assert set(days.judged) == set(range(len(days.newsroom.arrivals)))
    for made in days.hand_outs:
        arrival, person = days.newsroom.arrivals[made.claim], people[made.reviewer_id]
        assert arrival.claim.language in person.languages
        assert arrival.claim.speaker not in person.conflicts
        assert person.on_shift(made.at)
        assert arrival.at <= made.at
    assert len({(made.claim, made.reviewer_id) for made in days.hand_outs}) >= SLOTS * len(days.newsroom.arrivals)


def test_the_same_seed_gives_the_same_days_and_another_gives_others() -> None:
    again = simulate(make_newsroom(reviewers=40, claims=1000, seed=1), POLICIES["routed"]())
    assert again == outcome("routed")
    assert make_newsroom(reviewers=40, claims=1000, seed=2) != again.newsroom


def test_what_nobody_can_judge_waits_without_end() -> None:
    newsroom = make_newsroom(reviewers=8, claims=40, seed=1)
    foreign = replace(newsroom.arrivals[0], claim=replace(newsroom.arrivals[0].claim, language="fi"))
    days = simulate(Newsroom(1, newsroom.people, (foreign, *newsroom.arrivals[1:])), POLICIES["routed"]())
    assert set(range(40)) - set(days.judged) == {0}


def test_what_somebody_has_not_begun_when_they_go_home_is_judged_by_somebody_else() -> None:
    days = outcome("routed")
    lent = [(made.claim, made.at) for made in days.hand_outs]
    assert len(lent) > SLOTS * len(days.newsroom.arrivals)
