"""The load: processes that each ask as fast as they are answered, for a time. Loads no Django, to be cheap beside
the server on the same cores.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import time
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from typing import Any

from tests.bench.queue.figures import Taken

START_SECONDS = 120
REASONING = "The register of the port lists four cranes in service, and its yearly report says the same of May. " * 3
SOURCE = {
    "url": "https://register.example/cranes",
    "title": "Register of cranes",
    "publisher": "The port authority",
    "kind": "primary",
    "stance": "refutes",
    "quote": "Four cranes were in service throughout May.",
}
Work = Callable[["Connection"], Any]


class Connection:
    """One kept connection to the API with a key."""

    def __init__(self, port: int, key: str) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        try:
            return self._ask(method, path, body, headers)
        except (http.client.RemoteDisconnected, ConnectionResetError):
            # The server lets a connection go that was quiet for a while; nothing of the request was read then.
            self._http.close()
            return self._ask(method, path, body, headers)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        self._http.request(method, path, body, self._headers | headers)
        answer = self._http.getresponse()
        return answer.status, answer.read()


def together(worker: Callable[..., Any], works: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What ``worker(barrier, *work)`` returns for each work, all begun at once, each in a process of its own."""
    fresh = multiprocessing.get_context("spawn")
    with fresh.Manager() as manager:
        barrier = manager.Barrier(len(works), timeout=START_SECONDS)
        with fresh.Pool(len(works)) as pool:
            return pool.starmap(worker, [(barrier, *work) for work in works], chunksize=1)


def take_and_judge(barrier: Barrier, port: int, key: str, seconds: float) -> Taken:
    """Cycles of the API: the next claim, then a verdict on it with text and a source."""
    taken, connection = Taken(), Connection(port, key)
    # So that both connect and warm up before the clock runs.
    connection.ask("GET", "/api/v1/me/")
    barrier.wait()
    end, used = time.perf_counter() + seconds, time.process_time()
    while time.perf_counter() < end:
        _cycle(connection, taken)
    taken.processor = time.process_time() - used
    return taken


def _cycle(connection: Connection, taken: Taken) -> None:
    begun = time.perf_counter()
    status, body = connection.ask("POST", "/api/v1/assignments/next/")
    got = time.perf_counter()
    taken.next.append(got - begun)
    if status != 201:
        taken.refused.append(f"next: {status}")
        return
    lent = json.loads(body)
    verdict = {"token": lent["token"], "rating": "false", "reasoning": REASONING, "sources": [SOURCE]}
    path = f"/api/v1/assignments/{lent['id']}/verdict/"
    status, _ = connection.ask("POST", path, json.dumps(verdict).encode())
    taken.verdict.append(time.perf_counter() - got)
    if status == 201:
        taken.judged.append((lent["check_id"], lent["round"], lent["slot"]))
    else:
        taken.refused.append(f"verdict: {status}")


def read_pages(barrier: Barrier, port: int, key: str, paths: Sequence[str], seconds: float) -> list[float]:
    """Seconds that each list page took; raises where one is not answered."""
    times: list[float] = []
    connection = Connection(port, key)
    connection.ask("GET", "/api/v1/me/")
    barrier.wait()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        path = paths[len(times) % len(paths)]
        begun = time.perf_counter()
        status, body = connection.ask("GET", path)
        times.append(time.perf_counter() - begun)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {body[:200]!r}")
    return times


def hand_in(barrier: Barrier, port: int, key: str, bodies: Sequence[bytes]) -> tuple[float, float, int]:
    """Post batches of claims; when the first began, when the last was answered (wall clock), how many were created."""
    connection, created = Connection(port, key), 0
    connection.ask("GET", "/api/v1/me/")
    barrier.wait()
    begun = time.time()
    for body in bodies:
        status, answer = connection.ask("POST", "/api/v1/claims/batch/", body)
        if status != 202:
            raise RuntimeError(f"batch: {status} {answer[:200]!r}")
        created += json.loads(answer)["created"]
    return begun, time.time(), created
