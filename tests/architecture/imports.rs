//! Which file uses which items of which other file.

use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::rc::Rc;

use syn::visit::{self, Visit};
use syn::{Attribute, Block, Item, Macro, Meta, Stmt};

use super::modules::{Path, Reach, Space, Tree, attributes, is_test, leaves, line, reach};
use super::resolve::Target;
use super::tokens::Scan;

/// One place where a file uses an item of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Use {
    pub(crate) line: usize,
    /// The path as it is written.
    pub(crate) item: String,
}

/// The uses among files, by importing and defining file.
pub(crate) type Imports = BTreeMap<(String, String), Vec<Use>>;

/// What was found in the crates of a tree.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) imports: Imports,
    /// `use` declarations of names that no module seems to define.
    pub(crate) unknown: Vec<String>,
}

/// Returns the imports among the files of a tree.
pub(crate) fn imports(mut tree: Tree) -> Found {
    let mut found = Found::default();
    for file in 0..tree.files.len() {
        let (syntax, module) = (Rc::clone(&tree.files[file].syntax), tree.files[file].module);
        let mut visitor = Visitor { tree: &mut tree, file, module, locals: vec![Vec::new()], found: &mut found };
        visitor.visit_file(&syntax);
    }
    found
}

pub(crate) struct Visitor<'t> {
    pub(crate) tree: &'t mut Tree,
    file: usize,
    /// The module or block that is visited.
    pub(crate) module: usize,
    /// Variables and generic parameters, a list a scope.
    locals: Vec<Vec<String>>,
    found: &'t mut Found,
}

