"""Same business? The facts of a pair, the points they weigh, and the fast door for many pairs."""
