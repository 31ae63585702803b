//! The body of an article: which blocks belong to it, and in what roles.

pub(super) mod assemble;
mod block_kind;
pub(super) mod body;
mod captions;
pub(super) mod classifier;
mod data_tables;
pub(super) mod facts;
mod fallback_rules;
mod group_scores;
mod other_articles;
mod pull_quotes;
mod questions;
mod reject;
mod select;
mod standfirst;
mod trailing;
