//! A small newspaper of our own, so that the whole way from feed to record can be seen without the network.

pub(crate) mod newspaper;
