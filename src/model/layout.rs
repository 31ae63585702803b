//! The layout of records in lines.

use serde::{Deserialize, Serialize};

/// The layout of an article's record in lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordLayout {
    /// One line per article, with its entities and quotes nested.
    #[default]
    Article,
    /// One line for each article, entity and quote.
    Flat,
}
