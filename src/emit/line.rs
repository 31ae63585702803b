//! Lines: the JSON of one record, which every reader takes for one line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::work::outbox::Line;

/// Returns a record as one line of JSON, the line feed included.
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

/// Returns a record as a line of a stream, split where the commit will insert the sequence number.
///
/// The record's `seq` must be `Some(0)`. The place is the first `"seq":0` in the line. No text can imitate it: inside a
/// string every quotation mark has a backslash before it, and `seq` comes before everything nested.
///
/// # Panics
/// When the record has no `seq` of 0. Only the pipeline creates records, and gives them one.
pub fn with_seq(stream: usize, record: &impl Serialize) -> Line {
    const KEY: &[u8] = b"\"seq\":";
    let mut before = bytes(record);
    let is_place = |window: &[u8]| window.starts_with(KEY) && matches!(window, [.., b'0', b',' | b'}']);
    let place = before.windows(KEY.len() + 2).position(is_place).expect("the record's seq is 0");
    let mut after = before.split_off(place + KEY.len());
    after.remove(0);
    Line { stream, before, after }
}

/// A formatter of compact JSON whose strings hold no line end of any kind.
struct OneLine;

impl Formatter for OneLine {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, line_end)) = rest.char_indices().find(|(_, c)| is_line_end(*c)) {
            let (before, after) = rest.split_at(at);
            CompactFormatter.write_string_fragment(writer, before)?;
            write!(writer, "\\u{:04x}", u32::from(line_end))?;
            rest = after.strip_prefix(line_end).unwrap_or_default();
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_record_is_one_line_for_every_reader() {
        let text = "a\nb\u{85}c\u{2028}d\u{2029}e\u{9f}é\0";
        let line = String::from_utf8(bytes(&text)).unwrap();
        assert_eq!(line, "\"a\\nb\\u0085c\\u2028d\\u2029e\\u009fé\\u0000\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }

    #[derive(Serialize)]
    struct Record {
        schema: String,
        id: String,
        seq: Option<u64>,
        text: String,
        tags: Vec<String>,
    }

    /// Any text, and text that looks like the place of the number.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), r#"[",:{}\\]{0,3}"?seq"?:0[,}]?["\\]{0,2}"#]
    }

    proptest! {
        #[test]
        fn the_number_lands_in_seq_whatever_the_text(
            schema in text(), id in text(), text in text(), tags in prop::collection::vec(text(), 0..3), seq: u64,
        ) {
            let mut record = Record { schema, id, seq: Some(0), text, tags };
            let Line { stream, before, after } = with_seq(3, &record);
            record.seq = Some(seq);
            prop_assert_eq!(stream, 3);
            prop_assert_eq!([before, seq.to_string().into_bytes(), after].concat(), bytes(&record));
        }
    }
}
