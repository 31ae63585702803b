//! The models that are compiled in are the ones that their cards describe.

use std::fs;
use std::path::Path;

#[test]
fn cards_match_their_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    let mut checked = 0;
    let mut size = 0;
    for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        size += entry.metadata().unwrap().len();
        if !entry.to_string_lossy().ends_with(".card.toml") {
            continue;
        }
        let card: toml::Table = fs::read_to_string(&entry).unwrap().parse().unwrap();
        for file in card["file"].as_array().unwrap() {
            let bytes = fs::read(folder.join(file["name"].as_str().unwrap())).unwrap();
            assert_eq!(file["bytes"].as_integer(), i64::try_from(bytes.len()).ok());
            assert_eq!(file["blake3"].as_str(), Some(blake3::hash(&bytes).to_hex().as_str()), "{}", file["name"]);
            checked += 1;
        }
    }
    assert_eq!(checked, 6);
    assert!(size <= 6 << 20, "all models together weigh {size} bytes");
}
