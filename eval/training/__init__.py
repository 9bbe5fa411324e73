"""How the reader of ``app/data/reader`` was trained, measured and exported."""
