//! The checker itself, on small invented crates: each way to import, and what is no import.

use std::collections::HashMap;

use super::circles::{circles, describe};
use super::imports::{Found, imports};
use super::modules::Tree;

/// Reads an invented crate; each part is a file's name below `src`, without `.rs`, and its text.
fn read(parts: &[(&str, &str)]) -> Found {
    let paths: Vec<String> = parts.iter().map(|(name, _)| format!("src/{name}.rs")).collect();
    let texts: HashMap<&str, &str> =
        paths.iter().map(String::as_str).zip(parts.iter().map(|(_, text)| *text)).collect();
    let mut tree = Tree::default();
    tree.add_crate("invented", "src/lib.rs", &texts);
    if texts.contains_key("src/main.rs") {
        tree.add_crate("main", "src/main.rs", &texts);
    }
    imports(tree)
}

fn name(path: &str) -> &str {
    path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")).unwrap_or(path)
}

#[track_caller]
fn check(parts: &[(&str, &str)], expected: &[&str]) {
    let found = read(parts);
    let edges: Vec<String> = found.imports.keys().map(|(from, to)| format!("{} -> {}", name(from), name(to))).collect();
    assert_eq!(edges, expected, "in {parts:#?}");
    assert!(found.unknown.is_empty(), "unknown {:?} in {parts:#?}", found.unknown);
}

/// Checks what `a` imports, given `b` with an item of each kind and `b/c` with some more.
#[track_caller]
fn check_a(a: &str, expected: &[&str]) {
    let b =
        "pub mod c; pub mod d; pub struct B; pub enum Kind { One, Two } pub fn make() {} pub const LIMIT: usize = 1;
        pub trait Part { fn part(&self) {} const SIZE: usize; } pub type Short = u8; pub static SEEN: u8 = 0;
        impl B { pub const ONE: B = B; pub fn new() -> Self { B } }";
    let c = "pub struct C; pub struct Open { pub size: u8 } pub fn size() {} pub fn is_none(_: &u8) -> bool { true }";
    let d = "pub fn serialize() {} pub fn deserialize() {}";
    check(&[("lib", "mod a; mod b;"), ("a", a), ("b", b), ("b/c", c), ("b/d", d)], expected);
}

#[test]
fn a_use_is_an_import() {
    check_a("use crate::b::B;", &["a -> b"]);
    check_a("use super::b::B;", &["a -> b"]);
    check_a("use super::b::{c::C, Kind};", &["a -> b", "a -> b/c"]);
    check_a("use crate::{b::{self, c::{self, C}}};", &["a -> b/c"]);
    check_a("use crate::b::make as build;", &["a -> b"]);
    check_a("use crate::b::Part as _;", &["a -> b"]);
    check_a("use crate::b::Kind::*;", &["a -> b"]);
    check_a("use crate::b::Kind::{One, Two};", &["a -> b"]);
    check_a("fn f() { use super::b::c::C; }", &["a -> b/c"]);
    check_a("mod inner { use super::super::b::B; }", &["a -> b"]);
    check_a("#[cfg(feature = \"wide\")] use crate::b::B;", &["a -> b"]);
    check_a("#[cfg(not(test))] use crate::b::B;", &["a -> b"]);
    check_a("#[cfg(any(test, feature = \"wide\"))] use crate::b::B;", &["a -> b"]);
}

