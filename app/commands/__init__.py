"""Commands of `ibid` that stand on their own: each module has `add`, which adds it to the parser."""
