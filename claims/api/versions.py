"""Which version of a row somebody decides on: `ETag` where it is read, `If-Match` (RFC 9110) where it is decided on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.http import parse_etags, quote_etag
from drf_spectacular.utils import OpenApiParameter
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from claims.errors import VersionMissing
from claims.services.versions import Versioned, stale

if TYPE_CHECKING:
    _View = GenericAPIView[Any]
else:
    _View = object
ETAG, IF_MATCH = "ETag", "If-Match"
ANY = "*"
DESCRIBED = OpenApiParameter(
    IF_MATCH,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=(
        "The version that you decide on: the `ETag` of its address, or its `version` in quotes. Several may be listed; "
        "`*` names none."
    ),
)
# What an address answers to a request that names no version, or an old one.
REFUSALS = {
    "412": "It has changed since: `current` says how it stands now. Nothing was done.",
    "428": "The header If-Match is missing, or names no version. Nothing was done.",
}


def etag(row: Versioned) -> str:
    return quote_etag(str(row.version))


def tagged(told: Any, row: Versioned, *, status: int = 200) -> Response:
    """An answer that tells a row, with the mark of its version."""
    return Response(told, status=status, headers={ETAG: etag(row)})


def require_match(request: Request, row: Versioned) -> None:
    """Raise VersionMissing where a request names no version, Stale where it names other ones than the row's.

    A version goes up and never comes back, so one that is old now is old under the lock as well. The service compares
    what this leaves open. A weak mark matches nothing, as the RFC has it.
    """
    tags = parse_etags(request.headers.get(IF_MATCH, ""))
    if not tags or ANY in tags:
        raise VersionMissing
    if etag(row) not in tags:
        raise stale(row)


class RetrieveModelMixin(_View):
    """One row, with the mark of its version."""

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        return tagged(self.get_serializer(row).data, row)
