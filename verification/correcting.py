"""Forms in which a claim is put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Mention
from claims.services import ClaimEdit
from verification.forms import Form, WhyForm

MAX_FIGURES = 50
TWO_ROWS = {"rows": 2}


class ClaimForm(Form):
    text = forms.CharField(
        label=_("The claim, so that it reads alone"), max_length=5_000, widget=forms.Textarea(TWO_ROWS)
    )
    exact = forms.CharField(
        label=_("Its words in the article"), required=False, strip=False, widget=forms.Textarea(TWO_ROWS)
    )
    speaker_name = forms.CharField(label=_("Said by"), max_length=300, required=False)
    # What the page showed comes back with it: a role that somebody else has put right meanwhile is not undone.
    speaker_role = forms.CharField(
        label=_("Role"),
        max_length=300,
        required=False,
        show_hidden_initial=True,
        help_text=_("Of a new speaker, or what it should have been: it is the same wherever the speaker is quoted."),
    )
    figures = forms.CharField(
        label=_("Figures"),
        required=False,
        widget=forms.Textarea(TWO_ROWS),
        help_text=_("One a line: words | lowest | highest | unit. An end that is open stays empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="fix_%s", **kwargs)

    def clean_exact(self) -> str:
        # A browser sends each line's end as two characters; the article has one.
        return str(self.cleaned_data["exact"]).replace("\r\n", "\n")

    def clean_figures(self) -> list[dict[str, Any]]:
        lines = [line for line in self.cleaned_data["figures"].splitlines() if line.strip()]
        if len(lines) > MAX_FIGURES:
            raise forms.ValidationError(_("At most %(most)s figures are kept.") % {"most": MAX_FIGURES})
        return [_figure(line) for line in lines]

    def edit(self, claim: Claim) -> ClaimEdit:
        values = dict(self.cleaned_data)
        figures = values.pop("figures")
        if claim.speaker and values["speaker_name"] == claim.speaker.name and "speaker_role" not in self.changed_data:
            values["speaker_role"] = None
        # What the machine knows beyond the form stays where the form's part of it is unchanged.
        known = {figure_line(one): one for one in claim.quantities}
        return ClaimEdit(**values, quantities=[known.get(figure_line(one), one) for one in figures])


class SplitForm(Form):
    parts = forms.CharField(
        label=_("Each claim on a line"),
        max_length=20_000,
        widget=forms.Textarea({"rows": 3, "id": "split_parts"}),
    )


class MergeForm(Form):
    into = forms.ModelChoiceField(Claim.objects.none(), label=_("The same as"))

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="merge_%s", **kwargs)
        chosen = self.fields["into"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101
        others = Claim.objects.filter(article=claim.article_id, article__isnull=False).exclude(pk=claim.pk)
        chosen.queryset = others.defer("search").order_by("pk")


class NotAClaimForm(WhyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="none_%s", **kwargs)


class AddClaimForm(Form):
    exact = forms.CharField(
        label=_("Words of the article"),
        strip=False,
        max_length=5_000,
        widget=forms.Textarea({"rows": 2, "id": "add_exact"}),
    )
    near = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput({"id": "add_near"}))

    def clean_exact(self) -> str:
        return str(self.cleaned_data["exact"]).replace("\r\n", "\n").strip()


def claim_form(claim: Claim, mention: Mention | None) -> ClaimForm:
    """The claim as it stands, to be changed."""
    return ClaimForm(
        initial={
            "text": claim.text,
            "exact": mention.exact if mention else "",
            "speaker_name": claim.speaker.name if claim.speaker else "",
            "speaker_role": claim.speaker.role if claim.speaker else "",
            "figures": "\n".join(figure_line(one) for one in claim.quantities),
        }
    )


def figure_line(quantity: dict[str, Any]) -> str:
    """A figure as it is written in the form."""
    ends = ("" if quantity.get(end) is None else f"{quantity[end]:.15g}" for end in ("low", "high"))
    return " | ".join((str(quantity["text"]), *ends, quantity.get("unit") or "")).strip()


def _figure(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if not parts[0] or len(parts) > 4:
        raise forms.ValidationError(_("“%(line)s” is not words | lowest | highest | unit.") % {"line": line[:60]})
    words, low, high, unit = [*parts, "", "", ""][:4]
    return {"text": words, "low": _number(low), "high": _number(high), "unit": unit}


def _number(words: str) -> float | None:
    try:
        number = float(words) if words else None
    except ValueError as error:
        raise forms.ValidationError(_("“%(words)s” is no number.") % {"words": words[:60]}) from error
    if number is not None and not abs(number) < 1e300:
        raise forms.ValidationError(_("“%(words)s” is no number that can be kept.") % {"words": words[:60]})
    return number
