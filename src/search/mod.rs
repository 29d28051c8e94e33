//! Fuzzy matching over people and actions. The only room that names fuzzy-matcher.
