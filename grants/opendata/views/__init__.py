"""Everything out: files, lists, feeds, embeds and a small API, for anybody and any program."""

from flask import Blueprint

bp = Blueprint("opendata", __name__)

from grants.opendata.views import api, embeds, feeds, files, lists  # noqa: E402 - the modules hang their views here

__all__ = ["api", "bp", "embeds", "feeds", "files", "lists"]
