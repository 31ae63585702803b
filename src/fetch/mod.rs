//! The only HTTP client of the program, with its guards, limits and politeness.
//!
//! ```text
//! Request ─► guard ─► dns ─► robots ─► rate_limit ─► request_response ─► body ─► Response
//!              ▲                                            │
//!              └────────────────── redirects ◄──────────────┘       every hop is checked again
//! ```
//!
//! `guard` decides which addresses and ports may be requested, `robots` which pages (subscribed feeds are exempt), and
//! `rate_limit` when: few requests per domain at a time, a delay between two, and the pauses that a server asks for.
//! [`Limits`] decides how much is read and how long it may take. Credentials of an address and per-feed headers go to the
//! feed's own origin alone and appear in no error. There are no cookies, no referer and no proxy.

mod body;
mod bot_challenges;
mod client;
mod content_coding;
mod display_url;
mod dns;
mod errors;
mod guard;
mod headers;
mod http_clients;
mod rate_limit;
mod redirects;
mod request;
mod request_response;
mod response;
mod robots;
mod schedule;
mod settings;
mod sync;

pub use client::{Fetcher, FetcherError};
pub use dns::Lookup;
pub use request::{Request, ResourceKind};
pub use response::{Response, ResponseMeta};
pub use settings::{Limits, Settings};
