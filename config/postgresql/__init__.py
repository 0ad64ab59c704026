"""Django's PostgreSQL backend, which asks a kept connection less often whether it lives."""
