"""Ways to the pages of the admin."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.test import Client
from django.urls import reverse

from claims.models import User


def page(model: type[models.Model], kind: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def row_of(model: type[models.Model]) -> models.Model:
    row = model._default_manager.order_by("-pk").first()
    assert row is not None
    return row


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client
