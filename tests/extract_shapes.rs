//! One shape of a page at a time: what stands around or within a story, drawn as the lines that are taken for it.

use pressline::extract::extract;
use pressline::model::Page;

const STORY: [&str; 4] = [
    "The harbour wall of Dunmore held through the night, the port said on Monday, and the ferry sails again at noon.",
    "Engineers had watched the oldest part since the storm of last week, when two of its stones came loose.",
    "“We have waited long enough for the money,” said the harbour master, who has asked the county for it twice.",
    "The council meets on Thursday, and a vote is expected before the end of the month, according to its clerk.",
];

/// A page whose story has `inner` after its second paragraph.
fn page(inner: &str) -> Page {
    let [first, second, third, last] = STORY;
    let html = format!(
        "<html><head><title>Harbour wall holds</title></head><body><nav><a href=/>Home</a></nav><article><h1>Harbour wall \
         holds</h1><div class=body><p>{first}</p><p>{second}</p>{inner}<p>{third}</p><p>{last}</p></div></article></body></html>"
    );
    Page { url: "https://gazette.example/2026/11/wall.html".parse().expect("an address"), html }
}

/// What the story holds besides its own four paragraphs.
#[track_caller]
fn check(inner: &str, expected: &[&str]) {
    let article = extract(&page(inner)).expect("an article");
    let lines: Vec<&str> = article.text.lines().collect();
    for paragraph in STORY {
        assert!(lines.contains(&paragraph), "missing {paragraph:?} in {lines:#?}");
    }
    let more: Vec<&str> = lines.into_iter().filter(|line| !STORY.contains(line)).collect();
    assert_eq!(more, expected);
}

#[test]
fn a_row_of_data_is_a_line() {
    check(
        "<table><tr><th>Part</th><th>Built</th></tr><tr><td>North wall</td><td>1,204 stones, 1871</td></tr>\
         <tr><td>South wall</td><td>988 stones, 1902</td></tr></table>",
        &["Part | Built", "North wall | 1,204 stones, 1871", "South wall | 988 stones, 1902"],
    );
}

#[test]
fn a_post_in_the_story_stays() {
    check(
        "<blockquote class=twitter-tweet><p>Noon it is. Bring a coat. pic.twitter.com/x1</p>— Dunmore Ferry (@dunmoreferry) \
         <a href=https://t.example/1>November 23, 2026</a></blockquote>",
        &["Noon it is. Bring a coat. pic.twitter.com/x1", "— Dunmore Ferry (@dunmoreferry) November 23, 2026"],
    );
}

#[test]
fn a_card_that_shows_on_hover_goes() {
    let told = "The mayor, <span class=rollover-people><a href=/p/1>Helen Brandt</a><span class=rollover-block><img src=b.jpg>\
                <a href=/p/1>Helen Brandt</a><a href=/s/2>Brandt opens the new quay after a delay of years</a></span></span>, \
                thanked the crews who had worked through the night, and said that the town would remember it.";
    check(
        &format!("<p>{told}</p>"),
        &[
            "The mayor, Helen Brandt, thanked the crews who had worked through the night, and said that the town would remember \
           it.",
        ],
    );
}

#[test]
fn a_question_asked_of_each_returns() {
    let question = "What would you like to see changed at the harbour in the next ten years?";
    check(
        &format!(
            "<p>{question}</p><p>More room for small boats, and a crane that lifts them, says a fisherman of forty years.</p>\
             <p>{question}</p><p>Lights along the whole wall, says a teacher whose class walks there in the mornings.</p>"
        ),
        &[
            question,
            "More room for small boats, and a crane that lifts them, says a fisherman of forty years.",
            question,
            "Lights along the whole wall, says a teacher whose class walks there in the mornings.",
        ],
    );
}

#[test]
fn a_line_that_begins_like_a_label_is_read_to_its_end() {
    let told = "Comments by the minister last week had raised hopes for a new wall.";
    check(&format!("<p>{told}</p><p>Advertisement</p><p>Read more: The wall in pictures</p>"), &[told]);
}
