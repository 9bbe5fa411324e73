"""Names of a made-up country, so that nothing rests on the bundled article's, and earlier turns made by hand."""

from __future__ import annotations

from app.followup import Past, names_of
from tests.making import P, made

NAMES = names_of(
    made(
        P(
            (
                "The town of Lowmere lies in Ruritania, and the Ruritanian border runs near Lowmere.",
                "Fighting in Ruritania and in Borduria went on; Bordurian soldiers and Ruritanian soldiers were killed.",
                "On 3 May President Anton Bell said that the bridge in Lowmere was lost.",
                "He visited Highford, a town in Borduria, in June.",
                "Foreign minister Clara Stone resigned, and she left for Highford.",
                "In October the minister Karl Wood replied to Anton Bell, and Wood met Bell again.",
                "The US asked the US for aid.",
                "Many Ruritanians and Bordurians fled.",
                "The Harbour Commission reported that the Ministry of Works had paid.",
            )
        )
    )
)


def past(*questions: str, quote: str = "") -> list[Past]:
    """Earlier turns; the last is answered by ``quote``."""
    return [Past(question, True, (quote,) if quote and question == questions[-1] else ()) for question in questions]
