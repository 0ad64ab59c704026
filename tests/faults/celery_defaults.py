"""`config.settings` with Celery as it comes: early acknowledgement, four tasks reserved, publishing tried again.

Nothing may be lost or doubled with these either (only slower to be found): rows are the truth.
"""

from __future__ import annotations

from config.settings import *  # noqa: F403

# Where there is work, when it is due, and what of the host it may use are no manner of delivering it.
_KEPT = (
    "CELERY_BROKER_URL",
    "CELERY_BEAT_SCHEDULE",
    "CELERY_TASK_TIME_LIMIT",
    "CELERY_TASK_SOFT_TIME_LIMIT",
    "CELERY_WORKER_MAX_MEMORY_PER_CHILD",
)
for _name in [name for name in globals() if name.startswith("CELERY_") and name not in _KEPT]:
    del globals()[_name]
