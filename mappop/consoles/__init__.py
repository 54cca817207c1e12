"""What people see. A page is one module with its template beside it."""
