"""REST v1 with its OpenAPI: what exists so far is the table of publishers."""
