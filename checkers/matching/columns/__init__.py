"""The facts of many pairs at a time, on columns of numbers (numpy): the same judgement as of one pair."""
