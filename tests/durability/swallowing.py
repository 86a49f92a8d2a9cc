"""The control: the same application, which swallows its errors and says that all was kept."""

from flask import redirect, request

from grants.app import create_app
from grants.settings import load_settings

BROKEN = 500
app = create_app(load_settings())


@app.after_request
def all_is_well(response):
    if request.method == "POST" and response.status_code >= BROKEN:
        return redirect(request.path.rpartition("/")[0])
    return response