impl Visitor<'_> {
    /// Notes the items that `path` leads to, and returns whether any space knows it.
    pub(crate) fn note(&mut self, path: &Path, spaces: &[Space], line: usize) -> bool {
        let targets: Vec<_> = spaces.iter().filter_map(|space| self.tree.resolve(self.module, path, *space)).collect();
        for target in &targets {
            if let Target::Item(site) = target {
                self.add(site.file, path, line);
            }
        }
        match targets[..] {
            [Target::Unknown(module), ..] if targets.iter().all(|t| matches!(t, Target::Unknown(_))) => {
                self.add(self.tree.modules[module].file, path, line);
                false
            }
            _ => true,
        }
    }

    pub(crate) fn add(&mut self, file: usize, path: &Path, line: usize) {
        if file != self.file {
            let name = |file: usize| self.tree.files[file].path.clone();
            let used = Use { line, item: path.segments.join("::") };
            let edge = self.found.imports.entry((name(self.file), name(file))).or_default();
            if !edge.contains(&used) {
                edge.push(used);
            }
        }
    }

    /// Notes what the first `length` segments of a path lead to.
    fn note_path(&mut self, path: &syn::Path, length: usize, spaces: &[Space]) {
        let written = Path {
            is_global: path.leading_colon.is_some(),
            segments: path.segments.iter().take(length).map(|segment| segment.ident.to_string()).collect(),
        };
        let is_local = !written.is_global && written.segments.first().is_some_and(|name| self.is_local(name));
        if !is_local {
            self.note(&written, spaces, line(path));
        }
    }

    pub(crate) fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|scope| scope.iter().any(|local| local == name))
    }

    fn bind(&mut self, name: &syn::Ident) {
        self.locals.last_mut().expect("a scope is open").push(name.to_string());
    }

    pub(crate) fn in_scope(&mut self, visit: impl FnOnce(&mut Self)) {
        self.locals.push(Vec::new());
        visit(self);
        self.locals.pop();
    }

    /// Visits an item, which sees no variables from around it.
    fn apart(&mut self, generics: Option<&syn::Generics>, visit: impl FnOnce(&mut Self)) {
        let outer = mem::replace(&mut self.locals, vec![Vec::new()]);
        self.bind_generics(generics);
        visit(self);
        self.locals = outer;
    }

    fn bind_generics(&mut self, generics: Option<&syn::Generics>) {
        for parameter in generics.iter().flat_map(|generics| &generics.params) {
            match parameter {
                syn::GenericParam::Type(parameter) => self.bind(&parameter.ident),
                syn::GenericParam::Const(parameter) => self.bind(&parameter.ident),
                syn::GenericParam::Lifetime(_) => {}
            }
        }
    }

    fn visit_import(&mut self, item: &syn::ItemUse) {
        if reach(&item.vis) != Reach::Module {
            return;
        }
        for leaf in leaves(item) {
            let spaces: &[Space] =
                if leaf.is_glob { &[Space::Type] } else { &[Space::Type, Space::Value, Space::Macro] };
            if !self.note(&leaf.path, spaces, leaf.line) {
                let path = &self.tree.files[self.file].path;
                self.found.unknown.push(format!("{path}:{} {}", leaf.line, leaf.path.segments.join("::")));
            }
        }
    }

    fn visit_qualified(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path, spaces: &[Space]) {
        match qself {
            Some(qself) => {
                self.visit_type(&qself.ty);
                self.note_path(path, qself.position, &[Space::Type]);
            }
            None => self.note_path(path, usize::MAX, spaces),
        }
        visit::visit_path(self, path);
    }
}

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            if ["serde", "schemars"].iter().any(|name| list.path.is_ident(name)) {
                self.visit_named_functions(list.tokens.clone());
            }
            self.scan(list.tokens.clone(), Scan::Attribute);
        }
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_item(&mut self, item: &'ast Item) {
        if is_test(attributes(item)) {
            return;
        }
        let generics = match item {
            Item::Enum(i) => Some(&i.generics),
            Item::Fn(i) => Some(&i.sig.generics),
            Item::Impl(i) => Some(&i.generics),
            Item::Struct(i) => Some(&i.generics),
            Item::Trait(i) => Some(&i.generics),
            Item::Type(i) => Some(&i.generics),
            _ => None,
        };
        self.apart(generics, |visitor| match item {
            Item::Use(item) => visitor.visit_import(item),
            Item::Mod(item) => {
                let Some((_, items)) = &item.content else { return };
                let key = (visitor.module, item.ident.to_string(), line(item));
                let Some(&child) = visitor.tree.inline.get(&key) else { return };
                let outer = mem::replace(&mut visitor.module, child);
                for item in items {
                    visitor.visit_item(item);
                }
                visitor.module = outer;
            }
            Item::Macro(item) if item.ident.is_some() => visitor.scan(item.mac.tokens.clone(), Scan::Definition),
            _ => visit::visit_item(visitor, item),
        });
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Fn(i) => &i.attrs,
            syn::ImplItem::Const(i) => &i.attrs,
            syn::ImplItem::Type(i) => &i.attrs,
            _ => &Vec::new(),
        };
        if !is_test(attributes) {
            self.in_scope(|visitor| {
                if let syn::ImplItem::Fn(function) = item {
                    visitor.bind_generics(Some(&function.sig.generics));
                }
                visit::visit_impl_item(visitor, item);
            });
        }
    }

    fn visit_trait_item(&mut self, item: &'ast syn::TraitItem) {
        self.in_scope(|visitor| {
            if let syn::TraitItem::Fn(function) = item {
                visitor.bind_generics(Some(&function.sig.generics));
            }
            visit::visit_trait_item(visitor, item);
        });
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !is_test(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if !is_test(&field.attrs) {
            visit::visit_field_value(self, field);
        }
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        if !is_test(&variant.attrs) {
            visit::visit_variant(self, variant);
        }
    }

    fn visit_block(&mut self, block: &'ast Block) {
        let items: Vec<&Item> =
            block.stmts.iter().filter_map(|s| if let Stmt::Item(item) = s { Some(item) } else { None }).collect();
        let outer = self.module;
        if !items.is_empty() {
            self.module = self.tree.add_module(self.file, Some(outer), true);
            self.tree.add_items(self.module, items, "", &HashMap::new());
        }
        self.in_scope(|visitor| visit::visit_block(visitor, block));
        self.module = outer;
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if is_test(&local.attrs) {
            return;
        }
        // What is bound is not yet seen by what it is bound to.
        if let Some(init) = &local.init {
            self.visit_expr(&init.expr);
            if let Some((_, diverge)) = &init.diverge {
                self.visit_expr(diverge);
            }
        }
        self.visit_pat(&local.pat);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if !is_test(&arm.attrs) {
            self.in_scope(|visitor| visit::visit_arm(visitor, arm));
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.in_scope(|visitor| visit::visit_expr_closure(visitor, closure));
    }

    fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
        self.in_scope(|visitor| {
            visitor.visit_expr(&branch.cond);
            visitor.visit_block(&branch.then_branch);
        });
        if let Some((_, other)) = &branch.else_branch {
            self.visit_expr(other);
        }
    }

    fn visit_expr_while(&mut self, branch: &'ast syn::ExprWhile) {
        self.in_scope(|visitor| visit::visit_expr_while(visitor, branch));
    }

    fn visit_expr_for_loop(&mut self, branch: &'ast syn::ExprForLoop) {
        self.visit_expr(&branch.expr);
        self.in_scope(|visitor| {
            visitor.visit_pat(&branch.pat);
            visitor.visit_block(&branch.body);
        });
    }

    fn visit_expr_let(&mut self, binding: &'ast syn::ExprLet) {
        self.visit_expr(&binding.expr);
        self.visit_pat(&binding.pat);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        let name = pattern.ident.to_string();
        if let Some((_, below)) = &pattern.subpat {
            self.visit_pat(below);
        }
        if name.starts_with(char::is_uppercase) {
            self.note(&Path { is_global: false, segments: vec![name] }, &[Space::Value], line(&pattern.ident));
        } else {
            self.bind(&pattern.ident);
        }
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.visit_qualified(path.qself.as_ref(), &path.path, &[Space::Value]);
    }

    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        self.visit_qualified(path.qself.as_ref(), &path.path, &[Space::Type]);
    }

    fn visit_expr_struct(&mut self, literal: &'ast syn::ExprStruct) {
        self.visit_qualified(literal.qself.as_ref(), &literal.path, &[Space::Type]);
        for field in &literal.fields {
            self.visit_field_value(field);
        }
        if let Some(rest) = &literal.rest {
            self.visit_expr(rest);
        }
    }

    fn visit_pat_struct(&mut self, pattern: &'ast syn::PatStruct) {
        self.visit_qualified(pattern.qself.as_ref(), &pattern.path, &[Space::Type]);
        for field in &pattern.fields {
            self.visit_field_pat(field);
        }
    }

    /// A path anywhere else names a trait or, in a pattern, a tuple struct.
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.note_path(path, usize::MAX, &[Space::Type, Space::Value]);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.note_path(&mac.path, usize::MAX, &[Space::Macro]);
        let name = mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        self.visit_arguments(&name, &mac.tokens);
    }
}
