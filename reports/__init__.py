"""Reports: an audit told to a reader, as a text and as typeset pages."""
