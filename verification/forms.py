"""What people fill in at the desk. Fields only; services decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.errors import Invalid
from claims.intake import MAX_TEXT_CHARS, ArticleDraft
from claims.models.bounds import require_sensible_day
from claims.states import Release
from verification import queries
from verification.models import Check, Rating, Reviewer, Source
from verification.sayings import said
from verification.services import FactCheckDraft, SourceDraft
from verification.services.judging import MAX_SOURCES
from verification.services.slots import MAX_DEFER_HOURS

ROWS = {"rows": 6}
# In a form beside others there is little room for words.
KINDS = [(Source.Kind.PRIMARY, _("primary")), (Source.Kind.SECONDARY, _("secondary"))]
STANCES = [
    (Source.Stance.SUPPORTS, _("supports it")),
    (Source.Stance.REFUTES, _("speaks against it")),
    (Source.Stance.CONTEXT, _("gives context")),
]
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class UnconfirmedData(QueryDict):
    """What was posted without the consent of the person's session: to be shown to them, never to be acted upon.

    ``refusal`` says so; no form of the desk is valid with it.
    """

    refusal: str

    @classmethod
    def of(cls, posted: QueryDict, refusal: str) -> UnconfirmedData:
        data = cls(mutable=True, encoding=posted.encoding)
        for name, values in posted.lists():
            data.setlist(name, values)
        data.refusal, data._mutable = refusal, False
        return data


class Form(forms.Form):
    """A form whose labels end without a colon, and whose texts stand in the direction in which they are read.

    A browser does not cut them short as they are pasted.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.pop("maxlength", None)
            if isinstance(field.widget, forms.Textarea | forms.TextInput):
                field.widget.attrs["dir"] = "auto"

    def full_clean(self) -> None:
        super().full_clean()
        # The rows of a form go with the form.
        if isinstance(self.data, UnconfirmedData) and not self.prefix:
            self.add_error(None, self.data.refusal)


