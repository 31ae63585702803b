//! The language of a text.

use crate::text::phrases::lists;

/// Bytes of a text that are read to detect its language (chosen).
const SAMPLE_BYTES: usize = 2048;
/// Bytes that are enough where the detected language is the declared one (chosen).
const AGREEING_BYTES: usize = 384;
/// Bytes of the shortest text whose language is detected (chosen).
const MIN_SAMPLE_BYTES: usize = 200;
/// Letters that only a related language has, from which on a text is in that language (chosen).
const FOREIGN_LETTERS: usize = 4;

/// Returns the primary tag in lower case: what a text of some length is detected as, else what the page declares.
pub(crate) fn language(text: &str, declared: &[Option<&str>]) -> Option<String> {
    let declared = declared.iter().flatten().find_map(|tag| {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        (matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase())).then_some(primary)
    });
    let detect = |bytes: usize| {
        let sample = text.get(..text.floor_char_boundary(bytes)).unwrap_or(text);
        let found = whatlang::detect(sample).filter(|d| sample.len() >= MIN_SAMPLE_BYTES && d.is_reliable());
        found.and_then(|d| two_letters(d.lang().code()))
    };
    // A few sentences are enough to agree on.
    let agreed = detect(AGREEING_BYTES).filter(|found| declared.as_deref() == Some(*found));
    let detected = agreed.or_else(|| detect(SAMPLE_BYTES));
    match (declared, detected) {
        // Close relatives are better told apart by their publisher.
        (Some(declared), Some(detected)) if related(&declared, detected) => {
            let sample = text.get(..text.floor_char_boundary(SAMPLE_BYTES)).unwrap_or(text);
            let written = |language: &str| sample.matches(|c| letters(language).contains(c)).count();
            // Unless it is written in letters that only the other has.
            Some(if written(detected) > FOREIGN_LETTERS && written(&declared) == 0 {
                detected.to_owned()
            } else {
                declared
            })
        }
        (_, Some(detected)) => Some(detected.to_owned()),
        (declared, None) => declared,
    }
}

/// Letters by which a language is told from its relatives; none where there are no such.
fn letters(language: &str) -> &'static str {
    match language {
        "uk" => "іїєґ",
        "ru" => "ыэё",
        "be" => "ў",
        "fa" => "پچژگ",
        "ar" => "ةيك",
        "sv" => "äö",
        "da" | "no" | "nb" | "nn" => "æø",
        _ => "",
    }
}

fn related(a: &str, b: &str) -> bool {
    const FAMILIES: &[&[&str]] = &[
        &["no", "nb", "nn", "da", "sv"],
        &["hr", "sr", "bs", "sl"],
        &["id", "ms"],
        &["cs", "sk"],
        &["es", "gl", "ca", "pt"],
        &["ru", "uk", "be", "bg", "mk"],
        &["hi", "mr", "ne"],
        &["fa", "ar", "ur"],
        &["af", "nl"],
    ];
    a == b || FAMILIES.iter().any(|f| f.contains(&a) && f.contains(&b))
}

/// Returns the code of ISO 639-1 for one of ISO 639-3, as whatlang gives it.
fn two_letters(code: &str) -> Option<&'static str> {
    lists::DETECTED_LANGUAGES.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}
