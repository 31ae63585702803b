//! Questions, which a story may well repeat.

pub(crate) fn is_question(words: &str) -> bool {
    words.ends_with(['?', '？', '؟'])
}
