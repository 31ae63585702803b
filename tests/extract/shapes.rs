//! One shape of a page at a time: what stands around or within a story, drawn as the lines that are taken for it.

use pressline::extract::extract;
use pressline::model::Page;

const STORY: [&str; 4] = [
    "The harbour wall of Dunmore held through the night, the port said on Monday, and the ferry sails again at noon.",
    "Engineers had watched the oldest part since the storm of last week, when two of its stones came loose.",
    "“We have waited long enough for the money,” said the harbour master, who has asked the county for it twice.",
    "The council meets on Thursday, and a vote is expected before the end of the month, according to its clerk.",
];

/// A page whose story has `inner` after its second paragraph, and `after` behind its element.
fn page(inner: &str, after: &str) -> Page {
    let [first, second, third, last] = STORY;
    let html = format!(
        "<html><head><title>Harbour wall holds</title></head><body><nav><a href=/>Home</a></nav><article><h1>Harbour wall \
         holds</h1><div class=body><p>{first}</p><p>{second}</p>{inner}<p>{third}</p><p>{last}</p></div></article>{after}</body></html>"
    );
    Page { url: "https://gazette.example/2026/11/wall.html".parse().expect("an address"), html }
}

/// What the story holds besides its own four paragraphs.
#[track_caller]
fn check(inner: &str, expected: &[&str]) {
    check_with(inner, "", expected);
}

/// The same with something behind the story.
#[track_caller]
fn check_with(inner: &str, after: &str, expected: &[&str]) {
    let article = extract(&page(inner, after)).expect("an article");
    let lines: Vec<&str> = article.text.lines().collect();
    for paragraph in STORY {
        assert!(lines.contains(&paragraph), "missing {paragraph:?} in {lines:#?}");
    }
    let more: Vec<&str> = lines.into_iter().filter(|line| !STORY.contains(line)).collect();
    assert_eq!(more, expected);
}

#[test]
fn a_table_that_is_the_story_stays_row_by_row() {
    let rows = [
        "Team | Played | Won | Points",
        "Dunmore Rowing Club | 14 | 11 | 34",
        "Northwall Athletic | 14 | 10 | 31",
        "Port Arden Seniors | 14 | 8 | 27",
        "Fellgate and District | 14 | 7 | 22",
        "Quayside Harriers | 14 | 3 | 11",
        "Old Mill Wanderers | 14 | 1 | 4",
    ];
    let cells = |row: &str| format!("<tr><td>{}</td></tr>", row.replace(" | ", "</td><td>"));
    check(&format!("<table>{}</table>", rows.map(cells).concat()), &rows);
}

