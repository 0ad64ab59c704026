"""Training of the network behind ``claims.extraction.attribution``; needs torch (group train-attribution)."""
