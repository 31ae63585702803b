//! Rust sources with all that is not shipped code taken out: comments, literals, test modules.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

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

/// Takes comments and literals out of Rust.
pub(crate) fn code(text: &str) -> Code {
    let mut tokens = Vec::new();
    flatten(text.parse().expect("a source file is made of tokens"), &mut tokens);
    Code(without_tests(&tokens))
}

fn flatten(stream: TokenStream, tokens: &mut Vec<String>) {
    for tree in stream {
        match tree {
            TokenTree::Ident(ident) => tokens.push(ident.to_string()),
            TokenTree::Punct(mark) => tokens.push(mark.to_string()),
            TokenTree::Literal(_) => {}
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(open.to_owned());
                flatten(group.stream(), tokens);
                tokens.push(close.to_owned());
            }
        }
    }
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
