"""People and the keys of their programs."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken

from claims.access import Role, Scope, scopes_of
from claims.articles.release import Viewer
from claims.models.fields import Line

ROLES = [(role.value, role.value.capitalize()) for role in Role]
SCOPES = [(scope.value, scope.value) for scope in Scope]


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """Somebody who signs in, or a program that uses an API key (role ``client``)."""

    role = models.CharField(max_length=16, choices=ROLES, default=Role.READER.value)
    time_zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def effective_role(self) -> str:
        """A superuser is an administrator whatever the column says."""
        return Role.ADMINISTRATOR if self.is_superuser else self.role

    def scopes(self) -> frozenset[str]:
        """What this person may do when signed in (an API key may allow less)."""
        return scopes_of(self.effective_role) if self.is_active else frozenset()

    def may(self, scope: str) -> bool:
        return scope in self.scopes()

    @property
    def viewer(self) -> Viewer:
        """This person as one who looks, signed in."""
        return Viewer(self.pk, self.scopes())

    @property
    def is_program(self) -> bool:
        return self.effective_role == Role.CLIENT

    @property
    def is_editor(self) -> bool:
        return self.may(Scope.CHECKS_WRITE)


class ApiKey(AbstractAuthToken):  # type: ignore[misc]
    """A bearer key: only its SHA-512 is kept (django-rest-knox), with what it may do and until when."""

    name = Line(max_length=200)
    scopes = ArrayField(models.CharField(max_length=32, choices=SCOPES))

    class Meta(AbstractAuthToken.Meta):  # type: ignore[misc]
        abstract = False
        verbose_name = "API key"
        constraints = [
            models.CheckConstraint(
                condition=~Q(scopes__contains=[Scope.PEOPLE_WRITE.value]), name="api_key_writes_no_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"
