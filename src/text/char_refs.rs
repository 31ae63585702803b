//! Character references, such as `&amp;` and `&#8217;`, as HTML and XML write characters.

use std::ops::RangeInclusive;

use super::steps;
use html5ever::data::NAMED_ENTITIES;

/// The bytes between `&` and `;` that are searched for the `;`; the longest name of the HTML standard has 31.
const MAX_NAME_BYTES: usize = 31;

/// The characters of Windows-1252 at the bytes 0x80 to 0x9f (HTML standard, "numeric character reference end state").
///
/// Where Windows-1252 has none, the C1 control of the same number stays.
const WINDOWS_1252_C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Returns the character that a C1 control stands for in Windows-1252, `None` for all other characters.
///
/// C1 controls have no use in text. They come from bytes of Windows-1252 that a program took for Latin 1.
pub fn windows_1252_from_c1(c: char) -> Option<char> {
    let index = u32::from(c).checked_sub(0x80)?;
    WINDOWS_1252_C1.get(index as usize).copied().filter(|mapped| *mapped != c)
}

/// Returns a text with its character references decoded, as [`push_decoded`] does it.
///
/// ```
/// use pressline::text::char_refs::decode_char_refs;
///
/// assert_eq!(decode_char_refs("O&#146;Malley &amp; Sons"), "O’Malley & Sons");
/// ```
pub fn decode_char_refs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_decoded(text, &mut out);
    out
}

/// Appends a text with its character references decoded. O(n).
///
/// Returns whether there was a reference that XML does not know, or a bare `&`.
///
/// - Names are those of the HTML standard, with their `;`. Some stand for two characters.
/// - Numbers from 0x80 to 0x9f are Windows-1252, as in HTML. A number of no character is U+FFFD, one of a control is a space.
/// - Two numbers that are the halves of a surrogate pair are one character.
/// - A name that no table has is kept as written. Entities that the document defines are never expanded.
///
/// The result is at most a fifth longer than the text, since `&nGt;` becomes six bytes.
pub fn push_decoded(text: &str, out: &mut String) -> bool {
    push(text, split_reference, out)
}

/// Returns HTML with its character references decoded, those without a `;` too where HTML allows it. O(n).
///
/// A name without `;` counts only at the end of a word, since headlines are escaped badly more often than they mean `&copy2`.
///
/// ```
/// use pressline::text::char_refs::decode_html_char_refs;
///
/// assert_eq!(decode_html_char_refs("Caf&eacute &amp Bar&hellip"), "Café & Bar&hellip");
/// ```
pub fn decode_html_char_refs(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    push(html, |after| split_reference(after).or_else(|| split_unclosed_reference(after)), &mut out);
    out
}

/// Appends a text with the references decoded that `split` finds behind an `&`; returns whether any was unusual.
fn push<'t>(text: &'t str, split: impl Fn(&'t str) -> Option<(Decoded, &'t str)>, out: &mut String) -> bool {
    steps::count(text.len());
    let mut is_unusual = false;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        if let Some((decoded, tail)) = split(after) {
            out.extend(decoded.chars.into_iter().flatten());
            is_unusual |= !decoded.is_known_to_xml;
            rest = tail;
        } else {
            out.push('&');
            is_unusual = true;
            rest = after;
        }
    }
    out.push_str(rest);
    is_unusual
}

/// Reads the reference behind an `&`, and returns what follows it.
fn split_reference(after: &str) -> Option<(Decoded, &str)> {
    let (name, tail) = split_name(after)?;
    if let Some(high) = surrogate(name, HIGH_SURROGATES)
        && let Some((second, tail)) = tail.strip_prefix('&').and_then(split_name)
        && let Some(low) = surrogate(second, LOW_SURROGATES)
    {
        let c = char::decode_utf16([high, low]).next()?.ok()?;
        return Some((Decoded { chars: [Some(c), None], is_known_to_xml: false }, tail));
    }
    Some((decode_reference(name)?, tail))
}

/// Splits behind the `;` that ends a name or a number.
fn split_name(after: &str) -> Option<(&str, &str)> {
    let end = after.bytes().take(MAX_NAME_BYTES + 1).position(|b| b == b';')?;
    let (name, tail) = after.split_at(end);
    Some((name, tail.strip_prefix(';')?))
}

/// Reads a reference that has no `;`: a number, or one of the names that HTML knows without.
fn split_unclosed_reference(after: &str) -> Option<(Decoded, &str)> {
    let number_start =
        if after.starts_with("#x") || after.starts_with("#X") { 2 } else { usize::from(after.starts_with('#')) };
    let is_part = |b: &u8| if number_start == 1 { b.is_ascii_digit() } else { b.is_ascii_alphanumeric() };
    let len = number_start + after.bytes().skip(number_start).take(MAX_NAME_BYTES).take_while(is_part).count();
    let (name, tail) = after.split_at(len);
    if number_start > 0 {
        return Some((decode_reference(name)?, tail));
    }
    let is_word_end = !tail.starts_with(['=', ';']) && NAMED_ENTITIES.get(name).is_some_and(|&(first, _)| first != 0);
    Some((decode_reference(name).filter(|_| is_word_end && !name.is_empty())?, tail))
}

/// The code units of UTF-16 that are the first and the second half of a character.
const HIGH_SURROGATES: RangeInclusive<u16> = 0xd800..=0xdbff;
const LOW_SURROGATES: RangeInclusive<u16> = 0xdc00..=0xdfff;

