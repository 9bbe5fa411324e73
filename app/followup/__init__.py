"""Follow-up questions: the names of an article, and what a question stands for after others."""

from app.followup.names import Name, Names, Sort, names_of
from app.followup.turns import Past, Understood
from app.followup.understanding import understand

__all__ = ["Name", "Names", "Past", "Sort", "Understood", "names_of", "understand"]
