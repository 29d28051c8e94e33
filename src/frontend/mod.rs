//! Terminals: the local one, its modes and signals.
