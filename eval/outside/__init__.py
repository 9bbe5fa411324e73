"""Ibid and the bench's peers on articles that nothing was tuned on."""
