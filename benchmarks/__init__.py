"""What is measured against goals and peers, runnable by anyone: `make bench`."""
