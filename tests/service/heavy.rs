//! Pages made to be costly.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Desk, Newspaper, Page, article, of};

/// A page with this body beside a plain one, in one pass: the record of the heavy one and the bytes of its line.
fn heavy_record(body: &str) -> (Value, usize) {
    let paper = Newspaper::open();
    paper.publish("/feed", &[article("heavy"), article("plain")]);
    paper.set("/heavy", Page::html(&format!("<html><body><article><h1>A long day</h1>{body}</article></body></html>")));
    let desk = Desk::new(&[("press", format!("{}/feed", paper.base))], "");
    let (records, code) = desk.once();
    assert_eq!(code, 0);
    let articles = of(&records, "article");
    assert_eq!(articles.len(), 2, "{records:?}");
    let heavy = articles.into_iter().find(|record| record["url"].as_str().unwrap().ends_with("/heavy")).unwrap();
    (heavy.clone(), heavy.to_string().len())
}

#[track_caller]
fn check(body: &str, is_truncated: bool) {
    let (record, bytes) = heavy_record(body);
    assert!(bytes <= 4 << 20, "{bytes} bytes");
    assert_eq!(record["flags"].as_array().unwrap().contains(&"truncated".into()), is_truncated);
    assert!(record["quotes"].as_array().unwrap().len() <= 2_000);
    let mentions = |entity: &Value| entity["mentions"].as_array().unwrap().len();
    let entities = record["entities"].as_array().unwrap();
    assert!(entities.iter().map(mentions).sum::<usize>() <= 10_000 + entities.len());
    assert!(entities.iter().all(|entity| mentions(entity) > 0));
}

#[test]
fn many_quotes_are_cut_and_said_to_be() {
    check(&format!("<p>{}</p>", "“Yes,” said Mr. Smith. ".repeat(50)), false);
    check(&format!("<p>{}</p>", "“Yes,” said Mr. Smith. ".repeat(2_500)), true);
}

#[test]
fn many_paragraphs_are_cut_and_said_to_be() {
    let paragraph = |number| format!("<p>Ferry number {number} to Port Ellery was late again on Monday.</p>");
    check(&(0..10_050).map(paragraph).collect::<String>(), true);
}

/// A heavy host takes its turns; the pages of another come between.
#[test]
fn a_heavy_host_lets_others_through() {
    // Jobs of one host take turns; these are two.
    let (heavy, light) = (Newspaper::open(), Newspaper::open_at("127.0.0.2:0"));
    let slugs: Vec<(String, String)> = (0..6).map(|number| article(&format!("heavy-{number}"))).collect();
    heavy.publish("/feed", &slugs);
    let paragraph =
        |number| format!("<p>Case {number}: the council of Dunmore met Helen Brandt on Monday in Port Ellery.</p>");
    let body: String = (0..8_000).map(paragraph).collect();
    for (slug, _) in &slugs {
        heavy.set(
            &format!("/{slug}"),
            Page::html(&format!("<html><body><article><h1>{slug}</h1>{body}</article></body></html>")),
        );
    }
    light.publish("/feed", &[article("light")]);
    let feeds = [("heavy", format!("{}/feed", heavy.base)), ("light", format!("{}/feed", light.base))];
    let desk = Desk::new(&feeds, "[worker]\ncpu_threads = 2\n");
    let begun = Instant::now();
    let (records, _) = desk.once();
    let order: Vec<_> =
        of(&records, "article").iter().map(|record| record["url"].as_str().unwrap().to_owned()).collect();
    assert_eq!(order.len(), 7, "{:?}", begun.elapsed());
    let place = order.iter().position(|url| url.ends_with("/light")).unwrap();
    assert!(place < 3, "the light page came as number {place} of {order:?}");
    assert!(begun.elapsed() < Duration::from_mins(2));
}
