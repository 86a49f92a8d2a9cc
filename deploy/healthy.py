"""Ends with 0 when the server of this container answers /healthz, as a container engine asks every half minute."""  # noqa: INP001 - a program, alone

import os
import sys
from http.client import OK, HTTPConnection
from urllib.parse import urlsplit

port = int(os.environ.get("GRANTS_BIND", "0.0.0.0:8000").rpartition(":")[2])
host = urlsplit(os.environ.get("GRANTS_BASE_URL", "")).hostname or "localhost"
asked = HTTPConnection("127.0.0.1", port, timeout=4)
try:
    asked.request("GET", "/healthz", headers={"Host": host})
    sys.exit(asked.getresponse().status != OK)
except OSError as error:
    sys.exit(str(error))
