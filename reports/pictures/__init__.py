"""The pictures of the reports, as coordinates for their templates."""
