//! The labels of the tagger: BILOU for people, organisations and places, BI for other names.

/// The number of labels, which is the width of a row of weights; the last is unused.
pub const LABEL_COUNT: usize = 16;

/// The label of tokens outside names.
pub const OUTSIDE: usize = 0;

/// The label that begins a name of another kind; the next one continues it.
const OTHER_BEGIN: usize = 13;

/// The class of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
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
pub const NAME_CLASSES: [NameClass; 4] = [NameClass::Person, NameClass::Org, NameClass::Place, NameClass::Other];

/// The position of a token in its name.
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

/// Returns the label of a token at a position of a name.
pub const fn index_of(class: NameClass, position: Position) -> usize {
    match (class, position) {
        (NameClass::Other, Position::Begin | Position::Unit) => OTHER_BEGIN,
        (NameClass::Other, _) => OTHER_BEGIN + 1,
        (class, position) => 1 + class as usize * 4 + position as usize,
    }
}

/// Returns the class and position that a label stands for; `None` for [`OUTSIDE`].
pub const fn parse(label: usize) -> Option<(NameClass, Position)> {
    let position = match (label + 3) % 4 {
        0 => Position::Begin,
        1 => Position::Inside,
        2 => Position::Last,
        _ => Position::Unit,
    };
    match label {
        1..=4 => Some((NameClass::Person, position)),
        5..=8 => Some((NameClass::Org, position)),
        9..=12 => Some((NameClass::Place, position)),
        13 => Some((NameClass::Other, Position::Begin)),
        14 => Some((NameClass::Other, Position::Inside)),
        _ => None,
    }
}

/// Returns the labels of a class, as bits.
pub const fn class_bits(class: NameClass) -> u16 {
    match class {
        NameClass::Other => 0b11 << OTHER_BEGIN,
        class => 0b1111 << (1 + class as usize * 4),
    }
}

/// Returns whether a name may continue after a label.
const fn is_open(label: usize) -> bool {
    matches!(parse(label), Some((class, Position::Begin | Position::Inside)) if !matches!(class, NameClass::Other))
}

/// Returns whether a label needs a name before it.
const fn is_continuation(label: usize) -> bool {
    matches!(parse(label), Some((_, Position::Inside | Position::Last)))
}

/// Returns whether one label may follow another.
pub const fn may_follow(from: usize, to: usize) -> bool {
    if to > OTHER_BEGIN + 1 || from > OTHER_BEGIN + 1 {
        return false;
    }
    match (parse(from), parse(to)) {
        (Some((a, _)), Some((b, _))) if is_continuation(to) => {
            a as u8 == b as u8 && (is_open(from) || matches!(a, NameClass::Other))
        }
        _ => !is_open(from) && !is_continuation(to),
    }
}

/// Returns whether a sentence may begin with a label.
pub const fn may_start(label: usize) -> bool {
    label <= OTHER_BEGIN + 1 && !is_continuation(label)
}

/// Returns whether a sentence may end with a label.
pub const fn may_end(label: usize) -> bool {
    label <= OTHER_BEGIN + 1 && !is_open(label)
}
