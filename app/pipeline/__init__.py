"""The story of a document: receive, authenticate, interpret, validate, record, negotiate, dispatch, deliver."""
