//! The only HTTP client: guards, limits, politeness.
//!
//! ```text
//! Request ─► guard ─► names ─► robots ─► turn ─► exchange ─► body ─► Answer
//!              ▲                                     │
//!              └──────────── redirect ◄──────────────┘        every hop is checked again
//! ```
//!
//! What may be asked is decided by `guard` (addresses and ports), `robots` (pages, not subscribed feeds) and `polite`
//! (one request per domain at a time, a delay between two, the pauses a server asked for). How much and how long is
//! decided by [`Limits`]. Credentials of an address and per-feed headers go to the feed's own origin alone and appear in
//! no error. There are no cookies, no referer and no proxy.

mod answer;
mod body;
mod client;
mod decode;
mod exchange;
mod guard;
mod headers;
mod names;
mod polite;
mod request;
mod robots;
mod settings;
mod trip;
mod walls;

pub use answer::{Answer, Meta};
pub use client::{Fetcher, FetcherError};
pub use names::Lookup;
pub use request::{Kind, Request};
pub use settings::{Limits, Settings};

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, also after a panic elsewhere: everything behind these locks is valid at any moment.
fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
