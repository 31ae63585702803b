//! The totals of a run.

/// What a run has done, for the summary at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Polls that succeeded.
    pub polls: u64,
    /// Polls that failed.
    pub failed_polls: u64,
    /// Article records.
    pub articles: u64,
    /// Pages whose text was emitted before.
    pub unchanged: u64,
    /// Entities in the articles.
    pub entities: u64,
    /// Quotes in the articles.
    pub quotes: u64,
    /// Error records.
    pub errors: u64,
}
