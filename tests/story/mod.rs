//! Tests of: story.
