//! The types that all parts share: plain data without I/O or clock, with small accessors only.

mod address;
pub mod annotation;
pub mod article;
pub mod feed;
mod layout;
mod moment;
mod offsets;
pub mod record;
mod render;
pub mod schema;
mod secrets;
mod span;
mod trouble;

pub use address::without_credentials;
pub use annotation::Annotations;
pub use article::{Article, Page};
pub use feed::{Entry, Feed};
pub use layout::RecordLayout;
pub use moment::Moment;
pub use offsets::OffsetUnit;
pub use render::{article_id, content_id, text_hash};
pub use secrets::{is_public, shown_url, without_secrets};
pub use span::Span;
