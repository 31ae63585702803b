//! Files that are ended: their list, and the directories of partitions.

use super::*;

#[test]
fn each_ended_file_is_listed_once() {
    let mut world = World::new();
    world.emit(50);
    world.emit(50);
    world.emit(50);
    world.sync();
    // The process dies between the manifest and the rename.
    fs::rename(world.path(2, "jsonl"), world.path(2, "jsonl.open")).unwrap();
    world.restart().unwrap();
    let manifest = world.dir.path().join(manifest::MANIFEST);
    let listed = fs::read_to_string(&manifest).unwrap();
    let listed: Vec<serde_json::Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert_eq!(listed[0]["file"], "a-000001.jsonl");
    assert_eq!((listed[1]["records"].as_u64(), listed[1]["bytes"].as_u64()), (Some(1), Some(52)));
    let hash = blake3::hash(&fs::read(world.path(2, "jsonl")).unwrap());
    assert_eq!(listed[1]["hash"], format!("b3:{}", hash.to_hex()));
    // What a power cut left of a line is replaced.
    let mut torn = fs::read(&manifest).unwrap();
    torn.extend(b"{\"file\":\"a-0000");
    fs::write(&manifest, torn).unwrap();
    world.emit(50);
    assert_eq!(fs::read_to_string(&manifest).unwrap().lines().filter(|line| line.ends_with('}')).count(), 3);
}

#[test]
fn files_of_a_partition_stand_in_its_directory() {
    let dir = tempfile::tempdir().unwrap();
    let layout = Layout { partition: Partition::Hour, ..layout(dir.path(), "a") };
    let began: Timestamp = "2026-11-23T09:59:59Z".parse().unwrap();
    let frame = |generation, began| {
        let bytes = b"{\"seq\":1}\n".to_vec();
        Frame { stream: 0, first_seq: 1, last_seq: 1, generation, offset: 0, began: Some(began), bytes }
    };
    let mut files = Files::open(layout.clone(), Progress { seq: 0, synced: START, next: START }).unwrap();
    files.write(&frame(1, began)).unwrap();
    assert!(dir.path().join("dt=2026-11-23/hour=09/a-000001.jsonl.open").exists());
    files.write(&frame(2, began + Duration::from_secs(1))).unwrap();
    assert!(dir.path().join("dt=2026-11-23/hour=09/a-000001.jsonl").exists());
    assert!(dir.path().join("dt=2026-11-23/hour=10/a-000002.jsonl.open").exists());
    drop(files);
    let synced = Position { generation: 2, offset: 10 };
    let files = Files::open(layout, Progress { seq: 2, synced, next: synced }).unwrap();
    assert_eq!(files.generation, 2);
    assert!(
        fs::read_to_string(dir.path().join(manifest::MANIFEST)).unwrap().contains("dt=2026-11-23/hour=09/a-000001")
    );
}

#[test]
fn what_never_reached_the_disk_before_a_crash_is_not_missed() {
    let mut world = World::new();
    world.commit(8);
    world.commit(50);
    world.files = None;
    fs::remove_dir_all(world.dir.path()).unwrap();
    world.restart().unwrap();
    world.sync();
    let last = world.next.generation;
    world.files.as_mut().unwrap().rotate(last).unwrap();
    world.check();
}
