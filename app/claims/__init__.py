"""Is this what the article says? A statement beside the article's sentences, and in what they differ."""
