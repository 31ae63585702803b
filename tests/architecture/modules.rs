//! The module tree of a crate, as its `mod` declarations build it, with the names that each module defines or imports.

use std::collections::HashMap;
use std::rc::Rc;

use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Item, ItemMod, ItemUse, Lit, Meta, Token, UseTree, Visibility};

/// The namespace of a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub(crate) enum Space {
    Type,
    Value,
    Macro,
}

/// The file and line of a definition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Site {
    pub(crate) file: usize,
    pub(crate) line: usize,
}

/// A path as it is written, without generic arguments.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Path {
    pub(crate) is_global: bool,
    pub(crate) segments: Vec<String>,
}

/// How far a name can be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    Module,
    Parent,
    Open,
}

/// What a name stands for in a module.
#[derive(Clone, Debug)]
pub(crate) enum Entry {
    Item(Space, Site),
    Module(usize),
    Import(Path),
}

/// A module, or a block that has items of its own.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) file: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) root: usize,
    pub(crate) is_block: bool,
    pub(crate) names: HashMap<String, Vec<(Reach, Entry)>>,
    pub(crate) globs: Vec<(Reach, Path)>,
}

/// A source file, parsed.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) syntax: Rc<syn::File>,
    /// The module whose items the file holds.
    pub(crate) module: usize,
}

/// One or more crates.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) files: Vec<File>,
    pub(crate) modules: Vec<Module>,
    /// Crates by the name under which the others use them.
    pub(crate) crates: HashMap<String, usize>,
    /// Inline modules by parent, name and line.
    pub(crate) inline: HashMap<(usize, String, usize), usize>,
}

impl Tree {
    /// Adds the crate whose root is `root`, and returns its root module.
    pub(crate) fn add_crate(&mut self, name: &str, root: &str, texts: &HashMap<&str, &str>) -> usize {
        let dir = root.rsplit_once('/').map_or("", |(dir, _)| dir).to_owned();
        let module = self.add_file(None, root, &dir, texts).expect("the crate's root exists");
        self.crates.insert(name.to_owned(), module);
        module
    }

    /// Parses `path` as the module below `parent`; its own modules are looked for in `dir`.
    fn add_file(&mut self, parent: Option<usize>, path: &str, dir: &str, texts: &HashMap<&str, &str>) -> Option<usize> {
        let text = texts.get(path)?;
        let syntax = syn::parse_file(text).unwrap_or_else(|e| panic!("{path}:{}: {e}", e.span().start().line));
        let syntax = Rc::new(syntax);
        let file = self.files.len();
        let module = self.add_module(file, parent, false);
        self.files.push(File { path: path.to_owned(), syntax: Rc::clone(&syntax), module });
        self.add_items(module, &syntax.items, dir, texts);
        Some(module)
    }

    pub(crate) fn add_module(&mut self, file: usize, parent: Option<usize>, is_block: bool) -> usize {
        let id = self.modules.len();
        let root = parent.map_or(id, |parent| self.modules[parent].root);
        self.modules.push(Module { file, parent, root, is_block, names: HashMap::new(), globs: Vec::new() });
        id
    }

    /// Enters what `items` define into `module`, test code apart.
    pub(crate) fn add_items<'a>(
        &mut self,
        module: usize,
        items: impl IntoIterator<Item = &'a Item>,
        dir: &str,
        texts: &HashMap<&str, &str>,
    ) {
        for item in items {
            if is_test(attributes(item)) {
                continue;
            }
            match item {
                Item::Mod(item) => self.add_mod(module, item, dir, texts),
                Item::Use(item) => self.add_use(module, item),
                _ => self.add_definition(module, item),
            }
        }
    }

    fn add_mod(&mut self, parent: usize, item: &ItemMod, dir: &str, texts: &HashMap<&str, &str>) {
        let name = item.ident.to_string();
        let path = path_attribute(&item.attrs);
        let child = match (&item.content, path) {
            (Some((_, items)), path) => {
                let child = self.add_module(self.modules[parent].file, Some(parent), false);
                self.inline.insert((parent, name.clone(), line(item)), child);
                self.add_items(child, items, &join(dir, &path.unwrap_or_else(|| name.clone())), texts);
                Some(child)
            }
            (None, Some(path)) => {
                let path = join(dir_of(&self.files[self.modules[parent].file].path), &path);
                let dir = dir_of(&path).to_owned();
                self.add_file(Some(parent), &path, &dir, texts)
            }
            (None, None) => {
                let below = join(dir, &name);
                self.add_file(Some(parent), &format!("{below}.rs"), &below, texts)
                    .or_else(|| self.add_file(Some(parent), &format!("{below}/mod.rs"), &below, texts))
            }
        };
        let Some(child) = child else { return };
        self.add_name(parent, &name, reach(&item.vis), Entry::Module(child));
        if item.attrs.iter().any(|a| a.path().is_ident("macro_use")) {
            for (name, entries) in self.modules[child].names.clone() {
                for (reach, entry) in entries.into_iter().filter(|(_, e)| matches!(e, Entry::Item(Space::Macro, _))) {
                    self.add_name(parent, &name, reach, entry);
                }
            }
        }
    }

    fn add_use(&mut self, module: usize, item: &ItemUse) {
        let reach = reach(&item.vis);
        for leaf in leaves(item) {
            match leaf.name {
                Some(name) => self.add_name(module, &name, reach, Entry::Import(leaf.path)),
                None if leaf.is_glob => self.modules[module].globs.push((reach, leaf.path)),
                None => {}
            }
        }
    }

    fn add_definition(&mut self, module: usize, item: &Item) {
        use Space::{Macro, Type, Value};
        let (ident, vis, spaces): (_, _, &[Space]) = match item {
            Item::Const(i) => (&i.ident, &i.vis, &[Value]),
            Item::Static(i) => (&i.ident, &i.vis, &[Value]),
            Item::Fn(i) => (&i.sig.ident, &i.vis, &[Value]),
            Item::Enum(i) => (&i.ident, &i.vis, &[Type]),
            Item::Struct(i) => {
                (&i.ident, &i.vis, if i.fields.is_empty() || is_tuple(&i.fields) { &[Type, Value] } else { &[Type] })
            }
            Item::Trait(i) => (&i.ident, &i.vis, &[Type]),
            Item::TraitAlias(i) => (&i.ident, &i.vis, &[Type]),
            Item::Type(i) => (&i.ident, &i.vis, &[Type]),
            Item::Union(i) => (&i.ident, &i.vis, &[Type]),
            Item::Macro(i) => {
                let Some(ident) = &i.ident else { return };
                let entry = Entry::Item(Macro, Site { file: self.modules[module].file, line: line(ident) });
                if i.attrs.iter().any(|a| a.path().is_ident("macro_export")) {
                    self.add_name(self.modules[module].root, &ident.to_string(), Reach::Open, entry.clone());
                }
                return self.add_name(module, &ident.to_string(), Reach::Open, entry);
            }
            _ => return,
        };
        let site = Site { file: self.modules[module].file, line: line(ident) };
        for &space in spaces {
            self.add_name(module, &ident.to_string(), reach(vis), Entry::Item(space, site));
        }
    }

    fn add_name(&mut self, module: usize, name: &str, reach: Reach, entry: Entry) {
        self.modules[module].names.entry(name.to_owned()).or_default().push((reach, entry));
    }
}