#[test]
fn a_path_is_an_import() {
    check_a("fn f() { crate::b::make(); }", &["a -> b"]);
    check_a("fn f() { super::b::c::size(); }", &["a -> b/c"]);
    check_a("use super::b; fn f() { b::make(); }", &["a -> b"]);
    check_a("use super::b::c as deep; fn f() { deep::size(); }", &["a -> b/c"]);
    check_a("fn f(_: crate::b::B) {}", &["a -> b"]);
    check_a("struct A { part: Option<super::b::B> }", &["a -> b"]);
    check_a("fn f() -> Vec<super::b::Short> { todo!() }", &["a -> b"]);
    check_a("impl super::b::Part for u8 { const SIZE: usize = 1; }", &["a -> b"]);
    check_a("fn f<T: super::b::Part>() {}", &["a -> b"]);
    check_a("fn f<T>() where T: super::b::Part {}", &["a -> b"]);
    check_a("fn f(_: &dyn super::b::Part, _: impl Fn(super::b::c::C)) {}", &["a -> b", "a -> b/c"]);
    check_a("fn f() -> usize { <u8 as super::b::Part>::SIZE }", &["a -> b"]);
    check_a("fn f() { <super::b::B>::new(); }", &["a -> b"]);
    check_a("fn f() { super::b::B::new(); super::b::B::ONE; }", &["a -> b"]);
    check_a("const A: usize = super::b::LIMIT; static S: u8 = super::b::SEEN;", &["a -> b"]);
    check_a("fn f(k: u8) { match k { super::b::SEEN => {} _ => {} } }", &["a -> b"]);
    check_a("fn f<K>(k: K) { if let super::b::Kind::One = k {} }", &["a -> b"]);
    check_a("fn f<O>(o: O) { let super::b::c::Open { size } = o; }", &["a -> b/c"]);
    check_a("fn f() { super::b::c::Open { size: super::b::SEEN }; }", &["a -> b", "a -> b/c"]);
    check_a("fn f() { Vec::<super::b::B>::new(); x.parse::<super::b::c::C>(); }", &["a -> b", "a -> b/c"]);
    check_a("fn f() { [0; super::b::LIMIT]; for _ in super::b::make() {} }", &["a -> b"]);
    check_a("fn f() { let g = |c: super::b::c::C| super::b::make(); }", &["a -> b", "a -> b/c"]);
    check_a("macro_rules! m { () => { $crate::b::make() }; }", &["a -> b"]);
}

#[test]
fn what_stands_in_macros_and_attributes_is_read() {
    check_a("fn f() { println!(\"{}\", super::b::LIMIT); }", &["a -> b"]);
    check_a("fn f() { vec![super::b::make(); 2]; }", &["a -> b"]);
    check_a("fn f() { matches!(1, super::b::SEEN | 2 if super::b::c::size()); }", &["a -> b", "a -> b/c"]);
    check_a("fn f() { select! { _ = super::b::make() => {}, else => {} } }", &["a -> b"]);
    check_a("thread_local! { static X: super::b::B = super::b::B::new(); }", &["a -> b"]);
    check_a("#[derive(D)] struct A { #[serde(with = \"super::b::d\")] a: u8 }", &["a -> b/d"]);
    check_a("struct A { #[serde(default, skip_serializing_if = \"crate::b::c::is_none\")] a: u8 }", &["a -> b/c"]);
    check_a("struct A { #[serde(rename = \"make\", alias = \"super::b::make\")] a: u8 }", &[]);
    check_a("use crate::b; struct A { #[arg(default_value_t = b::LIMIT)] a: usize }", &["a -> b"]);
}

#[test]
fn declarations_and_reexports_are_no_imports() {
    check_a("mod inner { pub fn f() {} } pub fn g() { inner::f() }", &[]);
    check_a("pub use crate::b::B;", &[]);
    check_a("pub(crate) use crate::b::{B, c::*};", &[]);
    check_a("pub(super) use super::b::make; pub(in crate::b) use super::b::LIMIT;", &[]);
    check_a("use crate::b; use super::b::c; use crate::b::{self as other};", &[]);
    check_a("use std::fmt; use serde::b::B; fn f() { ::b::make(); fmt::b() }", &[]);
    check_a("/// See [`crate::b::B`].\n// crate::b::make()\nconst S: &str = \"crate::b::B\";", &[]);
    check_a("pub use super::b::make; pub fn f(x: &A) { x.make(); x.make; A { make: 1 }; Self::make(); }", &[]);
    check_a("use super::b::*; fn f() { g(1) } fn g(_: u8) {}", &[]);
}

#[test]
fn test_code_is_left_out() {
    check_a("#[cfg(test)] use crate::b::B;", &[]);
    check_a("#[cfg(test)] mod tests { use super::super::b::B; }", &[]);
    check_a("#[cfg(all(test, feature = \"wide\"))] fn f() { crate::b::make() }", &[]);
    check_a("#[test] fn f() { crate::b::make() }", &[]);
    check_a("impl A { #[cfg(test)] fn f() { crate::b::make() } } struct A;", &[]);
    check_a("fn f() { #[cfg(test)] let x = crate::b::make(); }", &[]);
    check(
        &[
            ("lib", "mod a; mod b;"),
            ("a", "#[cfg(test)] mod tests;"),
            ("a/tests", "use crate::b::B;"),
            ("b", "pub struct B;"),
        ],
        &[],
    );
}

