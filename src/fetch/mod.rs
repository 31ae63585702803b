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
//! [`Limits`] decides how much is read and how long it may take. Credentials of an address and private headers go to their
//! own origin alone and appear in no error; a feed's headers also go to the pages of its site. Cookies live for one trip
//! of redirects. There is no referer, and no proxy unless one is configured. Below all this [`Transport`] sends one hop:
//! over the network, or within a simulation.

mod body;
mod body_budget;
mod bot_challenges;
mod client;
mod content_coding;
mod cookies;
mod display_url;
mod dns;
mod domain;
mod errors;
mod guard;
mod headers;
mod http_clients;
mod inflate;
mod paused_hosts;
mod pauses;
mod rate_limit;
mod redirects;
mod request;
mod request_response;
mod response;
mod restraint;
mod robots;
mod schedule;
mod settings;
mod sync;
mod transport;
mod unbrotli;

pub use body_budget::BodyShare;
pub use client::{Fetcher, FetcherError};
pub use dns::Lookup;
pub(crate) use domain::domain_key;
pub use paused_hosts::{HostPattern, HostPatternError, remaining_pause};
pub use pauses::{DomainPause, PauseReason};
pub use request::{Request, ResourceKind};
pub use response::{Response, ResponseMeta};
pub use settings::{Limits, Settings};
pub use transport::{ResponseBody, Transport, TransportRequest, TransportResponse};
