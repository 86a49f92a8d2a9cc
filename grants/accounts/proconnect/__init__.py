"""ProConnect: staff whom another house identified (OpenID Connect, authorization code, PKCE, signed answers).

Authlib comes with an optional list of libraries and is imported only where somebody comes back: docs/proconnect.md.
"""

from grants.accounts.proconnect.coming import Trip, Visitor, come_back, way_out, way_to

__all__ = ["Trip", "Visitor", "come_back", "way_out", "way_to"]
