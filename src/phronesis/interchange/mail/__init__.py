"""Mail that says nothing by its size, its subject or its hour."""
