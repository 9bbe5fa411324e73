"""Is this quotation in the article? Word for word, cut, altered, put together, another's, or not there at all."""

from app.quotation.found import Change, Found, LeftOut, Place, QuotationError
from app.quotation.judge import find

__all__ = ["Change", "Found", "LeftOut", "Place", "QuotationError", "find"]
