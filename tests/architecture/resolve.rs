//! What a path means: the item's definition behind modules, imports, renames, globs and re-exports.

use super::modules::{Entry, Path, Reach, Site, Space, Tree};

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Target {
    Item(Site),
    Module(usize),
    /// A name that the module does not define as far as can be seen; a macro may have made it.
    Unknown(usize),
}

/// The lookups that are under way, so that globs and names that lead back to themselves end.
type Busy = Vec<(usize, String, Space)>;

impl Tree {
    /// Returns what `path`, written in `module`, means, or nothing where it leads out of the known crates.
    pub(crate) fn resolve(&self, module: usize, path: &Path, space: Space) -> Option<Target> {
        self.follow(module, path, space, &mut Vec::new())
    }

    fn follow(&self, from: usize, path: &Path, space: Space, busy: &mut Busy) -> Option<Target> {
        let space_at = |at: usize| if at + 1 == path.segments.len() { space } else { Space::Type };
        let first = path.segments.first()?.as_str();
        let start = match first {
            _ if path.is_global => Target::Module(*self.crates.get(first)?),
            "crate" | "$crate" => Target::Module(self.modules[from].root),
            "self" => Target::Module(self.module_of(from)),
            "super" => Target::Module(self.modules[self.module_of(from)].parent?),
            "Self" => return None,
            name => match self.in_scope(from, name, space_at(0), busy) {
                Some(target) => target,
                None => Target::Module(self.crates.get(name).copied().filter(|_| path.segments.len() > 1)?),
            },
        };
        let mut target = start;
        for (at, segment) in path.segments.iter().enumerate().skip(1) {
            let Target::Module(module) = target else { return Some(target) };
            target = match segment.as_str() {
                "self" => target,
                "super" => Target::Module(self.modules[module].parent?),
                name => self.lookup(module, name, space_at(at), from, busy).unwrap_or(Target::Unknown(module)),
            };
        }
        Some(target)
    }

    /// Looks a bare name up in a block, the blocks around it and their module.
    fn in_scope(&self, from: usize, name: &str, space: Space, busy: &mut Busy) -> Option<Target> {
        let mut module = from;
        loop {
            if let Some(target) = self.lookup(module, name, space, from, busy) {
                return Some(target);
            }
            // Macros by `macro_rules!` are also visible in the modules below.
            if !self.modules[module].is_block && space != Space::Macro {
                return None;
            }
            module = self.modules[module].parent?;
        }
    }

    fn lookup(&self, module: usize, name: &str, space: Space, viewer: usize, busy: &mut Busy) -> Option<Target> {
        let key = (module, name.to_owned(), space);
        if busy.contains(&key) {
            return None;
        }
        busy.push(key);
        let found =
            self.named(module, name, space, viewer, busy).or_else(|| self.by_glob(module, name, space, viewer, busy));
        busy.pop();
        found
    }

    fn named(&self, module: usize, name: &str, space: Space, viewer: usize, busy: &mut Busy) -> Option<Target> {
        let entries = self.modules[module].names.get(name)?;
        entries.iter().filter(|(reach, _)| self.sees(viewer, module, *reach)).find_map(|(_, entry)| match entry {
            Entry::Item(of, site) => (*of == space).then_some(Target::Item(*site)),
            Entry::Module(child) => (space == Space::Type).then_some(Target::Module(*child)),
            Entry::Import(path) => {
                self.follow(module, path, space, busy).filter(|target| !matches!(target, Target::Unknown(_)))
            }
        })
    }

    fn by_glob(&self, module: usize, name: &str, space: Space, viewer: usize, busy: &mut Busy) -> Option<Target> {
        let globs = self.modules[module].globs.iter().filter(|(reach, _)| self.sees(viewer, module, *reach));
        for (_, path) in globs {
            let Some(Target::Module(of)) = self.follow(module, path, Space::Type, busy) else { continue };
            if let found @ Some(_) = self.lookup(of, name, space, module, busy) {
                return found;
            }
        }
        None
    }

    /// Returns whether code in `viewer` sees a name of `module`.
    fn sees(&self, viewer: usize, module: usize, reach: Reach) -> bool {
        let within = match reach {
            Reach::Open => return true,
            Reach::Module => Some(module),
            Reach::Parent => self.modules[module].parent,
        };
        let mut at = Some(viewer);
        while let Some(module) = at {
            if at == within {
                return true;
            }
            at = self.modules[module].parent;
        }
        false
    }

    /// Returns the module that holds a block; a module holds itself.
    fn module_of(&self, mut module: usize) -> usize {
        while self.modules[module].is_block {
            module = self.modules[module].parent.unwrap_or(module);
        }
        module
    }
}