#[test]
fn a_name_through_a_glob_counts_where_it_is_used() {
    check_a("use super::b::*; fn f() { make(); }", &["a -> b"]);
    check_a("use super::b::*; fn f() { c::size(); }", &["a -> b/c"]);
    check_a("use super::b::c::*; struct A(C);", &["a -> b/c"]);
    check_a("pub use super::b::c::*; struct A(C);", &["a -> b/c"]);
    check_a("fn f() { use super::b::*; make(); }", &["a -> b"]);
    check(
        &[
            ("lib", "mod a;"),
            ("a", "mod b; use self::b::B; fn hidden() {} fn f(_: B) {}"),
            ("a/b", "use super::*; pub struct B; fn g() { hidden() }"),
        ],
        &["a -> a/b", "a/b -> a"],
    );
    // What is private in the module of the glob is not seen through it.
    check(&[("lib", "mod a; mod b;"), ("a", "use super::b::*; fn f() { hidden() }"), ("b", "fn hidden() {}")], &[]);
}

#[test]
fn a_variable_is_no_item() {
    let a = |body: &str| format!("pub use super::b::make; {body}");
    for body in [
        "fn f(make: u8) { make; }",
        "fn f() { let make = 1; make; }",
        "fn f() { if let Some(make) = x() { make; } }",
        "fn f() { while let Some(make) = x() { make; } }",
        "fn f() { for make in x() { make; } }",
        "fn f() { match x() { Some(make) if make > 1 => make, _ => 0 }; }",
        "fn f() { x(|make| make + 1); }",
        "fn f() { let Some(make) = x() else { return }; println!(\"{}\", make); }",
        "fn f() { if x() && let Some(make) = y() && make {} }",
    ] {
        check_a(&a(body), &[]);
    }
    for body in [
        "fn f() { let make = make(); make; }",
        "fn f() { { let make = 1; } make(); }",
        "fn f() { if let Some(make) = make() {} }",
        "fn f() { for make in make() {} }",
        "fn f() { if let Some(make) = x() {} else { make(); } }",
        "fn f() { let make = 1; fn g() { make(); } }",
        "fn f() { x(|make| 1); make(); }",
    ] {
        check_a(&a(body), &["a -> b"]);
    }
    check_a("pub use super::b::Short; fn f<Short>(_: Short) {}", &[]);
    check_a("pub use super::b::Short; impl<Short> A<Short> { fn f(_: Short) {} } struct A<T>(T);", &[]);
}

#[test]
fn an_import_through_a_reexport_counts_to_the_definition() {
    let through = |reexport: &str, a: &str, expected: &[&str]| {
        check(
            &[
                ("lib", "mod a; mod b; mod c;"),
                ("a", a),
                ("b", reexport),
                ("c", "pub mod d; pub struct C;"),
                ("c/d", "pub struct D; pub fn make() {}"),
            ],
            expected,
        );
    };
    through("pub use crate::c::C;", "use crate::b::C;", &["a -> c"]);
    through("pub(crate) use super::c::d::D;", "fn f(_: crate::b::D) {}", &["a -> c/d"]);
    through("pub use super::c::*;", "use crate::b::C;", &["a -> c"]);
    through("pub use super::c::*;", "use crate::b::d::D;", &["a -> c/d"]);
    through("pub use super::c::d::D as Other;", "use crate::b::Other;", &["a -> c/d"]);
    through("pub use super::c as other;", "use crate::b::other::d::make;", &["a -> c/d"]);
    through("mod inner { pub use crate::c::*; } pub use inner::d::*;", "use crate::b::D;", &["a -> c/d"]);
    // The file itself uses what it re-exports.
    through("pub use super::c::C; pub fn f(_: C) {}", "", &["b -> c"]);
    // Its parent re-exports; who imports from a brother imports no parent.
    check(
        &[
            ("lib", "mod a;"),
            ("a", "mod b; mod c; pub use b::B; pub use c::C;"),
            ("a/b", "use super::C; pub struct B(C);"),
            ("a/c", "pub struct C;"),
        ],
        &["a/b -> a/c"],
    );
    // Globs that lead to each other end.
    check(
        &[
            ("lib", "mod a; mod b;"),
            ("a", "pub use super::b::*; pub fn f() { x() }"),
            ("b", "pub use super::a::*; pub fn g() { f() }"),
        ],
        &["b -> a"],
    );
}

