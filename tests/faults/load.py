"""People and programs at work over HTTP, who write down what they were told was done."""

from __future__ import annotations

import itertools
import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.faults.invariants import Acknowledged, SaidVerdict
from tests.faults.stack import FaultStack

# As many hands as the web server has threads; each serves some of the hundred reviewers in turn.
HANDS = 8
# Seconds between one claim and the next, and before somebody for whom there was none asks again.
BETWEEN_CLAIMS, WITHOUT_WORK = 0.05, 0.5
RELEASED = 0.1
# How long thousands of claims may take to be compared before anything breaks.
BEGINNING_SECONDS = 600.0
RATINGS = ("true", "half", "false", "unproven")
SUBJECTS = """reservoir harbour hospital library railway bakery orchard quarry museum shipyard brewery school foundry
    market lighthouse airport theatre vineyard sawmill observatory""".split()
PLACES = "Ostby Varna Lunde Torvik Kassel Amara Belmont Quito Nara Odessa Tartu Galway Bergen Lagos Leiden".split()
LOST = "gained lost opened closed sold bought built rented".split()
THINGS = "seats barrels wagons hectares workers windows barges lamps pupils trees".split()
_numbers = itertools.count(1)


def new_claim(chance: random.Random) -> str:
    """Words like no other claim's."""
    what, where, did, things = (chance.choice(words) for words in (SUBJECTS, PLACES, LOST, THINGS))
    return f"The {what} of {where} {did} {next(_numbers)} {things} in {chance.randint(1950, 2025)}."


def hand_in_many(stack: FaultStack, number: int) -> None:
    """So many claims at once, and nothing else until each is compared and its slots are given away or refused."""
    if not number:
        return
    chance = random.Random(number)
    answer = stack.live.post(
        "/api/v1/claims/batch/",
        json=[{"text": new_claim(chance), "worthiness": 0.9} for _ in range(number)],
        headers={"Authorization": f"Bearer {stack.newsroom.program}"},
    )
    assert answer.status_code == 202, answer.text
    stack.told.claims += [result["id"] for result in answer.json()["results"]]
    stack.drain(patience=BEGINNING_SECONDS)


@dataclass(slots=True)
class Load:
    """Claims come in ``pace`` a second, reviewers take, judge and give back, an editor signs off, until the block ends.

    ``answers`` counts what the server said; ``seconds``: how long each claim handed in took to be answered with 2xx.
    """

    stack: FaultStack
    seed: int
    pace: float
    answers: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Load:
        keys = self.stack.newsroom.reviewers
        self._start(self._hand_in, [self.stack.newsroom.program])
        self._start(self._sign_off, [self.stack.newsroom.desk_editor])
        for number in range(HANDS):
            self._start(self._review, keys[number::HANDS])
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    @property
    def told(self) -> Acknowledged:
        return self.stack.told

    def p99(self) -> float:
        """Of every hundred claims handed in, 99 were answered within this many seconds."""
        return sorted(self.seconds)[int(0.99 * (len(self.seconds) - 1))]

    def _start(self, work: Callable[[list[Client], random.Random], None], keys: list[str]) -> None:
        clients = [Client(self.stack, key, self.answers) for key in keys]
        chance = random.Random(f"{self.seed} {len(self.threads)}")
        self.threads.append(threading.Thread(target=work, args=(clients, chance)))
        self.threads[-1].start()

    # --- Claims in --------------------------------------------------------------------------------------------
    def _hand_in(self, clients: list[Client], chance: random.Random) -> None:
        while not self.over.wait(1 / self.pace):
            self._hand_in_one(clients[0], new_claim(chance))

    def _hand_in_one(self, client: Client, text: str) -> None:
        """Once more where nobody knows what became of it; known already means that it was stored."""
        answer = client.post("claims/", text=text, worthiness=0.9)
        while answer is None and not self.over.wait(0.1):
            answer = client.post("claims/", text=text, worthiness=0.9)
        if answer is not None and answer.status_code == 202:
            self.seconds.append(answer.elapsed.total_seconds())
            self.told.claims.append(answer.json()["id"])

    # --- Reviews ----------------------------------------------------------------------------------------------
    def _review(self, clients: list[Client], chance: random.Random) -> None:
        pause = BETWEEN_CLAIMS
        while not self.over.wait(pause):
            client = chance.choice(clients)
            assignment = self._take(client, chance)
            pause = BETWEEN_CLAIMS if assignment else WITHOUT_WORK
            if assignment:
                self._judge(client, assignment, chance)

    def _take(self, client: Client, chance: random.Random) -> dict[str, Any] | None:
        """The next claim, or one that was routed to them."""
        answer = client.post("assignments/next/")
        if answer is not None and answer.status_code == 201:
            self.told.taken.append(answer.json()["id"])
            # Some look away: it stays open, to be found again in the list.
            return dict(answer.json()) if chance.random() > RELEASED else None
        listed = client.get("assignments/?status=open")
        if listed is None or listed.status_code != 200 or not (found := listed.json()["results"]):
            return None
        return dict(chance.choice(found))

    def _judge(self, client: Client, assignment: dict[str, Any], chance: random.Random) -> None:
        where, token = f"assignments/{assignment['id']}", assignment["token"]
        if chance.random() < RELEASED:
            answer = client.post(f"{where}/release/", token=token, why="No time today.")
            if answer is not None and answer.status_code == 200:
                self.told.released.append(assignment["id"])
            return
        reasoning = f"The register says otherwise, as told in letter {next(_numbers)}."
        source = {"url": "https://register.example/1", "title": "The register"}
        rating = chance.choices(RATINGS, weights=(1, 1, 7, 1))[0]
        answer = client.post(f"{where}/verdict/", token=token, rating=rating, reasoning=reasoning, sources=[source])
        if answer is not None and answer.status_code == 201:
            self.told.verdicts.append(SaidVerdict(answer.json()["id"], assignment["id"], reasoning))

    # --- Sign-off ---------------------------------------------------------------------------------------------
    def _sign_off(self, clients: list[Client], chance: random.Random) -> None:
        """Publish some of what is agreed."""
        while not self.over.wait(WITHOUT_WORK):
            listed = clients[0].get("checks/?status=agreed")
            found = listed.json()["results"] if listed is not None and listed.status_code == 200 else []
            for check in found[:1]:
                told = {"headline": f"No, says the register ({check['id']})", "summary": "The register says otherwise."}
                answer = clients[0].decide(f"checks/{check['id']}/publish/", check["version"], **told)
                if answer is not None and answer.status_code == 200:
                    self.told.published.append(check["id"])


class Client:
    """One holder of an API key; ``answers`` counts what they are told."""

    def __init__(self, stack: FaultStack, key: str, answers: Counter[str]) -> None:
        self._base, self._answers = f"{stack.live.url}/api/v1", answers
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {key}"

    def get(self, path: str) -> requests.Response | None:
        return self._ask("GET", path)

    def post(self, path: str, **body: Any) -> requests.Response | None:
        return self._ask("POST", path, json=body)

    def decide(self, path: str, version: int, **body: Any) -> requests.Response | None:
        """Decide on that version of a row."""
        return self._ask("POST", path, json=body, headers={"If-Match": f'"{version}"'})

    def _ask(self, method: str, path: str, **body: Any) -> requests.Response | None:
        """The answer; None where there was none, or one that does not say what became of it."""
        try:
            answer = self._session.request(method, f"{self._base}/{path}", timeout=30, **body)
        except requests.RequestException as error:
            self._answers[type(error).__name__] += 1
            return None
        self._answers[f"{method} {answer.status_code}"] += 1
        return answer if answer.status_code < 500 else None
