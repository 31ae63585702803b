#![no_main]
//! Any bytes are a feed, or are said not to be one.

use libfuzzer_sys::fuzz_target;
use pressline::feed::{Source, parse};

fuzz_target!(|bytes: &[u8]| {
    let _ = parse(bytes, Source::default());
});
