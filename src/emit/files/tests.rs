//! Files through crashes, power cuts and meddling.

mod sealing;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::work::outbox::{Partition, Position};

/// An outbox in memory beside a real directory.
struct World {
    dir: tempfile::TempDir,
    frames: Vec<Frame>,
    /// How many frames are trimmed.
    trimmed: usize,
    next: Position,
    /// What a consumer carried away, by file.
    taken: BTreeMap<u64, Vec<u8>>,
    files: Option<Files>,
}

fn layout(dir: &Path, name: &str) -> Layout {
    Layout { dir: dir.to_owned(), name: name.to_owned(), zstd: false, partition: Partition::None }
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let next = Position { generation: 1, offset: 0 };
        let mut world = Self { dir, frames: vec![], trimmed: 0, next, taken: BTreeMap::new(), files: None };
        world.restart().unwrap();
        world
    }

    fn progress(&self) -> Progress {
        let place = |frame: &Frame| Position { generation: frame.generation, offset: frame.offset };
        let synced = self.frames.get(self.trimmed).map_or(self.next, place);
        Progress { seq: self.frames.len() as u64, synced, next: self.next }
    }

    fn open(&self) -> Result<Files, WriteError> {
        Files::open(layout(self.dir.path(), "a"), self.progress())
    }

    fn restart(&mut self) -> Result<(), WriteError> {
        self.files = None;
        let mut files = self.open()?;
        self.frames[self.trimmed..].iter().try_for_each(|frame| files.write(frame))?;
        self.files = Some(files);
        Ok(())
    }

    fn commit(&mut self, len: usize) -> Frame {
        let seq = self.frames.len() as u64 + 1;
        let bytes = format!("{seq}{}\n", "x".repeat(len)).into_bytes();
        let end = self.next.offset + bytes.len() as u64;
        if self.next.offset > 0 && end > 60 {
            self.next = Position { generation: self.next.generation + 1, offset: 0 };
        }
        let Position { generation, offset } = self.next;
        self.next.offset += bytes.len() as u64;
        let frame = Frame { stream: 0, first_seq: seq, last_seq: seq, generation, offset, began: None, bytes };
        self.frames.push(frame.clone());
        frame
    }

    fn emit(&mut self, len: usize) {
        let frame = self.commit(len);
        self.files.as_mut().unwrap().write(&frame).unwrap();
    }

    fn sync(&mut self) {
        self.files.as_mut().unwrap().sync().unwrap();
        self.trimmed = self.frames.len();
    }

    fn path(&self, generation: u64, ending: &str) -> PathBuf {
        self.dir.path().join(format!("a-{generation:06}.{ending}"))
    }

    /// The last file, and how many of its bytes a power cut cannot take.
    fn last_open(&self) -> Option<(PathBuf, usize)> {
        let found = listing::list(self.dir.path(), "a").unwrap();
        let last = found.into_iter().rev().find(|file| file.is_open)?;
        let synced = self.progress().synced;
        let safe = match last.generation.cmp(&synced.generation) {
            Ordering::Less => last.len,
            Ordering::Equal => synced.offset,
            Ordering::Greater => 0,
        };
        Some((last.path, usize::try_from(safe).unwrap()))
    }

    fn take_ended(&mut self) {
        for file in listing::list(self.dir.path(), "a").unwrap().into_iter().filter(|file| !file.is_open) {
            assert_eq!(self.taken.insert(file.generation, fs::read(&file.path).unwrap()), None, "a name is used again");
            fs::remove_file(file.path).unwrap();
        }
    }

    /// Every file holds what the outbox placed in it.
    fn check(&self) {
        let mut expected: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
        for frame in &self.frames {
            expected.entry(frame.generation).or_default().extend(&frame.bytes);
        }
        let mut stands = self.taken.clone();
        for file in listing::list(self.dir.path(), "a").unwrap() {
            assert_eq!(file.is_open, file.generation == self.next.generation);
            stands.insert(file.generation, fs::read(file.path).unwrap());
        }
        stands.retain(|_, bytes| !bytes.is_empty());
        assert_eq!(stands, expected);
    }
}

#[derive(Clone, Debug)]
enum Event {
    Emit(usize),
    Sync,
    /// The stream moves to its next file for its age; the process may die before the sink hears of it.
    Rotate {
        dies: bool,
    },
    Die,
    /// A frame is committed, and the process dies before it is written whole.
    DieWriting {
        len: usize,
        written: usize,
    },
    /// The process dies before a file is renamed, or the rename did not reach the disk.
    DieRenaming,
    /// Bytes after the last sync are lost, or turn into zeros.
    PowerCut {
        kept: usize,
        zeros: bool,
    },
    Consume,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0_usize..40).prop_map(Event::Emit),
        2 => Just(Event::Sync),
        1 => any::<bool>().prop_map(|dies| Event::Rotate { dies }),
        1 => Just(Event::Die),
        1 => (0_usize..40, 0_usize..45).prop_map(|(len, written)| Event::DieWriting { len, written }),
        1 => Just(Event::DieRenaming),
        1 => (0_usize..70, any::<bool>()).prop_map(|(kept, zeros)| Event::PowerCut { kept, zeros }),
        1 => Just(Event::Consume),
    ]
}

