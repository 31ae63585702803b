//! Imports in tokens that are no syntax tree: arguments of macros and of attributes.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Block, Expr, Pat, Token};

use super::imports::Visitor;
use super::modules::{Path, Space, line};
use super::resolve::Target;

/// Which idents count in tokens that are not parsed.
#[derive(Clone, Copy)]
pub(crate) enum Scan {
    /// Each of them.
    All,
    /// Paths, and values behind `=`.
    Attribute,
    /// Paths that begin with `crate`; the rest belongs to who calls the macro.
    Definition,
}

/// Parses what `matches!` takes.
fn matching(input: syn::parse::ParseStream) -> syn::Result<(Expr, Pat, Option<Expr>)> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pattern = Pat::parse_multi(input)?;
    let guard = if input.parse::<Option<Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
    input.parse::<Option<Token![,]>>()?;
    Ok((value, pattern, guard))
}

impl Visitor<'_> {
    /// Visits the arguments of a macro: as expressions, as statements, or else token by token.
    pub(crate) fn visit_arguments(&mut self, name: &str, tokens: &TokenStream) {
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        if name == "matches"
            && let Ok((value, pattern, guard)) = matching.parse2(tokens.clone())
        {
            self.visit_expr(&value);
            self.in_scope(|visitor| {
                visitor.visit_pat(&pattern);
                if let Some(guard) = &guard {
                    visitor.visit_expr(guard);
                }
            });
        } else if let Ok(arguments) = list.parse2(tokens.clone()) {
            for argument in &arguments {
                match argument {
                    Expr::Assign(named) if matches!(*named.left, Expr::Path(_)) => self.visit_expr(&named.right),
                    _ => self.visit_expr(argument),
                }
            }
        } else if let Ok(statements) = Block::parse_within.parse2(tokens.clone()) {
            self.in_scope(|visitor| {
                for statement in &statements {
                    visitor.visit_stmt(statement);
                }
            });
        } else {
            self.scan(tokens.clone(), Scan::All);
        }
    }

    /// Notes the paths in tokens that are not parsed.
    pub(crate) fn scan(&mut self, tokens: TokenStream, scan: Scan) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_punct = |at: usize, c: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == c);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.scan(group.stream(), scan),
                TokenTree::Ident(first) => {
                    let before = at.checked_sub(1);
                    let is_field = before.is_some_and(|b| is_punct(b, '.'))
                        && !before.is_some_and(|b| b > 0 && is_punct(b - 1, '.'));
                    let is_variable = before.is_some_and(|b| is_punct(b, '$')) && first != "crate";
                    let is_value = before.is_some_and(|b| is_punct(b, '='));
                    let mut segments = vec![first.to_string()];
                    while is_punct(at + 1, ':')
                        && is_punct(at + 2, ':')
                        && matches!(tokens.get(at + 3), Some(TokenTree::Ident(_)))
                    {
                        segments.push(tokens[at + 3].to_string());
                        at += 3;
                    }
                    let is_macro = is_punct(at + 1, '!') && matches!(tokens.get(at + 2), Some(TokenTree::Group(_)));
                    let counts = match scan {
                        Scan::All => true,
                        Scan::Attribute => segments.len() > 1 || is_value,
                        Scan::Definition => segments[0] == "crate",
                    };
                    let spaces: &[Space] = if is_macro { &[Space::Macro] } else { &[Space::Type, Space::Value] };
                    if counts && !is_field && !is_variable && !self.is_local(&segments[0]) {
                        self.note(&Path { is_global: false, segments }, spaces, line(first));
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Notes the functions that serde and schemars are told of by name.
    pub(crate) fn visit_named_functions(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for window in tokens.windows(3) {
            let [TokenTree::Ident(key), TokenTree::Punct(_), TokenTree::Literal(literal)] = window else { continue };
            let Ok(text) = syn::parse2::<syn::LitStr>(TokenTree::from(literal.clone()).into()) else { continue };
            let Ok(path) = text.parse::<syn::Path>() else { continue };
            let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let with = |name: &str| Path { is_global: false, segments: [&segments[..], &[name.to_owned()]].concat() };
            let line = line(literal);
            match key.to_string().as_str() {
                "default"
                | "serialize_with"
                | "deserialize_with"
                | "skip_serializing_if"
                | "getter"
                | "schema_with" => {
                    self.note(&Path { is_global: false, segments }, &[Space::Value], line);
                }
                "from" | "try_from" | "into" | "remote" => {
                    self.note(&Path { is_global: false, segments }, &[Space::Type], line);
                }
                "with" => {
                    for name in ["serialize", "deserialize"] {
                        if let Some(Target::Item(site)) = self.tree.resolve(self.module, &with(name), Space::Value) {
                            self.add(site.file, &with(name), line);
                        }
                    }
                    self.note(&Path { is_global: false, segments }, &[Space::Type], line);
                }
                _ => {}
            }
        }
    }
}
