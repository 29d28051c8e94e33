//! Drawing: the screen as a function of the model.
