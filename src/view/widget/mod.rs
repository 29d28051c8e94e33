//! Pieces of screens that several screens draw.
