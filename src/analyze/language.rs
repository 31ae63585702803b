//! Language detection: whether the English models apply.

use super::document;
use crate::model::Article;

/// Words that occur in every English text and in no other language.
const ENGLISH: [&str; 12] = ["the", "and", "of", "that", "with", "from", "his", "her", "were", "which", "they", "said"];
/// English words that are rare in other languages.
const LIKELY: [&str; 9] = ["was", "for", "by", "to", "has", "who", "will", "after", "but"];
/// At least one word in so many must be of [`ENGLISH`] (chosen).
const SHARE: usize = 12;
/// The number of words below which a text may have none of them (chosen).
const SHORT: usize = 15;

/// Returns whether an article is in English: by its declared language, else by its words.
pub(super) fn is_english(article: &Article) -> bool {
    if let Some(language) = &article.language {
        return language.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"));
    }
    let head = document::leading_part(&article.text);
    whatlang::detect(head).is_none_or(|info| info.lang() == whatlang::Lang::Eng || reads_english(head, &info))
}

/// Returns whether a text is English although letter statistics detect another language, as foreign names cause.
///
/// English function words hold it together, or it is too short for statistics.
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
