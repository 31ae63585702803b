//! The labels of the random field: BILOU for people, organisations and places, BI for other names.

/// Number of labels, and of lanes in a row of weights; the last lane is unused.
pub const LANES: usize = 16;

/// No name.
pub const OUTSIDE: usize = 0;

/// Labels 13 and 14 begin and continue a name of another kind.
const OTHER: usize = 13;

/// What the field tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// People.
    Person,
    /// Organisations.
    Org,
    /// Places of all kinds.
    Place,
    /// Events, products, works, laws.
    Other,
}

/// All classes, in the order of their labels.
pub const CLASSES: [Class; 4] = [Class::Person, Class::Org, Class::Place, Class::Other];

/// Where in its name a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The first of several.
    Begin,
    /// Neither the first nor the last.
    Inside,
    /// The last of several.
    Last,
    /// The only one.
    Unit,
}

/// The label of a token at a position of a name.
pub const fn label(class: Class, position: Position) -> usize {
    match (class, position) {
        (Class::Other, Position::Begin | Position::Unit) => OTHER,
        (Class::Other, _) => OTHER + 1,
        (class, position) => 1 + class as usize * 4 + position as usize,
    }
}

/// What a label says; `None` for [`OUTSIDE`].
pub const fn read(label: usize) -> Option<(Class, Position)> {
    let position = match (label + 3) % 4 {
        0 => Position::Begin,
        1 => Position::Inside,
        2 => Position::Last,
        _ => Position::Unit,
    };
    match label {
        1..=4 => Some((Class::Person, position)),
        5..=8 => Some((Class::Org, position)),
        9..=12 => Some((Class::Place, position)),
        13 => Some((Class::Other, Position::Begin)),
        14 => Some((Class::Other, Position::Inside)),
        _ => None,
    }
}

/// The labels of a class, as bits.
pub const fn bits(class: Class) -> u16 {
    match class {
        Class::Other => 0b11 << OTHER,
        class => 0b1111 << (1 + class as usize * 4),
    }
}

/// Whether a name may still go on after a label.
const fn open(label: usize) -> bool {
    matches!(read(label), Some((class, Position::Begin | Position::Inside)) if !matches!(class, Class::Other))
}

/// Whether a label needs a name before it.
const fn continues(label: usize) -> bool {
    matches!(read(label), Some((_, Position::Inside | Position::Last)))
}

/// Whether one label may follow another.
pub const fn follows(from: usize, to: usize) -> bool {
    if to > OTHER + 1 || from > OTHER + 1 {
        return false;
    }
    match (read(from), read(to)) {
        (Some((a, _)), Some((b, _))) if continues(to) => {
            a as u8 == b as u8 && (open(from) || matches!(a, Class::Other))
        }
        _ => !open(from) && !continues(to),
    }
}

/// Whether a sentence may begin with a label.
pub const fn starts(label: usize) -> bool {
    label <= OTHER + 1 && !continues(label)
}

/// Whether a sentence may end with a label.
pub const fn ends(label: usize) -> bool {
    label <= OTHER + 1 && !open(label)
}