/// Returns the half of a surrogate pair that a number stands for.
fn surrogate(name: &str, half: RangeInclusive<u16>) -> Option<u16> {
    let unit = u16::try_from(number(name.strip_prefix('#')?)?).ok()?;
    half.contains(&unit).then_some(unit)
}

fn number(digits: &str) -> Option<u32> {
    match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    }
}

/// The meaning of one reference.
struct Decoded {
    chars: [Option<char>; 2],
    is_known_to_xml: bool,
}

/// Decodes what stands between `&` and `;`.
fn decode_reference(name: &str) -> Option<Decoded> {
    if let Some(digits) = name.strip_prefix('#') {
        let code = number(digits)?;
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        let (mapped, is_known_to_xml) = match c {
            '\t' | '\n' | '\r' => (c, true),
            '\0'..='\u{1f}' | '\u{7f}' => (' ', false),
            '\u{80}'..='\u{9f}' => (windows_1252_from_c1(c).unwrap_or(c), false),
            _ => (c, char::from_u32(code).is_some()),
        };
        return Some(Decoded { chars: [Some(mapped), None], is_known_to_xml });
    }
    let &(first, second) = NAMED_ENTITIES.get(format!("{name};").as_str())?;
    let second = char::from_u32(second).filter(|c| *c != '\0');
    let is_known_to_xml = matches!(name, "amp" | "lt" | "gt" | "quot" | "apos");
    Some(Decoded { chars: [Some(char::from_u32(first)?), second], is_known_to_xml })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode_char_refs, decode_html_char_refs, push_decoded, windows_1252_from_c1};

    #[track_caller]
    fn check(text: &str, expected: &str, is_unusual: bool) {
        let mut out = String::new();
        let was_unusual = push_decoded(text, &mut out);
        assert_eq!((out.as_str(), was_unusual), (expected, is_unusual));
    }

    #[test]
    fn known_references_are_decoded_and_others_kept() {
        check("a &lt; b &amp;amp; c", "a < b &amp; c", false);
        check("&#8217;&#x2019;&#10;", "’’\n", false);
        check("caf&eacute;&nbsp;&rsquo;", "café\u{a0}’", true);
        check("&#146;&#0;&#x110000;&#xD800;", "’ \u{fffd}\u{fffd}", true);
        check("AT&T; R&D &unknown; &", "AT&T; R&D &unknown; &", true);
        check("&lol9;&lol9;", "&lol9;&lol9;", true);
        check("&;&#;&#x;&#-1;", "&;&#;&#x;&#-1;", true);
    }

    #[test]
    fn names_of_html_5_and_of_two_characters_are_decoded() {
        check("7&hairsp;:&hairsp;30", "7\u{200a}:\u{200a}30", true);
        check("&AMP;&COPY;&Zcaron;&ccaron;", "&©Žč", true);
        check("&nGt;&NotEqualTilde;", "≫\u{20d2}≂\u{338}", true);
        check("&CounterClockwiseContourIntegral;", "∳", true);
        check("&amp &copy", "&amp &copy", true);
    }

    #[test]
    fn halves_of_a_surrogate_pair_are_one_character() {
        check("&#xD83D;&#xDEA2; Ferry &#55357;&#57022;", "🚢 Ferry 🚾", true);
        check("&#xd83d;&#57022;", "🚾", true);
        check("&#xD83D; &#xDEA2;", "\u{fffd} \u{fffd}", true);
        check("&#xD83D;&#xD83D;&#xDEA2;", "\u{fffd}🚢", true);
        check("&#xDEA2;&#xD83D;", "\u{fffd}\u{fffd}", true);
    }

    #[test]
    fn html_knows_some_names_without_their_end() {
        for (html, expected) in [
            ("Caf&eacute &amp Bar&hellip", "Café & Bar&hellip"),
            ("Marks &amp Spencer, 3 &lt 5", "Marks & Spencer, 3 < 5"),
            ("It&#39s 5&#8364", "It's 5€"),
            ("&#x2019s", "&#x2019s"),
            ("&#x2019 and", "’ and"),
            ("AT&T R&D Q&A &copy2 ?a=1&copy=2", "AT&T R&D Q&A &copy2 ?a=1&copy=2"),
            ("&ampamp; &", "&ampamp; &"),
            ("&eacute;&amp;", "é&"),
        ] {
            assert_eq!(decode_html_char_refs(html), expected);
        }
    }

    #[test]
    fn c1_numbers_are_windows_1252() {
        check("&#147;won&#146;t&#148; &#x96; &#151;&#133;&#128;&#x99;", "“won’t” – —…€™", true);
        check("&#129;", "\u{81}", true);
    }

    #[test]
    fn only_c1_controls_are_windows_1252() {
        assert_eq!(windows_1252_from_c1('\u{92}'), Some('’'));
        assert_eq!(windows_1252_from_c1('\u{9d}'), None);
        assert_eq!(windows_1252_from_c1('\u{a0}'), None);
        assert_eq!(windows_1252_from_c1('a'), None);
    }

    proptest! {
        #[test]
        fn any_text_is_decoded_without_much_growth(text in "[&#x;0-9a-zA-Zé]{0,60}") {
            prop_assert!(decode_char_refs(&text).len() <= text.len() * 6 / 5);
        }
    }
}