fn happens(world: &mut World, event: &Event) -> Result<(), WriteError> {
    match *event {
        Event::Emit(len) => world.emit(len),
        Event::Sync => world.sync(),
        Event::Rotate { dies } => {
            if world.next.offset > 0 {
                world.next = Position { generation: world.next.generation + 1, offset: 0 };
            }
            let generation = world.next.generation;
            if dies {
                return world.restart();
            }
            world.sync();
            return world.files.as_mut().unwrap().rotate(generation);
        }
        Event::Die => return world.restart(),
        Event::DieWriting { len, written } => {
            let mut frame = world.commit(len);
            frame.bytes.truncate(written);
            world.files.as_mut().unwrap().write(&frame)?;
            return world.restart();
        }
        Event::DieRenaming => {
            let generation = world.files.as_ref().unwrap().generation - 1;
            if world.path(generation, "jsonl").exists() {
                fs::rename(world.path(generation, "jsonl"), world.path(generation, "jsonl.open"))?;
            }
            return world.restart();
        }
        Event::PowerCut { kept, zeros } => {
            if let Some((path, safe)) = world.last_open() {
                let mut bytes = fs::read(&path)?;
                let kept = kept.clamp(safe, bytes.len());
                if zeros {
                    bytes.iter_mut().skip(kept).for_each(|byte| *byte = 0);
                } else {
                    bytes.truncate(kept);
                }
                fs::write(path, bytes)?;
            }
            return world.restart();
        }
        Event::Consume => world.take_ended(),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn each_byte_stands_once_in_its_place_whatever_happens(events in prop::collection::vec(event(), 0..30)) {
        let mut world = World::new();
        for event in &events {
            happens(&mut world, event).unwrap();
        }
        world.restart().unwrap();
        let last = world.next.generation;
        world.sync();
        world.files.as_mut().unwrap().rotate(last).unwrap();
        world.check();
    }
}

#[test]
fn a_file_loses_its_open_when_it_is_ended_and_has_a_successor() {
    let mut world = World::new();
    world.emit(50);
    assert!(world.path(1, "jsonl.open").exists());
    world.emit(50);
    assert!(world.path(1, "jsonl").exists() && world.path(2, "jsonl.open").exists());
    assert!(!world.path(1, "jsonl.open").exists());
    let zstd = Layout { zstd: true, ..layout(world.dir.path(), "b") };
    assert_eq!(zstd.path_of(1, None), world.dir.path().join("b-000001.jsonl.zst.open"));
}

const START: Position = Position { generation: 1, offset: 0 };

/// Two files, the second with 20 bytes of which 10 are synced; then somebody meddles.
#[track_caller]
fn check(meddle: impl Fn(&mut World), expected: &str) {
    let mut world = World::new();
    world.emit(56);
    world.emit(8);
    world.sync();
    world.emit(8);
    world.files = None;
    meddle(&mut world);
    let refusal = world.restart().unwrap_err().to_string();
    assert!(refusal.contains(expected), "{refusal}");
    assert!(refusal.contains("were the files changed, or the state directory deleted?"), "{refusal}");
}

#[test]
fn what_somebody_changed_is_refused_loudly() {
    let cut = |len| {
        move |world: &mut World| {
            File::options().write(true).open(world.path(2, "jsonl.open")).unwrap().set_len(len).unwrap();
        }
    };
    check(cut(9), "a-000002.jsonl.open has 9 bytes, but 10 were written");
    check(cut(21), "a-000002.jsonl.open has 21 bytes, but only 20 were ever committed");
    check(
        |world| fs::remove_file(world.path(2, "jsonl.open")).unwrap(),
        "a-000002.jsonl.open is missing, but 10 bytes",
    );
    let ended = |world: &mut World| fs::rename(world.path(2, "jsonl.open"), world.path(2, "jsonl")).unwrap();
    check(ended, "a-000002.jsonl exists, but the state directory does not know of it");
    let foreign = |world: &mut World| fs::write(world.path(3, "jsonl.zst"), "x").unwrap();
    check(foreign, "a-000003.jsonl.zst exists, but the state directory does not know of it");
}

#[test]
fn a_deleted_state_directory_is_refused_loudly() {
    let forget = |world: &mut World| (world.frames, world.trimmed, world.next) = (vec![], 0, START);
    check(forget, "exists, but the state directory does not know of it");
    let forget_with_one_file = |world: &mut World| {
        forget(world);
        fs::remove_file(world.path(1, "jsonl")).unwrap();
        fs::rename(world.path(2, "jsonl.open"), world.path(1, "jsonl.open")).unwrap();
    };
    check(forget_with_one_file, "a-000001.jsonl.open has 20 bytes, but only 0 were ever committed");
}

#[test]
fn two_writers_of_one_file_are_one_too_many() {
    let mut world = World::new();
    world.emit(5);
    assert!(world.open().unwrap_err().to_string().contains("a-000001.jsonl.open is being written by another process"));
}

#[test]
fn directories_are_made() {
    let world = World::new();
    let deep = world.dir.path().join("a/b/c");
    let frame = World::new().commit(5);
    Files::open(layout(&deep, "a"), world.progress()).unwrap().write(&frame).unwrap();
    assert!(deep.join("a-000001.jsonl.open").exists());
    let blocked = Files::open(layout(&deep.join("a-000001.jsonl.open"), "a"), world.progress()).unwrap_err();
    assert!(blocked.to_string().contains("cannot make"), "{blocked}");
}

#[test]
fn a_name_is_never_used_again() {
    let mut world = World::new();
    world.emit(50);
    fs::write(world.path(2, "jsonl"), "theirs").unwrap();
    let frame = world.commit(50);
    let refusal = world.files.as_mut().unwrap().write(&frame).unwrap_err().to_string();
    assert!(refusal.contains("a-000002.jsonl exists, but was never written by us"), "{refusal}");
    assert_eq!(fs::read(world.path(2, "jsonl")).unwrap(), b"theirs");
}

#[test]
fn frames_out_of_order_are_refused() {
    let mut world = World::new();
    let (first, second, third) = (world.commit(5), world.commit(5), world.commit(50));
    let mut write = |frame| world.files.as_mut().unwrap().write(frame).map_err(|refusal| refusal.to_string());
    assert!(write(&second).unwrap_err().contains("has 0 bytes, but a frame stands at byte 7"));
    write(&first).unwrap();
    write(&third).unwrap();
    assert!(write(&second).unwrap_err().contains("is begun, but a frame came for file 1"));
}

/// A file with 20 bytes, of which 10 are synced; then somebody meddles while it is being written.
#[track_caller]
fn check_running(meddle: impl Fn(&World, &Path), expected: &str) {
    let mut world = World::new();
    world.emit(8);
    world.sync();
    world.emit(8);
    meddle(&world, &world.path(1, "jsonl.open"));
    let frame = world.commit(8);
    let files = world.files.as_mut().unwrap();
    for refusal in [files.verify().unwrap_err(), files.write(&frame).unwrap_err(), files.sync().unwrap_err()] {
        assert!(matches!(refusal, WriteError::Changed(_)), "{refusal}");
        assert!(refusal.to_string().contains(expected), "{refusal}");
        assert!(refusal.to_string().contains("the outbox keeps what may not be on disk"), "{refusal}");
    }
}

#[test]
fn what_somebody_changes_while_it_is_written_is_noticed_at_the_next_sync() {
    let cut = |len| move |_: &World, file: &Path| File::options().write(true).open(file).unwrap().set_len(len).unwrap();
    check_running(cut(0), "has 0 bytes, but 20 were written");
    check_running(cut(11), "has 11 bytes, but 20 were written");
    check_running(|_, file| fs::write(file, "").unwrap(), "has 0 bytes, but 20 were written");
    check_running(|_, file| fs::remove_file(file).unwrap(), "was deleted while 20 bytes");
    check_running(|world, file| fs::rename(file, world.dir.path().join("elsewhere")).unwrap(), "was moved away");
    let replace = |world: &World, file: &Path| {
        let copy = world.dir.path().join("copy");
        fs::copy(file, &copy).unwrap();
        fs::rename(copy, file).unwrap();
    };
    check_running(replace, "was deleted while 20 bytes");
    let swap = |world: &World, file: &Path| {
        fs::rename(file, world.dir.path().join("kept")).unwrap();
        fs::copy(world.dir.path().join("kept"), file).unwrap();
    };
    check_running(swap, "was replaced by another file");
    let append = |_: &World, file: &Path| {
        io::Write::write_all(&mut File::options().append(true).open(file).unwrap(), b"theirs\n").unwrap();
    };
    check_running(append, "has 27 bytes, but 20 were written");
    check_running(|world, _| fs::remove_dir_all(world.dir.path()).unwrap(), "was deleted while 20 bytes");
}

#[test]
fn what_a_consumer_may_do_is_no_change() {
    let mut world = World::new();
    world.emit(50);
    world.emit(50);
    fs::hard_link(world.path(2, "jsonl.open"), world.dir.path().join("backup")).unwrap();
    fs::remove_file(world.path(1, "jsonl")).unwrap();
    world.sync();
    world.files.as_ref().unwrap().verify().unwrap();
}

#[test]
fn a_directory_without_its_disk_is_not_begun_anew() {
    let mut world = World::new();
    world.emit(8);
    world.sync();
    world.next = Position { generation: 2, offset: 0 };
    world.files.as_mut().unwrap().rotate(2).unwrap();
    world.restart().unwrap();
    fs::rename(world.path(1, "jsonl"), world.dir.path().join("taken")).unwrap();
    world.restart().unwrap();
    fs::remove_file(world.dir.path().join(manifest::MANIFEST)).unwrap();
    let refusal = world.restart().unwrap_err().to_string();
    assert!(refusal.contains("holds nothing of ours, but 1 records were written there; is its disk not mounted?"));
}
