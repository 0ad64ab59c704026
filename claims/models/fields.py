"""Columns for what people and programs write: by whatever way it comes in, it is stored as `claims.core.text` says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from claims.core.text import clean_line, clean_text
from claims.errors import Invalid

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    _Field = models.Field[str | int | Combinable, str]
    _CharField = models.CharField[str | int | Combinable, str]
    _TextField = models.TextField[str | int | Combinable, str]
else:
    _Field, _CharField, _TextField = object, models.CharField, models.TextField


class Clean(_Field):
    """A column that holds clean text, and is asked with it. Raises Invalid, by its name, for what cannot be kept."""

    def clean_value(self, value: str) -> str:
        """``value`` as it is stored."""
        raise NotImplementedError

    def _cleaned(self, value: Any) -> Any:
        return self.clean_value(value) if isinstance(value, str) else value

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        try:
            cleaned = self._cleaned(value)
        except Invalid as error:
            raise ValidationError([told for messages in error.fields.values() for told in messages]) from error
        return super().clean(cleaned, model_instance)

    def get_prep_value(self, value: Any) -> Any:
        return self._cleaned(super().get_prep_value(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Give the row what is stored of it, too."""
        value = super().pre_save(model_instance, add)
        cleaned = self._cleaned(value)
        if isinstance(cleaned, str) and self.max_length is not None and len(cleaned) > self.max_length:
            # Composed anew it may be longer than what was looked at.
            told = f"This has {len(cleaned):,} characters; {self.max_length:,} are allowed."
            raise Invalid({self.name: told})
        if cleaned != value:
            setattr(model_instance, self.attname, cleaned)
        return cleaned

    def deconstruct(self) -> Any:
        """As the plain column: to the database it is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, self.plain, args, kwargs

    plain: str


class Line(Clean, _CharField):
    """One line of text."""

    plain = "django.db.models.CharField"

    def clean_value(self, value: str) -> str:
        return clean_line(value, field=self.name or "text")


class Prose(Clean, _TextField):
    """Text of any number of lines."""

    plain = "django.db.models.TextField"

    def clean_value(self, value: str) -> str:
        return clean_text(value, field=self.name or "text")
