//! News feeds in, JSON lines out: articles, the people, organisations and places in them, and who said what.
//!
//! ```text
//! feed ──► fetch ──► extract ──► analyze ──► emit
//! bytes    Page      Article     Annotations  lines
//!   └────────── store (SQLite): work, memory, outbox ──────────┘
//! ```
//!
//! [`feed`], [`extract`], [`analyze`] and [`identity`] are pure: values in, values out, no clock, no files, no network.
//! Whatever waits lives in the modules behind the feature `service`. `ARCHITECTURE.md` says who may import whom, and why.

pub mod analyze;
pub mod dates;
pub mod error;
pub mod extract;
pub mod feed;
pub mod identity;
pub mod model;
pub mod text;

#[cfg(feature = "service")]
pub mod cli;
#[cfg(feature = "service")]
pub mod clock;
#[cfg(feature = "service")]
pub mod config;
#[cfg(feature = "service")]
pub mod control;
#[cfg(feature = "service")]
pub mod emit;
#[cfg(feature = "service")]
pub mod fetch;
#[cfg(feature = "service")]
pub mod pipeline;
#[cfg(feature = "service")]
pub mod store;
#[cfg(feature = "service")]
pub mod telemetry;
#[cfg(feature = "service")]
pub mod work;

/// The README's Rust code, compiled as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
