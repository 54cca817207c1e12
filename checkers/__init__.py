"""Read and compare: what a page says about a business, and whether it agrees. A library of its own."""
