//! Circles among files, and how a person is told of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt::Write as _;

use super::imports::Imports;

/// A circle of imports, with all the files that are tied to it.
#[derive(Debug)]
pub(crate) struct Circle<'a> {
    /// The files in order; each imports the next, and the last the first.
    pub(crate) files: Vec<&'a str>,
    /// The strongly connected component: the files each of which reaches each other.
    pub(crate) component: Vec<&'a str>,
}

type Graph<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// Returns the shortest circle of each strongly connected component, shortest first.
pub(crate) fn circles(imports: &Imports) -> Vec<Circle<'_>> {
    let mut graph = Graph::new();
    for (from, to) in imports.keys() {
        graph.entry(from).or_default().insert(to);
        graph.entry(to).or_default();
    }
    let mut found: Vec<Circle> = components(&graph)
        .into_iter()
        .filter(|component| component.len() > 1)
        .map(|component| {
            let within: BTreeSet<&str> = component.iter().copied().collect();
            let shortest = component.iter().filter_map(|start| shortest(&graph, start, &within)).min_by_key(Vec::len);
            Circle { files: shortest.unwrap_or_default(), component }
        })
        .collect();
    found.sort_by_key(|circle| (circle.files.len(), circle.files.first().copied()));
    found
}

/// Returns the shortest way from `start` back to it.
fn shortest<'a>(graph: &Graph<'a>, start: &&'a str, within: &BTreeSet<&'a str>) -> Option<Vec<&'a str>> {
    let mut came_from: HashMap<&str, &'a str> = HashMap::new();
    let mut queue = VecDeque::from([*start]);
    while let Some(file) = queue.pop_front() {
        for next in graph[file].iter().filter(|next| within.contains(*next)) {
            if next == start {
                let mut way = vec![file];
                while way[way.len() - 1] != *start {
                    way.push(came_from[way[way.len() - 1]]);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, file);
                queue.push_back(next);
            }
        }
    }
    None
}

/// Returns the strongly connected components, by two depth-first walks (Kosaraju).
fn components<'a>(graph: &Graph<'a>) -> Vec<Vec<&'a str>> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for start in graph.keys() {
        walk(graph, start, &mut seen, &mut order);
    }
    let mut back = Graph::new();
    for (from, targets) in graph {
        back.entry(from).or_default();
        for to in targets {
            back.entry(to).or_default().insert(from);
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for start in order.iter().rev() {
        let mut component = Vec::new();
        walk(&back, start, &mut seen, &mut component);
        component.sort_unstable();
        found.push(component);
    }
    found.retain(|component: &Vec<&str>| !component.is_empty());
    found
}

/// Appends the files that are reached from `start` and not yet seen, each behind those it imports.
fn walk<'a>(graph: &Graph<'a>, start: &'a str, seen: &mut BTreeSet<&'a str>, order: &mut Vec<&'a str>) {
    let mut stack = Vec::new();
    if seen.insert(start) {
        stack.push((start, graph[start].iter()));
    }
    while let Some((file, rest)) = stack.last_mut() {
        match rest.next() {
            Some(next) if seen.insert(next) => stack.push((next, graph[next].iter())),
            Some(_) => {}
            None => {
                order.push(file);
                stack.pop();
            }
        }
    }
}

/// Describes a circle: each edge with the lines and items that make it.
pub(crate) fn describe(circle: &Circle, imports: &Imports) -> String {
    const SHOWN: usize = 4;
    let (files, component) = (&circle.files, &circle.component);
    let mut text = format!("{} files import each other in a circle", files.len());
    if component.len() > files.len() {
        let _ = write!(text, "; it is the shortest among {} files that are tied together", component.len());
    }
    text.push_str(":\n");
    for (at, from) in files.iter().enumerate() {
        let to = files[(at + 1) % files.len()];
        let uses = &imports[&((*from).to_owned(), to.to_owned())];
        let shown: Vec<String> = uses.iter().take(SHOWN).map(|u| format!("{} (line {})", u.item, u.line)).collect();
        let more = if uses.len() > SHOWN { format!(" and {} more", uses.len() - SHOWN) } else { String::new() };
        let _ = writeln!(text, "  {from} -> {to}: {}{more}", shown.join(", "));
    }
    if component.len() > files.len() {
        let _ = writeln!(text, "  tied together: {}", component.join(", "));
    }
    text
}