#[test]
fn a_small_table_among_sentences_stays() {
    let rows =
        ["Quay | Left | Hired | Change", "North | 31 | 12 | -2.1", "South | 9 | 44 | +0.3", "East | 14 | 20 | -0.8"];
    let cells = |row: &str| format!("<tr><td>{}</td></tr>", row.replace(" | ", "</td><td>"));
    check(&format!("<table class=data-table><tbody>{}</tbody></table>", rows.map(cells).concat()), &rows);
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

#[test]
fn sentences_about_what_pages_speak_of_stay() {
    for told in [
        "The company said that its privacy policy had not changed since the spring of last year.",
        "Those who do not accept the new terms of service by May will lose their accounts, it said.",
        "The broker’s site uses cookies to follow visitors from one shop to the next, the regulator found.",
        "“We use cookies like everybody else,” its lawyer told the court on the first day of the hearing.",
    ] {
        check(&format!("<p>{told}</p>"), &[told]);
    }
    check("<h2>Comments on the plan</h2>", &["Comments on the plan"]);
}

#[test]
fn a_line_in_which_nothing_is_said_goes() {
    check("<p>\u{200d}</p><p>___</p><p>* * *</p>", &[]);
}

#[test]
fn a_post_whose_words_the_story_quotes_stays() {
    let words = "We have waited long enough for the money and will not wait for another winter";
    let told = format!("“{words},” the harbour master wrote, and the county answered within the hour.");
    let name = "— Dunmore Harbour (@dunmoreharbour) November 23, 2026";
    check(
        &format!("<p>{told}</p><blockquote class=twitter-tweet><p>{words}</p>{name}</blockquote>"),
        &[&told, words, name],
    );
}

#[test]
fn an_appeal_goes_however_long() {
    let appeal =
        "Our reporters work hard so that everyone can read what happens at the harbour, whether they can pay or not.";
    check(
        &format!(
            "<div class=support-box><h4>Keep the news free</h4><p>{appeal}</p><p>{appeal} It takes time and care to find out \
             what is true, and to write it down.</p><p>Give what you can. Every little helps, and it goes a long way.</p></div>"
        ),
        &[],
    );
}

#[test]
fn a_caption_without_a_name_goes_and_is_kept_as_one() {
    let line =
        "The crew that kept watch, from left: Ana Cruz, Tomas Lind and Bea Orr, who has served for twenty years.";
    let inner = format!("<p>{line}</p>");
    check(&inner, &[]);
    let article = extract(&page(&inner, "")).expect("an article");
    assert!(article.captions.iter().any(|caption| caption.text == line), "{:?}", article.captions);
}

#[test]
fn what_asks_for_consent_goes() {
    check(
        "<p>An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt. Sie können ihn sich anzeigen lassen und \
         wieder ausblenden.</p><p>This website uses cookies to show you what you may like, and to count how often you do.</p>",
        &[],
    );
}

#[test]
fn a_headline_in_capitals_that_leads_elsewhere_goes() {
    check("<p><a href=/s/9>TEN YEARS OF STORMS AT THE HARBOUR WALL, IN PICTURES</a></p>", &[]);
}

#[test]
fn what_the_publisher_says_of_itself_goes() {
    let told =
        "Gazette is the oldest paper of the county, founded in 1871, and has offices in Dunmore and three other towns.";
    check_with("", &format!("<div class=text><hr><p>{told}</p></div>"), &[]);
}

#[test]
fn an_article_beside_the_storys_own_is_another() {
    let tease = "The old mill above the town is to be sold after years in which nobody knew whom it belonged to, the county said.";
    let post =
        |n: u32| format!("<article class=post><a href=/s/{n}><img src={n}.jpg></a><p>{tease} Part {n}.</p></article>");
    check_with("", &[post(1), post(2), post(3)].concat(), &[]);
}

#[test]
fn a_quotation_that_is_repeated_goes_with_its_name() {
    check("<blockquote><p>“We have waited long enough for the money”</p><span>Tomas Lind, 58</span></blockquote>", &[]);
}

#[test]
fn a_line_under_a_picture_that_says_a_paragraph_again_goes_and_the_paragraph_stays() {
    let [_, second, third, _] = STORY;
    for words in [second.trim_end_matches('.'), third.trim_end_matches('.'), &second.replace(", when", " , when")] {
        check(&format!("<div class=split><div><img src=a.jpg></div><p>{words}</p></div>"), &[]);
    }
}

#[test]
fn headings_of_the_first_order_within_the_story_stay() {
    check(
        "<h1>What happens next</h1><p>The next storm is expected at the weekend, and the port wants the stones back by then.</p>",
        &[
            "What happens next",
            "The next storm is expected at the weekend, and the port wants the stones back by then.",
        ],
    );
}

#[test]
fn a_sentence_under_a_picture_is_a_story() {
    let told = "Sixteen new officers have joined the harbour police of Dunmore.";
    let caption = "At the swearing-in on Wednesday are, from left: Ana Cruz, Tomas Lind, Bea Orr, Helen Brandt and Paul Ostrow, \
                   with the mayor, her deputy and the harbour master, who spoke of what the town expects of its new officers.";
    let html = format!(
        "<html><head><title>Sixteen join the harbour police</title><meta property=og:type content=article></head><body>\
         <article><h1>Sixteen join the harbour police</h1><div class=photo><img src=p.jpg><p>{caption}</p></div>\
         <p>{told}</p></article></body></html>"
    );
    let url = "https://gazette.example/2026/11/sixteen.html".parse().expect("an address");
    let article = extract(&Page { url, html }).expect("an article");
    assert_eq!(article.text, told);
}

const MORE: [&str; 3] = [
    "The oldest stones were laid in 1871, when the county paid for the wall and the town for the men who built it.",
    "Since then it has been mended four times, the last time after the flood in which the lower quay was lost.",
    "“Every generation pays for it once,” said the harbour master on his round. “Now it seems to be our turn.”",
];

#[test]
fn single_breaks_between_paragraphs_divide_them() {
    for mark in ["<br>", "<br/>\n", "<br>&nbsp;&nbsp;&nbsp;", "<br>\n\u{3000}\u{3000}"] {
        check(&format!("<div>{}</div>", MORE.join(mark)), &MORE);
    }
    let [first, second, _] = MORE;
    let unended = first.trim_end_matches('.');
    check(&format!("<p>{unended}<br>&nbsp; &nbsp; {second}</p>"), &[unended, second]);
    check(&format!("<p><b>{first}</b><br><i>{second}</i><br>{}</p>", MORE[2]), &MORE);
}

#[test]
fn single_breaks_in_verses_and_between_two_sentences_do_not() {
    let verse = [
        "The water comes, the water goes,",
        "the old wall hums its hymn,",
        "and every stone in winter knows",
        "the tide that covers him.",
    ];
    let before = format!("{} It was the third storm of the autumn.", MORE[0]);
    check(&format!("<p>{before}</p><p>{}</p>", verse.join("<br>")), &[&before, &verse.join(" ")]);
    let short = ["Bring a coat.", "Bring a lamp.", "Come at nine.", "The wall is long, and the night is longer."];
    check(&format!("<p>{}</p>", short.join("<br>&nbsp;&nbsp;")), &[&short.join(" ")]);
    let [first, second, _] = MORE;
    check(&format!("<p>{first}<br>{second}</p>"), &[&format!("{first} {second}")]);
}

#[test]
fn paragraphs_typed_with_blank_lines_between_them() {
    check(&format!("<pre>\n{}\n</pre>", MORE.join("\n\n").replace(", ", ",\n")), &MORE);
    check(
        "<pre>let wall = stones(1871);\n\nmend(wall, 4);\n\nwatch(wall, \"at night, until the tide has gone\");</pre>",
        &["let wall = stones(1871); mend(wall, 4); watch(wall, \"at night, until the tide has gone\");"],
    );
}

#[test]
fn words_for_screen_readers_stand_in_no_sentence() {
    let told = "The plan, put online on Friday, drew a hundred letters within a day, most of them against it.";
    for hidden in [
        "<span class=visually-hidden>, opens new tab</span>",
        "<span class='link__sr-only'> (opens in a new window)</span>",
        "<span style='border:0; clip: rect(0 0 0 0); position:absolute'>, opens new tab</span>",
    ] {
        check(&format!("<p>{}</p>", told.replacen("Friday", &format!("<a href=/p>Friday{hidden}</a>"), 1)), &[told]);
    }
    // What the eye sees after all, and a mark between words.
    check(&format!("<p>{}</p>", told.replacen("Friday", "<span class=not-sr-only>Friday</span>", 1)), &[told]);
    check(&format!("<p>{}</p>", told.replacen("plan,", "plan<span class=sr-only>,</span>", 1)), &[told]);
}

#[test]
fn an_initial_belongs_to_its_word() {
    let told = "Stones as old as these are held by nothing but their weight, an engineer told the council on Monday.";
    let rest = told.trim_start_matches('S');
    check(&format!("<p><span class=cap aria-hidden=true>S</span><span class=sr-only>S</span>{rest}</p>"), &[told]);
    check(&format!("<p><span class=sr-only>S</span><span class=cap aria-hidden=true>S</span>{rest}</p>"), &[told]);
    check(&format!("<div class=cap>S</div>\n<p>{rest}</p>"), &[told]);
}

#[test]
fn headings_over_a_list_and_all_of_its_items_stay() {
    let list = "<h3>The wall in numbers</h3><ul><li>Length: about four kilometres</li><li>Height over the quay: nine metres</li>\
                <li>Stones since 1871: ten thousand</li></ul>";
    let lines = [
        "The wall in numbers",
        "Length: about four kilometres",
        "Height over the quay: nine metres",
        "Stones since 1871: ten thousand",
    ];
    check(list, &lines);
    check(&format!("<div class=cols><div class=col>{list}</div></div>"), &lines);
}

#[test]
fn comments_longer_than_the_story_go() {
    let comment = |n: usize| {
        format!(
            "<div class=item><b>reader{n}</b><p>{} That is my number {n}, and I stand by it.</p></div>",
            MORE[n % 3]
        )
    };
    let comments: String = (0..24).map(comment).collect();
    check_with("", &format!("<section class=comments><h2>Comments</h2>{comments}</section>"), &[]);
}

#[test]
fn paragraphs_in_boxes_of_a_misleading_name_stay() {
    for name in ["app-paragraph", "callout", "newsletter-post"] {
        let boxed = |words: &str| format!("<div class={name}><p>{words}</p></div>");
        let told: String = STORY.iter().chain(&MORE).map(|words| boxed(words)).collect();
        let html = format!(
            "<html><head><title>Harbour wall holds</title></head><body><article><h1>Harbour wall holds</h1>{told}</article></body></html>"
        );
        let url = "https://gazette.example/2026/11/wall.html".parse().expect("an address");
        let article = extract(&Page { url, html }).expect("an article");
        assert_eq!(article.text.lines().collect::<Vec<_>>(), [&STORY[..], &MORE[..]].concat(), "{name}");
    }
}

#[test]
fn a_heading_over_the_first_paragraph_stays() {
    let told = format!("<p>{}</p>", [&STORY[..], &MORE[..]].concat().join("</p><p>"));
    let html = format!(
        "<html><head><title>Harbour wall holds</title></head><body><nav><a href=/>Home</a></nav><article><h1>Harbour wall holds\
         </h1><p class=byline>By <a>Ana Cruz</a></p><div class=article-body><h2>Four hours of wind</h2>{told}</div></article>\
         </body></html>"
    );
    let url = "https://gazette.example/2026/11/wall.html".parse().expect("an address");
    let article = extract(&Page { url, html }).expect("an article");
    assert_eq!(article.text.lines().next(), Some("Four hours of wind"));
}
