"""Statements that read alone: what is put in for words that point elsewhere, and what is left and marked."""
