"""How fast the queue is: `python -m tests.bench.queue`.

In one run, on one PostgreSQL that flushes to disk, it asks this product's own API (gunicorn as `quickstart` starts it,
API keys, events and sources stored) and a raw-SQL reference in plain transactions to do the same work, by turns, so
that what else the machine does counts for both. It prints a table with the ratios, and ends with status 1 where one
slot was judged twice, one person judged a claim twice, or what was acknowledged is not stored.
"""
