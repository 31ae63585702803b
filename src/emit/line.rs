//! One record, one line, for every reader.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// A record as one line of JSON, the line feed included.
///
/// C1 controls, U+0085, U+2028 and U+2029 are escaped: some readers (Python's `splitlines`) take them for line ends.
///
/// # Panics
/// Never for the shapes of [`crate::model::record`]: maps with string keys, no fallible `Serialize`.
pub fn bytes(record: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::with_capacity(4096);
    record.serialize(&mut Serializer::with_formatter(&mut out, OneLine)).expect("records serialise");
    out.push(b'\n');
    out
}

/// Compact JSON whose strings hold no line end of any kind.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = fragment;
        while let Some((at, odd)) = plain.char_indices().find(|(_, c)| breaks_lines(*c)) {
            let (before, rest) = plain.split_at(at);
            CompactFormatter.write_string_fragment(writer, before)?;
            write!(writer, "\\u{:04x}", u32::from(odd))?;
            plain = rest.strip_prefix(odd).unwrap_or_default();
        }
        CompactFormatter.write_string_fragment(writer, plain)
    }
}

fn breaks_lines(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn a_record_is_one_line_for_every_reader() {
        let text = "a\nb\u{85}c\u{2028}d\u{2029}e\u{9f}é\0";
        let line = String::from_utf8(bytes(&text)).unwrap();
        assert_eq!(line, "\"a\\nb\\u0085c\\u2028d\\u2029e\\u009fé\\u0000\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
