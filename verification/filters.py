"""What narrows the desk's first page, as it stands in its address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from verification.queries import Narrowing
from verification.wording import TOPICS


class NarrowingForm(forms.Form):
    """Every field may be left empty; one that makes no sense counts as empty."""

    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=[("", _("Any topic")), *TOPICS.items()])
    speaker = forms.CharField(label=_("Speaker"), required=False, max_length=300)
    outlet = forms.CharField(label=_("Outlet"), required=False, max_length=200)
    language = forms.RegexField(label=_("Language"), regex=r"^[A-Za-z]{2,3}$", required=False, max_length=3)

    def __init__(self, values: QueryDict, **kwargs: Any) -> None:
        super().__init__(values, label_suffix="", **kwargs)

    def narrowing(self) -> Narrowing:
        self.full_clean()
        return Narrowing(**{name: value for name, value in self.cleaned_data.items() if value})
