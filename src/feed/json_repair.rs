//! JSON that is not valid, read as far as its meaning is clear.

use serde_json::{Map, Value};

use super::json_string::{StringReader, skip_blanks};
use crate::text::steps;

/// The containers within one another that are read; what is deeper is left out (chosen; a JSON Feed has five).
const MAX_DEPTH: usize = 32;

/// What could be read of a text.
#[derive(Debug, PartialEq)]
pub(super) struct RepairedJson {
    pub value: Value,
    /// Whether the text breaks off. An object in a list that was not whole is left out.
    pub is_truncated: bool,
}

/// Reads JSON that is not quite valid.
///
/// Mended are line breaks in strings, quotation marks that are not escaped, commas too many or too few, comments, single
/// quotes, names without quotes, halves of surrogate pairs, brackets that do not match, and a text that breaks off.
///
/// `None` when there is no object or list. O(n), without recursion.
pub(super) fn repair_json(text: &str) -> Option<RepairedJson> {
    steps::count(text.len());
    let mut reader = Reader { text, at: 0, stack: Vec::new(), skipped_depth: 0, root: None, is_truncated: false };
    while reader.root.is_none() && reader.step() {}
    if reader.root.is_none() {
        reader.is_truncated = true;
        reader.close_all();
    }
    Some(RepairedJson { is_truncated: reader.is_truncated, value: reader.root? })
}

/// An object or a list that is open.
enum Frame {
    /// The members, and the name whose value comes next.
    Object(Map<String, Value>, Option<String>),
    List(Vec<Value>),
}

