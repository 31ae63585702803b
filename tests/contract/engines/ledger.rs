//! What every engine promises of the ledger: feeds, entries, pages, articles and sketches outlive the process.

use std::time::Duration;

use pressline::text::sketch::Sketch;
use pressline::work::Ledger;
use pressline::work::Queue;
use pressline::work::ledger::{ArticleState, EntryKey, EntryState, FeedState, Knowledge, LedgerUpdate};
use pressline::work::queue::{JobFate, Settlement};

use super::{Engine, at, due, poll, settle, take};

fn entry(id: &str, fingerprint: &str, page: &str) -> EntryKey {
    EntryKey {
        id: id.into(),
        old_id: id.into(),
        fingerprint: fingerprint.into(),
        old_fingerprint: fingerprint.into(),
        page: page.into(),
        old_page: page.into(),
    }
}

/// Draws what is known: `new`, `same` or `other`, and `page` where that was had.
fn drawn_knowledge(known: &[Knowledge]) -> String {
    let draw = |k: &Knowledge| {
        let entry = k.entry.map_or("new", |entry| if entry.is_same { "same" } else { "other" });
        format!("{entry}{}", if k.is_page_had { "+page" } else { "" })
    };
    known.iter().map(draw).collect::<Vec<_>>().join(" ")
}

pub(super) async fn entries_are_recalled<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    queue.push(vec![due(poll("a"), 0)]).await.unwrap();
    let (leases, _) = take(&queue, 0, 9).await;
    let state = EntryState { updated: Some(at(3)), revisits: 2, revisited: Some(at(4)), last_seen: Some(at(5)) };
    let seen = |key| LedgerUpdate::Entry { feed: "a".into(), key, state };
    let had = |key: &str| LedgerUpdate::Page { key: key.into(), article: None, seen: at(0) };
    let changes = vec![seen(entry("1", "f", "p1")), seen(entry("2", "f", "p2")), had("p1"), had("p7")];
    let fate = JobFate::Reschedule(at(9));
    queue.settle(at(0), vec![Settlement { updates: changes, ..settle(&leases[0].key, fate) }]).await.unwrap();
    drop(queue);

    let queue = engine.open();
    let asked = vec![
        entry("1", "f", "p1"),
        entry("2", "g", "p2"),
        entry("4", "f", "p1"),
        entry("5", "f", "p5"),
        entry("6", "f", ""),
    ];
    let known = queue.entries("a", asked.clone()).await.unwrap();
    assert_eq!(drawn_knowledge(&known), "same+page other new+page new new");
    assert_eq!(known[0].entry.unwrap().state, state);
    assert_eq!(drawn_knowledge(&queue.entries("b", asked).await.unwrap()), "new+page new new+page new new");

    let (leases, _) = take(&queue, 9, 9).await;
    let changes = vec![seen(entry("2", "g", "p2")), LedgerUpdate::EntryRevised { feed: "a".into(), id: "2".into() }];
    queue.settle(at(9), vec![Settlement { updates: changes, ..settle(&leases[0].key, JobFate::Done) }]).await.unwrap();
    let known = queue.entries("a", vec![entry("2", "g", "p2"), entry("2", "f", "p2")]).await.unwrap();
    assert_eq!(drawn_knowledge(&known), "same other");
    assert_eq!(known[0].entry.unwrap().state, EntryState { revisits: 0, ..state });
}

pub(super) async fn pages_lead_to_their_articles<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    queue.push(vec![due(poll("a"), 0)]).await.unwrap();
    let (leases, _) = take(&queue, 0, 9).await;
    let had = |key: &str, article: Option<&str>| LedgerUpdate::Page {
        key: key.into(),
        article: article.map(Into::into),
        seen: at(0),
    };
    let changes =
        vec![had("p1", Some("a_1")), had("p2", None), had("p3", None), had("p3", Some("a_3")), had("p1", Some("a_9"))];
    queue.settle(at(0), vec![Settlement { updates: changes, ..settle(&leases[0].key, JobFate::Done) }]).await.unwrap();
    drop(queue);
    let queue = engine.open();
    let article = async |pages: &[&str]| {
        let pages = pages.iter().map(|page| (*page).to_owned()).collect();
        queue.article_of_page(pages).await.unwrap().unwrap_or_default()
    };
    assert_eq!(article(&["p1"]).await, "a_1", "the first stays");
    assert_eq!(article(&["p0", "p2", "p3"]).await, "a_3");
    assert_eq!(article(&["p0", "p2"]).await, "");
    assert_eq!(article(&[]).await, "");
}

pub(super) async fn copies_are_found<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    queue.push(vec![due(poll("a"), 0)]).await.unwrap();
    let (leases, _) = take(&queue, 0, 9).await;
    let text = |first: usize| (first..first + 90).map(|i| format!("w{}", i * i % 991)).collect::<Vec<_>>().join(" ");
    let sketch = |first| Sketch::of(&text(first)).unwrap();
    let add = |id: &str, first| LedgerUpdate::Sketch { id: id.into(), sketch: sketch(first) };
    let changes = vec![add("a_1", 0), add("a_2", 500), add("a_3", 1), add("a_2", 0)];
    queue.settle(at(0), vec![Settlement { updates: changes, ..settle(&leases[0].key, JobFate::Done) }]).await.unwrap();
    drop(queue);
    let queue = engine.open();
    let original = async |id, first| queue.original_of(id, sketch(first)).await.unwrap().unwrap_or_default();
    assert_eq!(original("a_9", 0).await, "a_1", "the earliest");
    assert_eq!(original("a_1", 0).await, "a_3", "other than itself");
    assert_eq!(original("a_9", 500).await, "", "a sketch takes the place of its article's former one");
}

pub(super) async fn feeds_and_articles_are_remembered<E: Engine>() {
    let engine = E::new(9);
    let queue = engine.open();
    assert_eq!(queue.feed("a").await.unwrap(), FeedState::default());
    assert_eq!(queue.article("a_1").await.unwrap(), None);
    queue.push(vec![due(poll("a"), 0)]).await.unwrap();
    let feed = FeedState {
        etag: Some("W/\"x\"".into()),
        polled: Some(at(3)),
        interval: 600,
        moved: Some(("https://b.example/".parse().unwrap(), 2)),
        ..FeedState::default()
    };
    let first = ArticleState { rev: 1, text_hash: "b3:1".into(), head_hash: None, duplicate_of: Some("a_0".into()) };
    let second = ArticleState { rev: 2, text_hash: "b3:2".into(), head_hash: None, duplicate_of: Some("a_0".into()) };
    let (leases, _) = take(&queue, 0, 9).await;
    let changes = vec![
        LedgerUpdate::Feed { name: "a".into(), state: Box::new(feed.clone()) },
        LedgerUpdate::Article { id: "a_1".into(), state: first },
        LedgerUpdate::Article { id: "a_1".into(), state: second.clone() },
    ];
    let again = JobFate::Reschedule(at(0) + Duration::from_secs(1));
    queue.settle(at(0), vec![Settlement { updates: changes, ..settle(&leases[0].key, again) }]).await.unwrap();
    drop(queue);
    let queue = engine.open();
    assert_eq!(queue.feed("a").await.unwrap(), feed);
    assert_eq!(queue.article("a_1").await.unwrap(), Some(second));
}
