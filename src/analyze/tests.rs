//! What the tests of analysis share, and laws of the models' files.

use std::sync::LazyLock;

use super::models::{EMBEDDED, ModelFiles, Models};
use crate::analyze::lexicon::packed::Damage;

/// The embedded models, unpacked once for all tests.
pub(super) static MODELS: LazyLock<Models> = LazyLock::new(|| Models::embedded().expect("the shipped files are whole"));

/// Checks that one file fails by its name when its bytes are replaced.
#[track_caller]
fn refused(file: &str, bytes: &[u8], expected: Damage) {
    let mut files = EMBEDDED;
    *slot(&mut files, file) = bytes;
    let error = Models::unpack(&files).expect_err("the file is damaged");
    assert_eq!((error.file, error.damage), (file, expected));
    assert!(error.to_string().starts_with(&format!("the model file {file} cannot be used: ")));
}

fn slot<'a, 'b>(files: &'a mut ModelFiles<'b>, file: &str) -> &'a mut &'b [u8] {
    match file {
        "entities.bin" => &mut files.entities,
        "clusters.bin" => &mut files.clusters,
        "gazetteer.bin" => &mut files.gazetteer,
        "quotes.bin" => &mut files.quotes,
        "places.bin" => &mut files.places,
        other => panic!("no model file is called {other}"),
    }
}

const FILES: [&str; 5] = ["entities.bin", "clusters.bin", "gazetteer.bin", "quotes.bin", "places.bin"];

#[test]
fn a_file_cut_short_is_refused() {
    for file in FILES {
        let whole: &[u8] = slot(&mut EMBEDDED.clone(), file);
        refused(file, &[], Damage::CutShort);
        refused(file, &whole[..whole.len() / 2], Damage::CutShort);
        refused(file, &whole[..whole.len() - 1], Damage::CutShort);
    }
}

#[test]
fn a_file_with_more_behind_it_is_refused() {
    for file in FILES {
        let long = [*slot(&mut EMBEDDED.clone(), file), &[0, 0]].concat();
        refused(file, &long, Damage::TooLong(2));
    }
}

#[test]
fn damaged_bytes_are_refused() {
    let with = |file: &str, at: usize, bytes: &[u8]| {
        let mut damaged = slot(&mut EMBEDDED.clone(), file).to_vec();
        damaged[at..at + bytes.len()].copy_from_slice(bytes);
        damaged
    };
    // a step that is no number
    refused("entities.bin", &with("entities.bin", 0, &f32::NAN.to_le_bytes()), Damage::OutOfRange);
    // more entries than bytes
    refused("clusters.bin", &with("clusters.bin", 0, &[0xFF; 4]), Damage::CutShort);
    refused("gazetteer.bin", &with("gazetteer.bin", 0, &[0xFF; 4]), Damage::CutShort);
    // a key that is no key
    refused("clusters.bin", &with("clusters.bin", 4, &[0xFF; 8]), Damage::OutOfRange);
    refused("gazetteer.bin", &with("gazetteer.bin", 4, &[0]), Damage::KeyOrder);
    // no regions
    refused("places.bin", &with("places.bin", 0, &[0; 2]), Damage::CutShort);
}

#[test]
fn both_taggers_see_the_given_clusters() {
    let text = "“We will wait,” Mary Holt said on Monday, and the council of Leeds agreed that the bridge would close.";
    let article = crate::model::Article {
        text: text.to_owned(),
        language: Some("en".to_owned()),
        ..crate::model::Article::default()
    };
    let none = crate::analyze::lexicon::word_clusters::pack(Vec::new());
    let blind = Models::unpack(&ModelFiles { clusters: &none, ..EMBEDDED }).expect("an empty table is whole");
    let (with, without) = (super::analyze(&article, &MODELS), super::analyze(&article, &blind));
    let confidence = |found: &crate::model::Annotations| found.quotes.iter().map(|q| q.confidence).collect::<Vec<_>>();
    assert_ne!(confidence(&with), confidence(&without));
}
