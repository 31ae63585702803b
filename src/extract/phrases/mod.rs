//! What lines say by their wording alone: strings in, answers out.

pub(super) mod boilerplate;
pub(super) mod byline;
pub(super) mod captions;
pub(super) mod clock;
pub(super) mod date_labels;
pub(super) mod error_pages;
