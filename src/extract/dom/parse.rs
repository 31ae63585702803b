//! Parsing that hostile markup cannot stretch.
//!
//! html5ever has no limit on nodes, depth or work, and is quadratic on several shapes. It is fed in small chunks through
//! a sink that counts; once a limit is reached, the rest of the page is left out and the tree so far is the answer.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use crate::text::steps;
use ego_tree::NodeId;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, parse_document};
use scraper::{Html, HtmlTreeSink};

/// Nodes of one tree at the most.
const MAX_NODES: usize = 250_000;

/// Levels of nesting at the most.
const MAX_DEPTH: u16 = 512;

/// Attributes of one element at the most; further ones are left out.
const MAX_ATTRIBUTES: usize = 256;

/// The most calls that the tree builder may make to the sink (chosen).
///
/// They take some three seconds. A page of 1 MB needs 2 % of them.
const MAX_STEPS: u64 = 60_000_000;

/// Bytes fed between two looks at the limits.
const CHUNK: usize = 4096;

/// Places where an attribute may start that one tag may hold. The tokenizer compares each attribute with all before it.
const MAX_ATTRIBUTE_STARTS: usize = 1024;

/// A tree, and whether a limit cut it.
pub(crate) struct ParsedHtml {
    pub(crate) html: Html,
    pub(crate) truncated: bool,
}

/// For whom a page is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scripting {
    /// One whose scripts run: what stands in `<noscript>` is no markup.
    Enabled,
    /// One without: what stands there is part of the page.
    Disabled,
}

/// Parses a page within the limits. O(n) in the page; never fails, never recurses.
pub(crate) fn parse(text: &str, scripting: Scripting) -> ParsedHtml {
    let scripting_enabled = scripting == Scripting::Enabled;
    let tree_builder = TreeBuilderOpts { scripting_enabled, drop_doctype: true, ..TreeBuilderOpts::default() };
    let mut parser = parse_document(LimitedSink::new(), ParseOpts { tree_builder, ..ParseOpts::default() });
    let mut rest = text;
    let mut starts = 0;
    let mut truncated = false;
    while !rest.is_empty() {
        let (chunk, tail) = rest.split_at(rest.floor_char_boundary(CHUNK.min(rest.len())));
        rest = tail;
        steps::count(chunk.len());
        let before = parser.tokenizer.sink.sink.progress();
        parser.process(StrTendril::from_slice(chunk));
        if parser.tokenizer.sink.sink.is_over() {
            truncated = true;
            break;
        }
        // Nothing came out of the chunk: it lies within one tag, attribute value or comment.
        if parser.tokenizer.sink.sink.progress() == before {
            starts += chunk.bytes().filter(|b| b" \t\n\x0c\r/\"'".contains(b)).count();
            if starts > MAX_ATTRIBUTE_STARTS {
                // Ends a tag; in a value or comment it is one mark more, which nobody reads.
                parser.process(StrTendril::from_slice(">"));
                truncated |= parser.tokenizer.sink.sink.progress() != before;
                starts = 0;
            }
        } else {
            starts = 0;
        }
    }
    ParsedHtml { html: parser.finish(), truncated }
}

/// The sink of `scraper`, with its calls counted.
struct LimitedSink {
    inner: HtmlTreeSink,
    /// The depth of each node at the time it was put into the tree, by its slot.
    depths: RefCell<Vec<u16>>,
    deepest: Cell<u16>,
    nodes: Cell<usize>,
    steps: Cell<u64>,
    tokens: Cell<u64>,
    late_attributes: Cell<usize>,
}

/// A node and its place in `LimitedSink::depths`.
#[derive(Clone, Copy)]
struct Handle {
    id: NodeId,
    slot: u32,
}

impl LimitedSink {
    fn new() -> Self {
        Self {
            inner: HtmlTreeSink::new(Html::new_document()),
            depths: RefCell::new(vec![0]),
            deepest: Cell::new(0),
            nodes: Cell::new(0),
            steps: Cell::new(0),
            tokens: Cell::new(0),
            late_attributes: Cell::new(0),
        }
    }

    fn is_over(&self) -> bool {
        self.nodes.get() > MAX_NODES || self.deepest.get() > MAX_DEPTH || self.steps.get() > MAX_STEPS
    }

    /// Changes with every token that the tokenizer gives out.
    fn progress(&self) -> (u64, u64) {
        (self.steps.get(), self.tokens.get())
    }

    fn step(&self) {
        steps::count(1);
        self.steps.set(self.steps.get() + 1);
    }

    fn count(&self, id: NodeId) -> Handle {
        self.step();
        self.nodes.set(self.nodes.get() + 1);
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        Handle { id, slot: depths.len() as u32 - 1 }
    }

    /// Notes that a child comes to lie `levels` below a node, and gives scraper its part.
    fn placed(&self, at: &Handle, levels: u16, child: NodeOrText<Handle>) -> NodeOrText<NodeId> {
        self.step();
        match child {
            NodeOrText::AppendNode(node) => {
                let mut depths = self.depths.borrow_mut();
                let depth = depths.get(at.slot as usize).map_or(0, |d| d.saturating_add(levels));
                if let Some(slot) = depths.get_mut(node.slot as usize) {
                    *slot = depth;
                }
                self.deepest.set(self.deepest.get().max(depth));
                NodeOrText::AppendNode(node.id)
            }
            NodeOrText::AppendText(text) => {
                self.nodes.set(self.nodes.get() + 1);
                NodeOrText::AppendText(text)
            }
        }
    }
}

impl TreeSink for LimitedSink {
    type Output = Html;
    type Handle = Handle;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_current_line(&self, _: u64) {
        self.tokens.set(self.tokens.get() + 1);
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn get_document(&self) -> Handle {
        Handle { id: self.inner.get_document(), slot: 0 }
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        self.step();
        x.id == y.id
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        self.step();
        self.inner.elem_name(&target.id)
    }

    fn create_element(&self, name: QualName, mut attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        attributes.truncate(MAX_ATTRIBUTES);
        self.count(self.inner.create_element(name, attributes, flags))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.count(self.inner.create_comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.count(self.inner.create_pi(target, data))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.inner.append(&parent.id, self.placed(parent, 1, child));
    }

    fn append_before_sibling(&self, sibling: &Handle, node: NodeOrText<Handle>) {
        self.inner.append_before_sibling(&sibling.id, self.placed(sibling, 0, node));
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        self.inner.append_based_on_parent_node(&element.id, &previous.id, self.placed(element, 1, child));
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.step();
        self.inner.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children = self.inner.0.borrow().tree.get(node.id).map_or(0, |n| n.children().count());
        steps::count(children);
        self.steps.set(self.steps.get() + children as u64);
        self.inner.reparent_children(&node.id, &new_parent.id);
    }

    fn add_attrs_if_missing(&self, target: &Handle, mut attributes: Vec<Attribute>) {
        let late = self.late_attributes.get();
        attributes.truncate(MAX_ATTRIBUTES.saturating_sub(late));
        self.late_attributes.set(late + attributes.len());
        self.inner.add_attrs_if_missing(&target.id, attributes);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Handle { id: self.inner.get_template_contents(&target.id), slot: target.slot }
    }
}
