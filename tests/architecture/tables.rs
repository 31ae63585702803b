//! Who may use whom: a table of the modules, and one of the rooms in each of the two large ones.

/// A module or room, and what it may use.
pub(crate) type Table = &'static [(&'static str, &'static [&'static str])];

/// The modules of this crate. `model` and `error` are open to all.
pub(crate) const MAY_USE: Table = &[
    ("model", &[]),
    ("error", &[]),
    ("text", &[]),
    ("dates", &["text"]),
    ("identity", &["text"]),
    ("feed", &["dates", "text"]),
    ("extract", &["dates", "text"]),
    ("analyze", &["text"]),
    ("clock", &[]),
    ("control", &[]),
    ("fetch", &["clock"]),
    ("work", &["identity", "text"]),
    ("emit", &["work"]),
    ("config", &["work"]),
    ("telemetry", &[]),
    ("store", &["text", "work"]),
    ("cluster", &["work"]),
    ("pipeline", &["analyze", "clock", "emit", "extract", "feed", "fetch", "identity", "telemetry", "text", "work"]),
    ("cli", ALL),
    ("main", &["cli"]),
];

/// Every module but `cli` itself and `main`, which is no module.
pub(crate) const ALL: &[&str] = &[
    "analyze",
    "clock",
    "cluster",
    "config",
    "control",
    "dates",
    "emit",
    "extract",
    "feed",
    "fetch",
    "identity",
    "pipeline",
    "store",
    "telemetry",
    "text",
    "work",
];

pub(crate) const OPEN: &[&str] = &["model", "error"];

/// The rooms of `extract`: the folders and files right below it. `text` is open to them too.
pub(crate) const EXTRACT: Table = &[
    ("phrases", &["dates"]),
    ("jsonld", &[]),
    ("dom", &["phrases"]),
    ("layout", &["dates", "dom", "jsonld", "phrases"]),
    ("content", &["dom", "jsonld", "layout", "phrases"]),
    ("metadata", &["dates", "dom", "jsonld", "layout", "phrases"]),
    ("page_type", &["dom", "jsonld", "layout", "phrases"]),
    ("prepared", &["content", "dom", "jsonld", "layout", "metadata"]),
    ("training", &["content", "dom", "layout", "prepared"]),
    ("mod", &["content", "dom", "jsonld", "layout", "metadata", "page_type", "prepared"]),
];

/// The rooms of `analyze`, in the same way.
pub(crate) const ANALYZE: Table = &[
    ("document", &[]),
    ("lexicon", &[]),
    ("language", &["document"]),
    ("discourse", &["document", "lexicon"]),
    ("user_lists", &["document", "lexicon"]),
    ("coref", &["discourse", "lexicon"]),
    ("entities", &["document", "lexicon", "user_lists"]),
    ("quotes", &["coref", "discourse", "document", "lexicon"]),
    ("models", &["entities", "lexicon", "quotes", "user_lists"]),
    ("mod", &["document", "entities", "language", "models", "quotes"]),
];

/// What is open to every room.
pub(crate) const OPEN_TO_ROOMS: &[&str] = &["model", "error", "text"];

/// The module that has a place in the table and no file yet.
pub(crate) const RESERVED: &str = "cluster";