class ArticleForm(Form):
    text = forms.CharField(label=_("Text"), widget=forms.Textarea({"rows": 14}), strip=False, max_length=MAX_TEXT_CHARS)
    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    url = forms.URLField(max_length=2000, required=False, label=_("Address"), assume_scheme="https")
    outlet = forms.CharField(label=_("Outlet"), max_length=200, required=False)
    byline = forms.CharField(label=_("Byline"), max_length=500, required=False)
    language = forms.RegexField(
        label=_("Language"), regex=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$", initial="en", max_length=35
    )
    published_at = forms.DateTimeField(
        required=False,
        label=_("Published"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        validators=[require_sensible_day],
    )

    def draft(self) -> ArticleDraft:
        return ArticleDraft(**self.cleaned_data)


class VerdictForm(Form):
    token = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rating = forms.ChoiceField(
        label=_("Rating"), widget=forms.RadioSelect, error_messages={"required": _("Choose a rating.")}
    )
    reasoning = forms.CharField(label=_("Reasoning"), widget=forms.Textarea(ROWS), max_length=100_000)

    def __init__(self, *args: Any, ratings: list[Rating], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ratings = ratings
        rating = self.fields["rating"]
        assert isinstance(rating, forms.ChoiceField)  # noqa: S101
        rating.choices = [(found.key, found.name) for found in ratings]


class AddressForm(Form):
    url = forms.URLField(max_length=2000, label=_("Address"), assume_scheme="https")


class SourceForm(Form):
    """One source; an open page has its address looked up as soon as it is there."""

    url = forms.URLField(
        max_length=2000,
        label=_("Address"),
        assume_scheme="https",
        widget=forms.URLInput({"hx-post": reverse_lazy("look-up"), "hx-trigger": "change", "hx-target": "next .found"}),
    )
    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    stance = forms.ChoiceField(label=_("Stance"), choices=STANCES, initial=Source.Stance.CONTEXT)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, initial=Source.Kind.SECONDARY)
    quote = forms.CharField(label=_("Quote"), required=False, max_length=20_000, widget=forms.Textarea({"rows": 2}))
    locator = forms.CharField(max_length=200, required=False, label=_("Where in it"))
    published_at = forms.DateField(required=False, label=_("Published"), widget=DAY, validators=[require_sensible_day])
    accessed_at = forms.DateField(
        required=False,
        label=_("Looked at"),
        help_text=_("Empty: today."),
        widget=DAY,
        validators=[require_sensible_day],
    )
    archived_url = forms.URLField(max_length=2000, required=False, label=_("Archived copy"), assume_scheme="https")

    def draft(self) -> SourceDraft:
        looked = self.cleaned_data["accessed_at"]
        # Noon of whoever writes; the offset stays with it, and so the day.
        at = datetime.combine(looked, time(12), tzinfo=timezone.get_current_timezone()) if looked else None
        return SourceDraft(**{**self.cleaned_data, "accessed_at": at})

    def clean_accessed_at(self) -> date | None:
        looked: date | None = self.cleaned_data["accessed_at"]
        if looked and looked > timezone.localdate() + timedelta(days=1):
            raise forms.ValidationError(_("This day has not come yet."))
        return looked


# More rows than may be kept are still read, so that who sent them gets them back with what is wrong.
MAX_ROWS = 1_000


class SourceForms(forms.BaseFormSet):  # type: ignore[type-arg]
    """Sources beside a verdict. Every row may stay empty, those that were filled in beforehand too."""

    def initial_form_count(self) -> int:
        return 0


SourceFormSet = forms.formset_factory(
    SourceForm, SourceForms, extra=2, max_num=MAX_SOURCES, validate_max=True, absolute_max=MAX_ROWS
)


def filled_in(rows: Sequence[Mapping[str, Any]], *, more: int) -> Any:
    """A form with ``rows`` of sources as they are, unchecked, and ``more`` empty ones."""
    sources = SourceFormSet(initial=list(rows))
    # Never fewer than there are, which would drop what was typed.
    sources.max_num = max(len(rows), MAX_SOURCES)
    sources.extra = min(len(rows) + more, sources.max_num)
    return sources


def source_rows(values: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of sources in a form as a browser sends it."""
    total = values.get("form-TOTAL_FORMS", "")
    return [
        {name: values[f"form-{number}-{name}"] for name in SourceForm.base_fields if f"form-{number}-{name}" in values}
        for number in range(min(int(total), MAX_ROWS) if total.isdecimal() and len(total) < 9 else 0)
    ]


def one_more_source(values: Mapping[str, str]) -> Any:
    """The sources of a form as they were typed so far, unchecked, and one more empty row."""
    return filled_in(source_rows(values), more=1)


def source_drafts(sources: Any) -> list[SourceDraft]:
    """The rows that were filled in."""
    return [form.draft() for form in sources if form.has_changed()]


def show_errors(error: Invalid, form: forms.Form, sources: Any = ()) -> None:
    """Put what a service refused beside its field; "sources.1.url" counts the rows that were filled in."""
    rows = [row for row in sources if row.has_changed()]
    for field, refused in error.fields.items():
        told = [said(one) for one in refused]
        group, _dot, rest = field.partition(".")
        number, _dot, name = rest.partition(".")
        if group == "sources" and number.isdecimal() and int(number) < len(rows) and name in rows[int(number)].fields:
            rows[int(number)].add_error(name, told)
        else:
            form.add_error(field if field in form.fields else None, told)


def typed(form: forms.Form, sources: Any = ()) -> list[tuple[str, str]]:
    """What was written into valid forms, to be given back where it could not be kept."""
    told = [
        (str(form[name].label), str(value)) for name, value in form.cleaned_data.items() if name != "token" and value
    ]
    filled = [row.cleaned_data for row in sources if row.has_changed()]
    source = gettext("Source")
    return told + [(f"{source} {n}", "\n".join(str(v) for v in row.values() if v)) for n, row in enumerate(filled, 1)]


class WhyForm(Form):
    why = forms.CharField(label=_("Reason"), max_length=5_000, widget=forms.Textarea({"rows": 2}))


class WithdrawalForm(WhyForm):
    why = forms.CharField(
        label=_("Reason, which readers will see"), max_length=5_000, widget=forms.Textarea({"rows": 2})
    )


class ArticleReleaseForm(Form):
    """Who may know of an article; ``version`` is what the page told of it."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=64)
    release = forms.ChoiceField(
        label=_("Who may know of it"),
        widget=forms.RadioSelect,
        choices=[
            (Release.INTERNAL.value, _("Internal: people who work here")),
            (Release.EMBARGOED.value, _("Embargoed: reviewers and editors, until a time")),
            (Release.PUBLIC.value, _("Public: everybody")),
        ],
    )
    embargoed_until = forms.DateTimeField(
        label=_("Embargoed until"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = {"zone": timezone.get_current_timezone_name()}
        self.fields["embargoed_until"].help_text = gettext("By the clock of %(zone)s.") % zone


class ReleaseForm(WhyForm):
    token = forms.IntegerField(widget=forms.HiddenInput)


class DeferForm(ReleaseForm):
    """One of three forms on a page that ask for a reason, so its fields carry its name."""

    hours = forms.IntegerField(label=_("For how many hours"), min_value=1, max_value=MAX_DEFER_HOURS, initial=4)

    field_order = ["hours", "why", "token"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="defer_%s", **kwargs)


class HelpForm(ReleaseForm):
    why = forms.CharField(label=_("What you need"), max_length=5_000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="help_%s", **kwargs)


class ReassignForm(WhyForm):
    reviewer = forms.ModelChoiceField(Reviewer.objects.none(), label=_("To"))

    field_order = ["reviewer", "why"]

    def __init__(self, *args: Any, check: Check | None = None, **kwargs: Any) -> None:
        """``check``: only those who sit on its desk; several checks at once may be of several desks."""
        super().__init__(*args, **kwargs)
        chosen = self.fields["reviewer"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101
        reviewers = queries.working_reviewers().order_by("user__username")
        chosen.queryset = reviewers.filter(desks=check.desk_id) if check else reviewers


class PriorityForm(Form):
    priority = forms.IntegerField(
        label=_("Priority"),
        min_value=-100,
        max_value=100,
        help_text=_("From -100 to 100; 0 is ordinary, more goes first."),
    )


class FactCheckForm(Form):
    headline = forms.CharField(label=_("Headline"), max_length=300)
    summary = forms.CharField(
        label=_("Reasoning for readers"),
        max_length=100_000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("It begins with the reviewers' own words. Rewrite what they say of themselves."),
    )

    def draft(self) -> FactCheckDraft:
        return FactCheckDraft(headline=self.cleaned_data["headline"], summary=self.cleaned_data["summary"])


class CorrectionForm(FactCheckForm):
    note = forms.CharField(label=_("What was wrong"), max_length=5_000, widget=forms.Textarea({"rows": 2}))
