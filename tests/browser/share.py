"""The picture that a shared fact-check shows, made by one command: ``pytest tests/browser/share.py``.

It is drawn in ``share.svg`` and left in the static files. It has no words: it stands beside the headline whatever the
site is called and whatever its language. The suite does not collect this file: its name begins otherwise.
"""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser

DRAWN = Path(__file__).with_name("share.svg")
SHARE = Path(settings.BASE_DIR) / "config" / "static" / "share.png"
WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 30_000
COLOURS = 32


def test_the_picture_is_made_and_small(browser: Browser) -> None:
    tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    tab.set_content(f'<body style="margin: 0">{DRAWN.read_text()}</body>')
    picture = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
    picture.quantize(COLOURS).save(SHARE, "PNG", optimize=True)
    assert SHARE.stat().st_size <= MOST_BYTES