#[test]
fn children_are_imported_by_relative_paths() {
    check(
        &[("lib", "mod a;"), ("a/mod", "mod b; pub fn f() { b::make(); }"), ("a/b", "pub fn make() {}")],
        &["a/mod -> a/b"],
    );
    check(
        &[("lib", "mod a;"), ("a", "mod b; pub fn f() { self::b::make(); }"), ("a/b", "pub fn make() {}")],
        &["a -> a/b"],
    );
    check(
        &[("lib", "mod a;"), ("a", "mod b { pub mod c; } fn f(_: b::c::C) {}"), ("a/b/c", "pub struct C;")],
        &["a -> a/b/c"],
    );
    check(
        &[
            ("lib", "mod a; pub fn top() {}"),
            ("a/mod", "mod b; mod c;"),
            ("a/b/mod", "use super::c::C;"),
            ("a/c", "use super::super::top; pub struct C;"),
        ],
        &["a/b/mod -> a/c", "a/c -> lib"],
    );
    // A function of the module's name is another thing than the module.
    check(&[("lib", "mod a; use a::a; fn f() { a() }"), ("a", "pub fn a() {}")], &["lib -> a"]);
    check(
        &[("lib", "#[path = \"other/place.rs\"] mod a; fn f() { a::g() }"), ("other/place", "pub fn g() {}")],
        &["lib -> other/place"],
    );
    check(&[("lib", "pub mod a;"), ("a", "pub fn f() {}"), ("main", "fn main() { invented::a::f() }")], &["main -> a"]);
}

#[test]
fn a_macro_counts_to_its_definition() {
    check(
        &[("lib", "#[macro_use] mod a; mod b;"), ("a", "macro_rules! m { () => {}; }"), ("b", "fn f() { m!(); }")],
        &["b -> a"],
    );
    check(
        &[
            ("lib", "mod a; mod b;"),
            ("a", "macro_rules! m { () => {}; } pub(crate) use m;"),
            ("b", "use super::a::m; fn f() { m!(); }"),
        ],
        &["b -> a"],
    );
    check(
        &[("lib", "mod a; mod b;"), ("a", "#[macro_export] macro_rules! m { () => {}; }"), ("b", "crate::m!();")],
        &["b -> a"],
    );
    check(
        &[("lib", "mod a;"), ("a", "macro_rules! m { () => {}; } mod b;"), ("a/b", "fn f() { m!(); }")],
        &["a/b -> a"],
    );
}

#[test]
fn what_a_macro_made_counts_to_its_file() {
    let found = read(&[("lib", "mod a; mod b;"), ("a", "use super::b::Made;"), ("b", "make! { Made }")]);
    assert_eq!(found.imports.len(), 1);
    assert_eq!(found.unknown, ["src/a.rs:1 super::b::Made"]);
}

#[test]
fn circles_are_found_and_described() {
    let found = read(&[
        ("lib", "mod a; mod b; mod c; mod d; mod e; mod f;"),
        ("a", "use super::b::B;\npub struct A;"),
        ("b", "use super::c::{C, make};\npub struct B;"),
        ("c", "pub struct C;\npub fn make() { crate::a::A; }"),
        ("d", "pub struct D;\nfn f() { super::e::E::new() }"),
        ("e", "pub struct E(super::d::D);"),
        ("f", "use super::{a::A, d::D};"),
    ]);
    let circles = circles(&found.imports);
    let texts: Vec<String> = circles.iter().map(|circle| describe(circle, &found.imports)).collect();
    assert_eq!(
        texts,
        [
            "2 files import each other in a circle:\n  src/d.rs -> src/e.rs: super::e::E::new (line 2)\n  \
             src/e.rs -> src/d.rs: super::d::D (line 1)\n",
            "3 files import each other in a circle:\n  src/a.rs -> src/b.rs: super::b::B (line 1)\n  \
             src/b.rs -> src/c.rs: super::c::C (line 1), super::c::make (line 1)\n  \
             src/c.rs -> src/a.rs: crate::a::A (line 2)\n",
        ]
    );
}

#[test]
fn the_shortest_circle_of_those_tied_together_is_shown() {
    let found = read(&[
        ("lib", "mod a; mod b; mod c;"),
        ("a", "pub struct A(super::b::B);"),
        ("b", "pub struct B(super::c::C);"),
        ("c", "pub struct C(super::a::A, super::b::B);"),
    ]);
    let circles = circles(&found.imports);
    assert_eq!(circles.len(), 1);
    assert_eq!(circles[0].files, ["src/b.rs", "src/c.rs"]);
    assert_eq!(circles[0].component.len(), 3);
}
