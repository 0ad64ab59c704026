"""Forms of the admin: they hold fields; what they mean is said by the service they are handed to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from claims.errors import Stale


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose row is written by a service.

    ``refused`` is what the service told after a first try, and is shown like an error of the form. ``seen`` travels
    with the page: what each field was when the page was made. Where the row is something else by now nothing is
    overwritten: the form says which fields changed and to what, keeps what was typed, and goes on from there.
    """

    SEEN = "seen"
    refused: ClassVar[Mapping[str, Sequence[str]]] = {}
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self.fields.pop(self.SEEN, None)
            return
        self.as_stored = {name: fingerprint({name: value}) for name, value in self.initial.items()}
        self.initial[self.SEEN] = " ".join(f"{name}:{mark}" for name, mark in self.as_stored.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # A page that says nothing was not made here; the guard is for people, the services have their own.
        if self.instance.pk and (seen := cleaned.pop(self.SEEN, "")):
            self._require_seen(seen)
        for name, told in self.refused.items():
            self.add_error(name if name in self.fields else None, list(told))
        return cleaned

    def _require_seen(self, seen: str) -> None:
        found = _fingerprints(seen)
        changed = [name for name, mark in self.as_stored.items() if found.get(name) != mark]
        if not changed:
            return
        self.add_error(None, f"{Stale({}).detail} Nothing was saved. Look at it again, then save.")
        for name in changed:
            if name in self.fields:
                self.add_error(name, f"Somebody has changed this. It is now: {self._told(name)}")
        # What is sent next is decided on what this page tells.
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix(self.SEEN)] = self.initial[self.SEEN]
        self.data = data

    def _told(self, name: str) -> str:
        """The stored value of a field as people read it."""
        field, value = self.fields[name], self.initial[name]
        choices = {str(key): str(label) for key, label in getattr(field, "choices", None) or ()}
        values = value if isinstance(value, list | tuple) else [value]
        told = [choices.get(str(getattr(one, "pk", one)), "" if one is None else str(one)) for one in values]
        return ", ".join(told) or "empty"

    @property
    def changes(self) -> dict[str, Any]:
        """What the form says about each of its fields, for a service."""
        return {name: value for name, value in self.cleaned_data.items() if name != self.SEEN}


def fingerprint(values: Mapping[str, Any]) -> str:
    told = "\n".join(f"{name}={values[name]!r}" for name in sorted(values))
    return hashlib.sha256(told.encode()).hexdigest()


def _fingerprints(seen: str) -> dict[str, str]:
    """What a page brought back, a field."""
    return dict(pair.split(":", 1) for pair in seen.split() if ":" in pair)


class LinesField(forms.CharField):
    """A list with one entry a line; empty lines do not count."""

    def __init__(self, *, base_field: Any = None, max_length: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "One a line.")
        kwargs["help_text"] = kwargs["help_text"] or "One a line."
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        lines = (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def run_validators(self, value: Any) -> None:
        for line in value:
            super().run_validators(line)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before: list[str] = list(initial or [])
        return bool(before != self.to_python(data))


class ReasonForm(forms.Form):
    """Why something is done; the service keeps it in the log."""

    why = forms.CharField(label="Why", strip=True, widget=forms.Textarea(attrs={"rows": 3}))
