"""Nothing that a program sends is passed over in silence: what the API does not know, it names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers
from rest_framework.exceptions import UnsupportedMediaType, ValidationError
from rest_framework.request import Request, is_form_media_type
from rest_framework.views import APIView

from claims.api.filtering import filter_names

if TYPE_CHECKING:
    _View = APIView
    _Serializer = serializers.Serializer[Any]
else:
    _View = _Serializer = object


class StrictFields(_Serializer):
    """A serializer that refuses each field which it does not know or does not let anybody set."""

    def to_internal_value(self, data: Any) -> Any:
        problems = self._unknown(data) if isinstance(data, Mapping) else {}
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            if not problems or not isinstance(error.detail, dict):
                raise
            problems |= error.detail
        if problems:
            raise ValidationError(problems)
        return values

    def _unknown(self, data: Mapping[str, Any]) -> dict[str, Any]:
        known = {name for name, field in self.fields.items() if not field.read_only}
        told = {name: [_no_such("field", name, known)] for name in data if name not in self.fields}
        return told | {name: ["This cannot be set."] for name in data if name in self.fields and name not in known}


class NoFields(StrictFields, serializers.Serializer[Any]):
    """The body of what needs none."""


class StrictFieldsSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says so in the schema."""

    target_class = StrictFields
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False} if direction == "request" else schema


class StrictView(_View):
    """A view that refuses parameters which it does not know, a body that it does not read, and other types of body.

    ``paged`` names the actions whose answers come in pages, ``bodiless`` the POSTs that take no fields, and
    ``parameters`` what an action reads from the address besides the filters of its list.
    """

    paged: Collection[str] = ("list",)
    bodiless: Collection[str] = ()
    parameters: Mapping[str, Collection[str]] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._require_parameters(request)
        if getattr(self, "action", None) not in self.bodiless:
            self._require_media_type(request)
            return
        # Whatever it is sent as, there is nothing in it.
        is_form = is_form_media_type(request.content_type)
        NoFields(data=request._request.POST if is_form else request.data or {}).is_valid(raise_exception=True)

    def known_parameters(self) -> set[str]:
        """The names that the address of this request may have after its question mark."""
        action = getattr(self, "action", None)
        known = set(self.parameters.get(action or "", ()))
        if action == "list":
            known.update(filter_names(self))
        if action in self.paged and (paginator := getattr(self, "paginator", None)):
            known |= {paginator.cursor_query_param, paginator.page_size_query_param}
        return known

    def _require_media_type(self, request: Request) -> None:
        """Before anything else: who has checked a session's token has read a form, and its body is gone."""
        has_body = (request.META.get("CONTENT_LENGTH") or "0") != "0"
        if has_body and not self.get_content_negotiator().select_parser(request, self.get_parsers()):
            raise UnsupportedMediaType(request.content_type[:100])

    def _require_parameters(self, request: Request) -> None:
        known = self.known_parameters()
        told = {name: [_no_such("parameter", name, known)] for name in request.query_params if name not in known}
        twice = [name for name, values in request.query_params.lists() if name in known and len(values) > 1]
        if told or twice:
            raise ValidationError(told | {name: ["Give this once."] for name in twice})


def _no_such(kind: str, name: str, known: Iterable[str]) -> str:
    near = " or ".join(sorted(get_close_matches(name[:100], sorted(known), n=2)))
    return f"There is no such {kind}. Did you mean {near}?" if near else f"There is no such {kind}."
