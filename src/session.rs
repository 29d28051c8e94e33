//! One per terminal: the model, the store handle and the clock; runs the effects the model wishes for.
