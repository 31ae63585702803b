//! The domain's words. Plain data: no I/O, no clock, no behaviour beyond small accessors.

mod address;
pub mod annotation;
pub mod article;
pub mod feed;
pub mod job;
pub mod memory;
mod moment;
mod offsets;
pub mod outbox;
pub mod record;
mod render;
pub mod schema;
mod span;

pub use address::without_credentials;
pub use annotation::Annotations;
pub use article::{Article, Page};
pub use feed::{Entry, Feed};
pub use job::Job;
pub use moment::Moment;
pub use offsets::OffsetUnit;
pub use render::{article_id, content_id, text_hash};
pub use span::Span;
