//! The body of an article: which blocks belong to it, and in what roles.

pub(super) mod assemble;
mod block_kind;
pub(super) mod body;
mod captions;
#[cfg_attr(not(feature = "training"), expect(unreachable_pub, reason = "the feature `training` shows these to xtask"))]
pub(super) mod classifier;
mod data_tables;
pub(super) mod facts;
mod group_scores;
mod other_articles;
mod pull_quotes;
mod reject;
mod select;
mod standfirst;
mod trailing;
