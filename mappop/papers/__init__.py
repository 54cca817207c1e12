"""Documents for keeping: from facts to a PDF, tagged so that it can be read aloud."""
