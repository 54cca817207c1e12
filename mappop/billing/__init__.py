"""Payment processors: each speaks its own language outwards and `domain.processor` inwards."""
