from __future__ import annotations

import argparse
import sys

from tests.bench.queue import stack

PARTS = ("cycles", "pages", "import")


def options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.queue", description="How fast the queue is.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="claims queued")
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default: everything)"
    )
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--runs", type=int, default=5, help="turns of each side; medians are told")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each turn")
    parser.add_argument("--import-claims", type=int, default=20_000, help="handed in by batches, at the end")
    parser.add_argument("--batch", type=int, default=1_000, help="claims a batch")
    parser.add_argument("--import-clients", type=int, default=2)
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    chosen = options(words)
    with stack.running() as running:
        # Whatever reads a model wants the settings, which are there from now on.
        from tests.bench.queue import measuring

        return measuring.measure(running, chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
