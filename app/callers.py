"""Who calls, as far as turns need it: a tab of a browser, or a program's session; else the address it calls from.

Nobody is known by it: both are only what the request itself says, and are forgotten with it. Who makes up a session for
each request is served more often than who does not; how often an address may ask at all is for app/rate.py to say.
"""

from __future__ import annotations

# Characters of a session's name: Gradio's has a dozen.
LONGEST = 64


def caller(request: object) -> str:
    """A key for who sent ``request``: Starlette's, or Gradio's around it; '' for none."""
    host = getattr(getattr(request, "client", None), "host", "")
    if hasattr(request, "session_hash"):
        session = request.session_hash
    else:  # a call of the page's script: Gradio has read its body, and keeps the session to itself
        body = getattr(request, "_json", None)
        session = body.get("session_hash") if isinstance(body, dict) else None
    named = session[:LONGEST] if isinstance(session, str) else ""
    return f"{host} {named}".strip()
