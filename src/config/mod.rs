//! What a user can set: types with their defaults. Files come first, then the environment, then flags.

mod load;
mod problem;
mod types;
pub mod units;

pub use load::{Overrides, load};
pub use problem::Problem;
pub use types::{
    Analyze, Cidr, Compression, Config, Feed, Fetch, LogFormat, Name, Output, OutputKind, Poll, Records, State,
    Telemetry, WebUrl,
};
