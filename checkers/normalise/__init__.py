"""From raw texts to keys: one module a field, each with `key(raw)`, where equal keys mean the same fact."""
