//! Whether the learned models know a text's language.

use super::document;
use crate::model::Article;

/// Words that stand in every English text and in no other language's.
const ENGLISH: [&str; 12] = ["the", "and", "of", "that", "with", "from", "his", "her", "were", "which", "they", "said"];
/// Words that are English, but seldom of other languages too.
const LIKELY: [&str; 9] = ["was", "for", "by", "to", "has", "who", "will", "after", "but"];
/// One word in so many is one of them, at the least.
const SHARE: usize = 12;
/// A text of fewer words may have none of them.
const SHORT: usize = 15;

/// Whether the learned model knows the article's language.
pub(super) fn is_english(article: &Article) -> bool {
    if let Some(language) = &article.language {
        return language.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    }
    let head = document::head(&article.text);
    whatlang::detect(head).is_none_or(|info| info.lang() == whatlang::Lang::Eng || reads_english(head, &info))
}

/// Whether a text is English that the statistics of letters take for something else: English words hold it together, or it
/// is too short to tell. Foreign names deceive them.
fn reads_english(text: &str, info: &whatlang::Info) -> bool {
    let (mut words, mut english, mut likely) = (0, 0, 0);
    for word in text.split_whitespace() {
        let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
        // names, figures and signs are of no language
        words += usize::from(word.starts_with(char::is_lowercase));
        english += usize::from(is(&ENGLISH));
        likely += usize::from(is(&LIKELY));
    }
    let unsure = !info.is_reliable() && (english + likely > 0 || words < SHORT);
    info.script() == whatlang::Script::Latin && ((english > 1 && english * SHARE >= words) || unsure)
}
