//! The story's text and what stands beside it.

use std::collections::HashSet;

use super::block_kind::block_kind;
use crate::extract::dom::builder;
use crate::extract::dom::parse::{self, Scripting};
use crate::model::Span;
use crate::model::article::{Caption, Paragraph, ParagraphKind};
use crate::text::char_refs::decode_char_refs;
use crate::text::steps;
use crate::text::whitespace::collapse_whitespace;

/// The story's text and what stands beside it.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) captions: Vec<Caption>,
    /// The indices of the page's blocks that the story was put together from, in order.
    pub(crate) blocks: Vec<usize>,
    /// The sentences that the page shows between headline and story; empty when there are none.
    pub(crate) standfirst: String,
}

impl Body {
    /// The body as JSON-LD gives it, divided where it is divided.
    pub(crate) fn described(body: &str) -> Self {
        let mut found = Self::default();
        if body.contains("</") {
            let document = builder::build(&parse::parse(body, Scripting::Enabled).html);
            for block in &document.blocks {
                found.push(document.text_of_block(block), block_kind(&document, block));
            }
        } else {
            for line in decode_char_refs(body).lines().map(collapse_whitespace).filter(|line| !line.is_empty()) {
                found.push(&line, ParagraphKind::Paragraph);
            }
        }
        found
    }

    /// Adds the posts of a live blog that the page itself does not show.
    pub(crate) fn add_posts(&mut self, posts: &[(Option<String>, String)]) {
        steps::count(self.text.len());
        let shown: HashSet<String> = self.text.lines().map(str::to_owned).collect();
        for (headline, body) in posts {
            let post = Self::described(body);
            if post.text.lines().all(|line| shown.contains(line)) {
                continue;
            }
            if let Some(headline) = headline {
                self.push(headline, ParagraphKind::Heading);
            }
            for paragraph in &post.paragraphs {
                self.push(paragraph.span.of(&post.text), paragraph.kind);
            }
        }
    }

    /// Adds a paragraph; `words` is one line and not empty.
    pub(crate) fn push(&mut self, words: &str, kind: ParagraphKind) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(words);
        self.paragraphs.push(Paragraph { span: Span::new(start, self.text.len()), kind });
    }
}
