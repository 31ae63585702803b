//! Where on a page things are: the story, its headline, and the regions beside it.

pub(super) mod headline;
pub(super) mod live_blog;
pub(super) mod main_content;
pub(super) mod regions;
pub(super) mod scope;
pub(super) mod teaser;
