//! The configuration: types with their defaults. Files come first, then the environment, then flags.

mod fingerprint;
mod load;
mod own_interval;
mod problem;
mod renamed;
mod types;
pub mod units;

pub use load::{Overrides, load};
pub use problem::Problem;
pub use types::{
    Cidr, Compression, Config, Feed, Fetch, LogFormat, Name, Output, OutputKind, Poll, State, Telemetry, WebUrl, Worker,
};
