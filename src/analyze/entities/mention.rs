//! Mentions before and after they are brought together.

use std::ops::Range;

use crate::model::annotation::EntityType;

/// A mention with its type, before merging.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) tokens: Range<usize>,
    pub(super) kind: EntityType,
    /// The field's certainty; 1 for rules.
    pub(super) sure: f32,
    pub(super) value: Option<String>,
    /// The title before a person's name.
    pub(super) title: Option<String>,
    /// The entry of the user's lists that names it.
    pub(super) entry: Option<usize>,
}

/// Mentions that mean the same, as indices of what was found, and the name to call it by.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    /// A fuller name known from outside the text (a caption, the headline, the byline).
    pub(super) name: Option<String>,
    pub(super) link: Option<String>,
    /// The entry of the user's lists that it is.
    pub(super) entry: Option<usize>,
}