impl Frame {
    fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    fn into_value(self) -> Value {
        match self {
            Self::Object(members, _) => Value::Object(members),
            Self::List(items) => Value::Array(items),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    stack: Vec<Frame>,
    /// How many containers are open that are too deep.
    skipped_depth: usize,
    root: Option<Value>,
    is_truncated: bool,
}

impl Reader<'_> {
    /// Reads the next piece; `false` at the end of the text.
    fn step(&mut self) -> bool {
        self.at = skip_blanks(self.text, self.at);
        let Some(byte) = self.byte(self.at) else { return false };
        match byte {
            b',' | b';' => {
                self.at += 1;
                // a name whose value is missing
                if let Some(Frame::Object(_, name)) = self.stack.last_mut() {
                    *name = None;
                }
            }
            b':' => self.at += 1,
            b'{' => self.open(Frame::Object(Map::new(), None)),
            b'[' => self.open(Frame::List(Vec::new())),
            b'}' | b']' => self.close(byte == b']'),
            b'"' | b'\'' => {
                let is_name = matches!(self.stack.last(), Some(Frame::Object(_, None)));
                let read = StringReader { text: self.text, is_name }.read(self.at);
                self.is_truncated |= !read.is_closed;
                self.at = read.end;
                self.put_string(read.content);
            }
            _ => self.put_word(),
        }
        true
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn open(&mut self, frame: Frame) {
        self.at += 1;
        if self.stack.len() < MAX_DEPTH && self.skipped_depth == 0 {
            self.stack.push(frame);
        } else {
            self.skipped_depth += 1;
        }
    }

    fn close(&mut self, is_list: bool) {
        self.at += 1;
        if self.skipped_depth > 0 {
            self.skipped_depth -= 1;
            return;
        }
        let Some(depth) = self.stack.iter().rposition(|frame| frame.is_list() == is_list) else { return };
        // one bracket too many within a list is no end of the whole
        let is_within_list = self.stack.last().is_some_and(Frame::is_list);
        let next = self.byte(skip_blanks(self.text, self.at));
        if depth == 0 && !is_list && is_within_list && matches!(next, Some(b',' | b'{')) {
            return;
        }
        while self.stack.len() > depth {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(frame) = self.stack.pop() {
            self.put(frame.into_value());
        }
    }

    /// Closes what is open where the text breaks off.
    fn close_all(&mut self) {
        while let Some(frame) = self.stack.pop() {
            let is_item = !frame.is_list() && self.stack.last().is_some_and(Frame::is_list);
            if !is_item {
                self.put(frame.into_value());
            }
        }
    }

    fn put(&mut self, value: Value) {
        if self.skipped_depth > 0 {
            return;
        }
        match self.stack.last_mut() {
            Some(Frame::List(items)) => items.push(value),
            Some(Frame::Object(members, name)) => {
                if let Some(name) = name.take() {
                    members.insert(name, value);
                }
            }
            None if value.is_object() || value.is_array() => self.root = Some(value),
            None => {}
        }
    }

    /// Takes a string as the name of a member when a colon follows, else as a value.
    fn put_string(&mut self, content: String) {
        let is_before_colon = self.byte(skip_blanks(self.text, self.at)) == Some(b':');
        match self.stack.last_mut() {
            Some(Frame::Object(_, name)) if is_before_colon && self.skipped_depth == 0 => *name = Some(content),
            _ => self.put(Value::String(content)),
        }
    }

    /// Reads a number, a literal, or a name without quotes; other words are nothing.
    fn put_word(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '{' | '}' | '[' | ']' | '"' | '\'');
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let len = rest.find(is_end).unwrap_or(rest.len()).max(first);
        let word = rest.split_at(len).0;
        self.at += len;
        match serde_json::from_str::<Value>(word) {
            Ok(value) => self.put(value),
            Err(_) if self.byte(skip_blanks(self.text, self.at)) == Some(b':') => self.put_string(word.to_owned()),
            // `undefined`, `NaN`, what is left of a broken string
            Err(_) if matches!(self.stack.last(), Some(Frame::Object(_, Some(_)))) => self.put(Value::Null),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::repair_json;

    /// Returns what is read, with `…` behind it where the text broke off.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = repair_json(text).map(|read| format!("{}{}", read.value, if read.is_truncated { "…" } else { "" }));
        assert_eq!(read.as_deref().unwrap_or("-"), expected, "{text}");
    }

    #[test]
    fn valid_json_is_read_as_it_is() {
        let text = r#"{"a":[1,-2.5e3,true,false,null,"x\n\"é\u00e9🚢\ud83d\udea2"],"b":{},"c":[]}"#;
        check(text, &serde_json::from_str::<serde_json::Value>(text).unwrap().to_string());
    }

    #[test]
    fn characters_within_strings() {
        check("{\"a\":\"one\ntwo\tthree\r\"}", r#"{"a":"one\ntwo\tthree\r"}"#);
        check(
            r#"{"a":"A \udfc6 cup \ud83d","b":"\ud83dx"}"#,
            "{\"a\":\"A \u{fffd} cup \u{fffd}\",\"b\":\"\u{fffd}x\"}",
        );
        check(r#"{"a":"it\'s \q \u12"}"#, r#"{"a":"it's q u12"}"#);
        check(r#"{"a":"He said "no" to it","b":"x"}"#, r#"{"a":"He said \"no\" to it","b":"x"}"#);
        check(r#"{"a":"He said "no", and left","b":"x"}"#, r#"{"a":"He said \"no\", and left","b":"x"}"#);
        check(r#"{"a":"<a href="/x">y</a>","b":1}"#, r#"{"a":"<a href=\"/x\">y</a>","b":1}"#);
    }

    #[test]
    fn commas_comments_and_quotes() {
        check(r#"{"a":[1,2,],"b":{"c":1,},}"#, r#"{"a":[1,2],"b":{"c":1}}"#);
        check("{\"a\":\"x\"\n\"b\":\"y\" \"c\":1}", r#"{"a":"x","b":"y","c":1}"#);
        check("{'a':'it is','b':['x','y']}", r#"{"a":"it is","b":["x","y"]}"#);
        check("{'a':'it's',b:2,}", r#"{"a":"it's","b":2}"#);
        check("{a:1,b_c:\"x\"}", r#"{"a":1,"b_c":"x"}"#);
        check("// one\n{\"a\":1 /* two */,# three\n\"b\":\"//x\"}", r#"{"a":1,"b":"//x"}"#);
        check(r#"{"a":undefined,"b":NaN,"c":,"d":1}"#, r#"{"a":null,"b":null,"d":1}"#);
        check(r#"callback({"a":1});"#, r#"{"a":1}"#);
        check(r#"{"a":1}{"b":2}"#, r#"{"a":1}"#);
    }

    #[test]
    fn what_breaks_off() {
        check(r#"{"a":1,"items":[{"id":1},{"id":2,"t":"x"#, r#"{"a":1,"items":[{"id":1}]}…"#);
        check(r#"{"items":[{"id":1}"#, r#"{"items":[{"id":1}]}…"#);
        check(r#"{"items":[{"id":1},"#, r#"{"items":[{"id":1}]}…"#);
        check(r#"{"a":"x"#, r#"{"a":"x"}…"#);
        check("", "-");
        check("\"x\"", "-");
    }

    #[test]
    fn brackets_that_do_not_match() {
        check(r#"{"items":[{"id":1]}"#, r#"{"items":[{"id":1}]}"#);
        check(r#"{"items":[{"id":1}},{"id":2}]}"#, r#"{"items":[{"id":1},{"id":2}]}"#);
        check(r#"{"items":[{"id":1}}"#, r#"{"items":[{"id":1}]}"#);
        let deep = format!("{{\"a\":{}1{},\"b\":2}}", "[".repeat(1000), "]".repeat(1000));
        assert!(repair_json(&deep).is_some_and(|read| read.value["b"] == 2));
    }
}
