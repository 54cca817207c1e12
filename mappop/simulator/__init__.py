"""Lives months of the programme in simulated time: real services and a real database, made-up owners and carriers."""
