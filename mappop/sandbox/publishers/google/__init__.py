"""Google Business Profile: Business Information v1 and Verifications v1, driven by their own discovery documents."""
