//! The control socket: how commands reach a running worker.
//!
//! The worker listens at `control.sock` in its state directory, which only its own user can open. A client sends one
//! [`Request`] as a line of JSON, reads one [`Reply`] as a line of JSON, and both hang up.
//!
//! ```text
//! {"verb":"pause","target":{"host":"news.example"},"seconds":7200}
//! {"pause":{"pause":{"host":"news.example","since":"…","until":"…"},"feeds":3}}
//! ```
//!
//! What the requests do is the caller's: this module knows no state. Whatever a peer sends or leaves out, it costs one
//! connection for some seconds and [`MAX_REQUEST_BYTES`] of memory, and never the service.

mod address;
mod client;
mod messages;
mod server;

pub use address::{AddressError, socket_path};
pub use client::{ClientError, ask};
pub use messages::{
    Condition, FeedPoll, Pause, PauseReply, PollReply, PollTarget, Refusal, RefusalCode, ReloadReport, Reply, Request,
    ResumeReply, RetriedJob, RetryReply, RetryTarget, WorkerReply,
};
pub use server::{BindError, ControlSocket, MAX_REQUEST_BYTES};
