//! Mentions before and after clustering.

use std::ops::Range;

use crate::model::annotation::EntityType;

/// A mention with its type, before clustering.
#[derive(Clone, Debug)]
pub(super) struct DetectedMention {
    pub(super) tokens: Range<usize>,
    pub(super) kind: EntityType,
    /// The tagger's confidence, from 0 to 1.
    pub(super) confidence: f32,
    pub(super) value: Option<String>,
    /// The title before a person's name.
    pub(super) title: Option<String>,
    /// The entry of the user's lists that it matches.
    pub(super) list_entry: Option<usize>,
}

/// Mentions of one entity, as indices of detected mentions, and its name.
#[derive(Clone, Debug, Default)]
pub(super) struct MentionCluster {
    pub(super) members: Vec<usize>,
    /// A fuller name from outside the text (a caption, the headline, the byline).
    pub(super) name: Option<String>,
    pub(super) link: Option<String>,
    /// The entry of the user's lists that it is.
    pub(super) list_entry: Option<usize>,
}
