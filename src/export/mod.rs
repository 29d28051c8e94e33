//! Getting things out: minutes and other documents, made from registers and histories.
