//! Bringing plans in: a file becomes a document, tables, a draft plan and an account of every row.
