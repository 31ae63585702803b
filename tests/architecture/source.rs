//! Rust sources with all that is not shipped code taken out: comments, literals, test modules.

use std::fs;
use std::path::Path;

/// One file.
pub(crate) struct Source {
    /// Relative to the package, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn lines(&self) -> usize {
        self.text.lines().count()
    }
}

/// All `.rs` files below a directory of the package, however deep, in order of their paths.
pub(crate) fn sources(dir: &str) -> Vec<Source> {
    fn walk(dir: &Path, into: &mut Vec<Source>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                into.push(Source { path: path.to_str().unwrap().replace('\\', "/"), text });
            }
        }
    }
    let mut all = Vec::new();
    walk(Path::new(dir), &mut all);
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// Whether a file holds only tests: `tests.rs`, `…_tests.rs`, or whatever stands in a directory `tests`.
pub(crate) fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

/// Identifiers and single marks of shipped code, in order.
#[derive(Debug)]
pub(crate) struct Code(Vec<String>);

/// Reads Rust far enough to tell code from talk.
pub(crate) fn code(text: &str) -> Code {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = skip_talk(rest);
        if skipped > 0 {
            rest = rest.split_at(skipped).1;
            continue;
        }
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let end = if word > 0 { word } else { first.len_utf8() };
        let (token, after) = rest.split_at(end);
        if !first.is_whitespace() {
            tokens.push(token.to_owned());
        }
        rest = after;
    }
    Code(without_tests(&tokens))
}

/// Length of the comment or literal that `rest` begins with; 0 when it begins with code.
fn skip_talk(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    let raw = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - raw.len();
    if let Some(after) = raw.strip_prefix('r').filter(|_| prefix <= 1) {
        let unhashed = after.trim_start_matches('#');
        let hashes = after.len() - unhashed.len();
        if let Some(inside) = unhashed.strip_prefix('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let start = rest.len() - inside.len();
            return inside.find(&close).map_or(rest.len(), |at| start + at + close.len());
        }
    }
    if prefix <= 1 && raw.starts_with('"') {
        return prefix + quoted(raw, '"');
    }
    let mut after = rest.chars().skip(1);
    // A lifetime has no closing mark one character on.
    let is_char = rest.starts_with('\'') && (after.next() == Some('\\') || after.next() == Some('\''));
    if is_char { quoted(rest, '\'') } else { 0 }
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

fn quoted(rest: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == mark && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// Takes out each item that `#[cfg(test)]` stands before.
fn without_tests(tokens: &[String]) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].iter().map(String::as_str).take(MARK.len()).eq(MARK) {
            at = end_of_item(tokens, at + MARK.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// The token after the item's `;` or closing brace.
fn end_of_item(tokens: &[String], start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => {
                depth = depth.saturating_sub(1);
                if depth == 0 && token == "}" {
                    return at + 1;
                }
            }
            ";" if depth == 0 => return at + 1,
            _ => {}
        }
    }
    tokens.len()
}

impl Code {
    /// Whether the word stands anywhere in the code.
    pub(crate) fn names(&self, word: &str) -> bool {
        self.0.iter().any(|token| token == word)
    }

    /// Each name that follows `first::`, alone or in a group.
    pub(crate) fn after(&self, first: &str) -> Vec<String> {
        let starts = (0..self.0.len()).filter(|at| self.0[*at] == first);
        starts.flat_map(|at| self.continued(at + 1)).collect()
    }

    /// Each name that follows exactly `count` times `super::`.
    pub(crate) fn after_supers(&self, count: usize) -> Vec<String> {
        let chain = ["super", ":", ":"].repeat(count);
        let is_chain = |at: &usize| {
            let inside = *at >= 3 && self.0[at - 3] == "super";
            !inside && self.0[*at..].iter().map(String::as_str).take(chain.len()).eq(chain.iter().copied())
        };
        let starts = (0..self.0.len()).filter(is_chain);
        starts.flat_map(|at| self.continued(at + chain.len() - 2)).collect()
    }

    /// The names after a `::` that stands at `at`.
    fn continued(&self, at: usize) -> Vec<String> {
        let token = |at: usize| self.0.get(at).map_or("", String::as_str);
        if (token(at), token(at + 1)) != (":", ":") {
            return Vec::new();
        }
        if token(at + 2) != "{" {
            return vec![token(at + 2).to_owned()];
        }
        let (mut names, mut depth) = (Vec::new(), 0_usize);
        for here in at + 2..self.0.len() {
            match token(here) {
                "{" => depth += 1,
                "}" => depth -= 1,
                name if depth == 1 && matches!(token(here - 1), "{" | ",") => names.push(name.to_owned()),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        names
    }
}
