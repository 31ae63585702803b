//! JSON as pages write it: in comments or CDATA, several values one after the other, with slips that leave no doubt of what was
//! meant.

use crate::text::char_refs::decode_char_refs;
use crate::text::steps;
use serde_json::{Deserializer, Value};

/// Returns the values that a script holds; none when nobody could say what it means. O(n).
pub(crate) fn read(script: &str) -> Vec<Value> {
    let script = script.trim_start_matches('\u{feff}').trim();
    let script = script.trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let script = script.trim_end().trim_end_matches("-->").trim_end_matches("]]>").trim_end_matches("//").trim();
    let script = script.trim_end_matches(';');
    steps::count(script.len());
    if let Ok(value) = serde_json::from_str(script) {
        return vec![value];
    }
    let flat: String = script.chars().map(|c| if c.is_ascii_control() { ' ' } else { c }).collect();
    let (values, whole) = all(&flat);
    if whole {
        return values;
    }
    // A script whose very signs were escaped.
    let escaped = script.contains("&quot;") && !script.contains('"');
    let (mended, _) = all(&if escaped { repair(&decode_char_refs(script)) } else { repair(script) });
    // What is cut off after its first value keeps that.
    if mended.is_empty() { values } else { mended }
}

/// Returns the values of a text, and whether it holds nothing else.
fn all(text: &str) -> (Vec<Value>, bool) {
    steps::count(text.len());
    let mut values = Vec::new();
    for value in Deserializer::from_str(text).into_iter() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => return (values, false),
        }
    }
    (values, true)
}

/// Takes out comments and commas that divide nothing, gives what has no value `null`, closes what is open, escapes quotation marks
/// that end no string.
fn repair(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open: Vec<char> = Vec::new();
    // A comma or colon that is written once it is known what follows.
    let mut held = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        steps::count(1);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '/' if rest.starts_with('*') => rest = rest.split_once("*/").map_or("", |(_, after)| after),
            '/' if rest.starts_with('/') => rest = rest.split_once('\n').map_or("", |(_, after)| after),
            _ if c.is_whitespace() || c.is_control() => {}
            ',' | ':' => {
                if held == Some(':') {
                    out.push_str(":null");
                    held = Some(',');
                } else {
                    held = Some(c);
                }
            }
            _ => {
                let ends = matches!(c, '}' | ']');
                match held.take() {
                    Some(':') if ends => out.push_str(":null"),
                    Some(sign) if !ends && !open.is_empty() => out.push(sign),
                    _ if open.is_empty() => out.push(' '),
                    _ => {}
                }
                match c {
                    '{' => open.push('}'),
                    '[' => open.push(']'),
                    '}' | ']' if open.pop() != Some(c) => return out,
                    _ => {}
                }
                out.push(c);
                if c == '"' {
                    rest = string(rest, &mut out);
                }
            }
        }
    }
    if held == Some(':') {
        out.push_str(":null");
    }
    out.extend(open.into_iter().rev());
    out
}

/// Writes the string that `rest` is in to its end, and gives what follows.
fn string<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let mut chars = rest.chars();
    while let Some(c) = chars.next() {
        steps::count(1);
        match c {
            '"' => {
                let after = chars.as_str().trim_start();
                if after.is_empty() || after.starts_with([',', ':', '}', ']']) || after.starts_with("/*") {
                    out.push('"');
                    return chars.as_str();
                }
                out.push_str("\\\"");
            }
            '\\' => match chars.next() {
                Some(known @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => out.extend(['\\', known]),
                Some(other) => out.push(other),
                None => {}
            },
            _ if c.is_ascii_control() => out.push(' '),
            _ => out.push(c),
        }
    }
    out.push('"');
    ""
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(script: &str, expected: &str) {
        let found = read(script).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(found, expected, "{script}");
    }

    #[test]
    fn comments_and_several_values_are_read() {
        check("//<![CDATA[\n{\"a\": 1}\n//]]>", r#"{"a":1}"#);
        check("<!-- {\"a\": 1}; -->", r#"{"a":1}"#);
        check("{\"a\": \"one\ntwo\"}", r#"{"a":"one two"}"#);
        check(r#"{"a":1} {"b":2}"#, r#"{"a":1} {"b":2}"#);
        check(r#"{"a":1},{"b":2}"#, r#"{"a":1} {"b":2}"#);
        check("\u{feff}{\"a\":1 /* one */, // two\n\"b\":2}", r#"{"a":1,"b":2}"#);
    }

    #[test]
    fn slips_are_mended() {
        check(r#"{"a":[1,2,],"b":3,}"#, r#"{"a":[1,2],"b":3}"#);
        check(r#"{"a":1,,"b":,"c":}"#, r#"{"a":1,"b":null,"c":null}"#);
        check(r#"{"a":{"b":"c","#, r#"{"a":{"b":"c"}}"#);
        check(r#"{"a":"the \'old\' quay"}"#, r#"{"a":"the 'old' quay"}"#);
        check(r#"{"a":"the "old" quay","b":1}"#, r#"{"a":"the \"old\" quay","b":1}"#);
        check("{&quot;a&quot;:&quot;b&quot;}", r#"{"a":"b"}"#);
    }

    #[test]
    fn what_means_nothing_is_nothing() {
        check("window.a = 1", "");
        check("}{", "");
        check("", "");
    }
}
