//! The end of a sentence: one table of marks, and the questions that are asked of it.
//!
//! | marks | terminal | closing quote | who asks |
//! |---|---|---|---|
//! | `.` `!` `?` `…` `。` `！` `？` `؟` `।` `۔` | yes | | [`ends_sentence`], [`count_stops`] |
//! | `”` `"` `»` `’` `“` `」` `』` | | yes | [`ends_sentence`], [`ends_statement`] |
//!
//! [`ends_statement`], [`ends_row_sentence`] and [`count_stops`] feed numbers to a trained model: they keep the marks that it was
//! trained with.

/// Returns whether a mark ends a sentence in any of the scripts that pages are written in.
pub const fn is_terminal(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' | '۔')
}

/// Returns whether a mark closes a quotation, behind or instead of the sentence's own mark.
pub const fn is_closing_quote(mark: char) -> bool {
    matches!(mark, '”' | '"' | '»' | '’' | '“' | '」' | '』')
}

/// Returns whether a line's last character ends a sentence or closes a quotation.
pub fn ends_sentence(line: &str) -> bool {
    line.ends_with(|mark| is_terminal(mark) || is_closing_quote(mark))
}

/// Returns whether a line ends as a statement or question does, without the exclamation marks that appeals have.
///
/// Closing quotation marks behind the end do not count. The wide question mark counts and the common one does not: `Subscribe?` is an
/// appeal. The model of the story's blocks was trained with this set.
pub fn ends_statement(line: &str) -> bool {
    line.trim_end_matches(['”', '"', '’', '»', '“', '」']).ends_with(['.', '。', '।', '؟', '？'])
}

/// Returns whether a line's last character ends a sentence, in the set that the model of the story's blocks was trained with.
///
/// A colon counts, for it introduces a quotation or a list.
pub fn ends_row_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '…', '”', '"', '»', '。', '؟', ':'])
}

/// Returns whether a line is a question.
pub fn is_question(line: &str) -> bool {
    line.ends_with(['?', '？', '؟'])
}

/// Returns how many marks of a text end a sentence or introduce what follows, and how many are commas. O(n).
pub fn count_stops(text: &str) -> (u32, u32) {
    let (mut stops, mut commas) = (0, 0);
    for c in text.chars() {
        match c {
            ':' => stops += 1,
            _ if is_terminal(c) => stops += 1,
            ',' | ';' | '、' | '，' | '،' => commas += 1,
            _ => {}
        }
    }
    (stops, commas)
}

#[cfg(test)]
mod tests {
    use super::{count_stops, ends_sentence, ends_statement, is_question};

    #[test]
    fn sentences_end_in_many_scripts() {
        for line in ["It sails.", "Sails it?", "“It sails.”", "渡轮开了。", "„Sie fährt“", "نعم؟"] {
            assert!(ends_sentence(line), "{line}");
        }
        assert!(!ends_sentence("Harbour news"));
    }

    #[test]
    fn appeals_are_no_statements() {
        assert!(ends_statement("She said it sails.”"));
        assert!(!ends_statement("Subscribe now!"));
    }

    #[test]
    fn stops_and_commas_are_counted() {
        assert_eq!(count_stops("One, two; three. Four: five!"), (3, 2));
        assert!(is_question("Why?") && !is_question("Why."));
    }
}
