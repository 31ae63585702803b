//! The configuration: types with their defaults. Files come first, then the environment, then flags.

mod bounds;
mod dirs;
mod feed_list;
mod feed_values;
mod file_mode;
mod files;
mod fingerprint;
mod lines;
mod load;
mod log_filter;
mod overrides;
mod own_interval;
mod places;
mod problem;
mod renamed;
mod types;
pub mod units;
mod web_url;

pub use file_mode::FileMode;
pub use files::{configuration_files, directory, unread};
pub use load::{load, load_partly};
pub use overrides::Overrides;
pub use problem::{Problem, nearest};
pub use types::{
    Cidr, Compression, Config, Feed, Fetch, LogFormat, Name, Outbox, Output, OutputKind, Poll, State, Telemetry, Worker,
};
pub use web_url::WebUrl;
