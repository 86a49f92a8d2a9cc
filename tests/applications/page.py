"""What a browser without script would send back of the file's form."""

from __future__ import annotations

from html.parser import HTMLParser

TICKED = {"checkbox", "radio"}


class FormReader(HTMLParser):
    """Collects the fields of the form `id="file"`, as they stand."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.fields = {}
        self.area = self.choice = ""

    def handle_starttag(self, tag, attrs):
        its = dict(attrs)
        if tag == "form":
            self.inside = its.get("id") == "file"
        if self.inside:
            getattr(self, f"read_{tag}", self.pass_by)(its)

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.area = ""
        if tag == "form":
            self.inside = False

    def read_input(self, its):
        if its.get("type") not in TICKED:
            self.fields[its["name"]] = its.get("value", "")
        elif "checked" in its:
            self.fields.setdefault(its["name"], []).append(its["value"])

    def read_textarea(self, its):
        self.area = its["name"]
        self.fields[self.area] = ""

    def read_select(self, its):
        self.choice = its["name"]
        self.fields[self.choice] = ""

    def read_option(self, its):
        if "selected" in its:
            self.fields[self.choice] = its["value"]

    def pass_by(self, its):
        """Other marks hold no field."""


def fields_of(html):
    reader = FormReader()
    reader.feed(html)
    return reader.fields
