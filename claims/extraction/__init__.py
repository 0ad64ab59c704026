"""From an article's text to the statements in it. Pure: no Django, no database, no clock, no network."""