/// One name or glob of a `use` declaration.
pub(crate) struct Leaf {
    pub(crate) path: Path,
    /// The name it gets here; none for a glob and for `as _`.
    pub(crate) name: Option<String>,
    pub(crate) is_glob: bool,
    pub(crate) line: usize,
}

/// Every name and glob of a `use` declaration.
pub(crate) fn leaves(item: &ItemUse) -> Vec<Leaf> {
    let mut found = Vec::new();
    let start = Path { is_global: item.leading_colon.is_some(), segments: Vec::new() };
    add_leaves(&item.tree, &start, &mut found);
    found
}

fn add_leaves(tree: &UseTree, prefix: &Path, found: &mut Vec<Leaf>) {
    let with = |ident: &syn::Ident| {
        let mut path = prefix.clone();
        if ident != "self" || path.segments.is_empty() {
            path.segments.push(ident.to_string());
        }
        path
    };
    match tree {
        UseTree::Path(part) => add_leaves(&part.tree, &with(&part.ident), found),
        UseTree::Group(group) => {
            for tree in &group.items {
                add_leaves(tree, prefix, found);
            }
        }
        UseTree::Glob(glob) => {
            found.push(Leaf { path: prefix.clone(), name: None, is_glob: true, line: line(&glob.star_token) });
        }
        UseTree::Name(name) => {
            let path = with(&name.ident);
            found.push(Leaf { name: path.segments.last().cloned(), path, is_glob: false, line: line(&name.ident) });
        }
        UseTree::Rename(rename) => {
            let name = Some(rename.rename.to_string()).filter(|name| name != "_");
            found.push(Leaf { path: with(&rename.ident), name, is_glob: false, line: line(&rename.ident) });
        }
    }
}

/// Returns whether the attributes make an item test code.
pub(crate) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("cfg") => {
            list.parse_args().is_ok_and(|condition| needs_test(&condition))
        }
        _ => false,
    })
}

/// Returns whether a condition of `cfg` holds in test builds alone: `any(test, …)` holds elsewhere too.
fn needs_test(condition: &Meta) -> bool {
    let Meta::List(list) = condition else { return condition.path().is_ident("test") };
    let Ok(parts) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else { return false };
    match list.path.get_ident().map(ToString::to_string).as_deref() {
        Some("all") => parts.iter().any(needs_test),
        Some("any") => parts.iter().all(needs_test),
        _ => false,
    }
}

/// Returns the attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::ExternCrate(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::ForeignMod(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Macro(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Trait(i) => &i.attrs,
        Item::TraitAlias(i) => &i.attrs,
        Item::Type(i) => &i.attrs,
        Item::Union(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

/// Returns the line on which something begins.
pub(crate) fn line(spanned: &impl Spanned) -> usize {
    spanned.span().start().line
}

/// Returns whether `use` with this visibility is a re-export.
pub(crate) fn reach(vis: &Visibility) -> Reach {
    match vis {
        Visibility::Inherited => Reach::Module,
        Visibility::Restricted(r) if r.path.is_ident("self") => Reach::Module,
        Visibility::Restricted(r) if r.path.is_ident("super") => Reach::Parent,
        Visibility::Public(_) | Visibility::Restricted(_) => Reach::Open,
    }
}

fn is_tuple(fields: &syn::Fields) -> bool {
    matches!(fields, syn::Fields::Unnamed(_) | syn::Fields::Unit)
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })
}

fn dir_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

fn join(dir: &str, below: &str) -> String {
    let mut parts: Vec<&str> = dir.split('/').filter(|part| !part.is_empty()).collect();
    for part in below.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    let lead = if dir.starts_with('/') { "/" } else { "" };
    format!("{lead}{}", parts.join("/"))
}
