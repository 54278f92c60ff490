"""Policy documents in, a citable knowledge base out. Imports none of the other packages."""
