"""Our facts in each publisher's own form, and theirs in ours: pure translation, both ways."""
