//! Development tasks: train, evaluate, write the schemas. Never shipped.

fn main() {}
