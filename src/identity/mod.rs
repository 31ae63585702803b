//! What page an address names. Pure.
//!
//! ```text
//! address ──normalized_url──► what ids are made of: no tracking parameters, no fragment
//!    │
//!    └─────page_key─────────► what twins share: http and https, www, AMP, mobile and print views, sessions
//!
//! requested, final ──page_address──► the address of the page that came
//!                       └─check_canonical─► whether the canonical address that it declares can be its own
//! ```
//!
//! It is worse to take two articles for one than one for two: what is not certain stays apart. Parameters, names of hosts
//! and documents are lists in `data/`.

mod amp;
mod canonical;
mod host;
mod normalized_url;
mod page_address;
mod page_key;
mod page_name;
mod parameters;
mod path;
mod percent;
#[cfg(test)]
mod tests;
mod traits;

pub use canonical::{CanonicalFault, check_canonical};
pub use normalized_url::normalized_url;
pub use page_address::page_address;
pub use page_key::page_key;
