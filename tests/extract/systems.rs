//! Whole pages, each in the manner of another publishing system, drawn as what is found in them.

use pressline::error::NoArticle;
use pressline::extract::{decode_html, extract};
use pressline::model::Page;
use pressline::model::article::{Article, Paragraph, ParagraphKind};

fn page(name: &str, url: &str) -> Page {
    let path = format!("{}/tests/fixtures/pages/{name}.html", env!("CARGO_MANIFEST_DIR"));
    Page { url: url.parse().expect("an address"), html: decode_html(&std::fs::read(path).expect("a fixture"), None) }
}

/// One line for each finding: `P` paragraph, `H` heading, `-` list item, `>` quoted; long ones by their first and last words.
fn draw(article: &Article) -> String {
    let mut lines = vec![
        format!("title    {}", article.title.as_deref().unwrap_or_default()),
        format!("authors  {}", article.authors.join(", ")),
    ];
    let line = |name: &str, value: Option<String>| value.map(|v| format!("{name:8} {v}"));
    lines.extend(line("summary", article.description.clone()));
    lines.extend(line(
        "dates",
        article.published.map(|p| match article.modified {
            Some(m) => format!("{p} .. {m}"),
            None => p.to_string(),
        }),
    ));
    for caption in &article.captions {
        lines.push(format!("caption  {} [{}]", caption.text, caption.credit.as_deref().unwrap_or_default()));
    }
    lines.extend(article.paragraphs.iter().map(|p| draw_paragraph(article, p)));
    lines.join("\n")
}

fn draw_paragraph(article: &Article, paragraph: &Paragraph) -> String {
    let sign = match paragraph.kind {
        ParagraphKind::Paragraph => 'P',
        ParagraphKind::Heading => 'H',
        ParagraphKind::ListItem => '-',
        ParagraphKind::BlockQuote => '>',
    };
    let words: Vec<&str> = paragraph.span.of(&article.text).split(' ').collect();
    match words.as_slice() {
        long if long.len() > 7 => format!("{sign} {} … {}", long[..3].join(" "), long[long.len() - 2..].join(" ")),
        all => format!("{sign} {}", all.join(" ")),
    }
}

#[track_caller]
fn check(name: &str, url: &str, expected: &str) {
    let article = extract(&page(name, url)).expect("an article");
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    assert_eq!(draw(&article), expected.join("\n"));
}

#[test]
fn a_large_newspaper() {
    check(
        "large_newspaper",
        "https://www.harbourgazette.example/news/2026/11/old-lock-closes?utm_source=feed",
        "title    Harbour council votes to close the old lock after storm damage
         authors  Mira Okafor
         summary  Engineers say the gates could fail in the next spring tide; boat owners fear for the winter season
         dates    2026-11-20T18:05:00+01:00 .. 2026-11-21T07:40:00+01:00
         caption  The old lock on Thursday morning, with its western gate leaning into the basin. [Ilse Brandt/North Coast Images]
         P The harbour council … the wall.
         P Councillors decided by … the council.
         P The lock, built … twelve metres.
         H ‘A winter without work’
         P Boat owners said … eleven employees.
         P “Nobody has told … is one.”
         > The western gate … four bolts.
         P That sentence from … the summer.
         P The council will … million crowns.",
    );
}

#[test]
fn a_broadcaster_with_a_component_for_each_paragraph() {
    check(
        "broadcaster",
        "https://northfield.example/n/1",
        "title    Orchard growers count the cost of the late frost
         authors  Ines Calloway
         summary  Half of the apple crop is lost, a survey of growers suggests.
         dates    2026-05-09T04:15:00Z .. 2026-05-09T11:02:00Z
         caption  Blossom in the lower orchard on Tuesday morning [Helge Marten]
         caption  Walter Pym between his trees. [Joan Ferris]
         P Growers in the … survey suggests.
         P The growers' union … the trees.
         H Candles between the rows
         P Some had burned … near Ashby.
         - Apples: down by … hit hardest
         - Pears: down by a third
         P The ministry said … to aid.",
    );
}

#[test]
fn hashed_class_names_and_a_body_in_two_containers() {
    check(
        "hashed_divs",
        "https://valleycourier.example/bridge",
        "title    River town rebuilds its bridge by hand
         authors  Jonas Weidmann, Petra Sandoval
         dates    2026-10-02T06:00:00-04:00 .. 2026-10-02T09:15:00-04:00
         caption  Volunteers on the eastern pier in August. [Lena Marsh / Valley Courier]
         P ORWELL FORD — … take on.
         P When the flood … said no.
         P “We had the … was hands.”
         P Hands there were. … to bank.
         P Not everything went … come back.
         P The bridge will … of those.",
    );
}

#[test]
fn several_stories_on_one_page_give_the_one_asked_for() {
    check(
        "infinite_scroll",
        "https://moorlandpost.example/glassworks",
        "title    Glassworks to reopen with forty apprentices
         authors  Sefa Adeyemi
         dates    2026-09-14T05:30:00Z
         P The glassworks at … the gate.
         P Its new owner, … them sixteen.
         > We said we … 11 January.
         > — Coldbrook Glass (@coldbrookglass) September 13, 2026
         P The district has … district's treasurer.
         P Orders for the … from breweries.",
    );
}

#[test]
fn paragraphs_made_of_line_breaks_in_a_table() {
    check(
        "line_breaks",
        "http://www.talbote.example/brunnen.html",
        "title    Der Brunnen läuft wieder
         authors  Karla Niemöller
         dates    2026-05-03T08:00:00+02:00
         P Nach elf Monaten … im Becken.
         P Die Leitung war … wie geplant.
         P Der Gemeinderat will … Juli fallen.",
    );
}

#[test]
fn everything_in_one_flat_element() {
    check(
        "flat",
        "https://sentinel.example/courts/mill",
        "title    Court orders mill to open its water records
         authors  Dolores Finch, Amir Haddad
         summary  The company has ten days to comply, and says that it will appeal
         dates    2026-08-03T19:22:00-05:00 .. 2026-08-04T08:10:00Z
         caption  The paper mill on the creek, seen from the north bank. [Paolo Esser/Plains Press Agency]
         P DRY CREEK — … the creek.
         P The ruling follows … since 2019.
         P “The public is … Oduya wrote.
         P A lawyer for … trade secrets.
         P “Nobody can make … the courthouse.
         P The company has … a stay.",
    );
}

#[track_caller]
fn check_none(html: &str, expected: NoArticle) {
    let page = Page { url: "https://harbourgazette.example/x/y".parse().expect("an address"), html: html.to_owned() };
    assert_eq!(extract(&page).map(|a| a.text), Err(expected));
}

#[test]
fn pages_that_are_no_article_say_what_they_are() {
    let links = "<li><a href=/7>Another headline about the ferry and the council</a></li>".repeat(30);
    check_none(&format!("<title>News</title><main><h1>News</h1><ul>{links}</ul></main>"), NoArticle::Index);
    check_none("<title>Just a moment...</title><p>Checking your browser before you go on.</p>", NoArticle::Wall);
    check_none("<title>404</title><h1>Page not found</h1><p>The page you asked for is not here.</p>", NoArticle::Wall);
    check_none(
        "<title>Gazette</title><h1>We value your privacy</h1><p>We and our partners use cookies. You can accept all or choose.</p>",
        NoArticle::Consent,
    );
    check_none(
        "<meta property=og:type content=video.other><title>Ferry</title><video src=a.mp4></video><p>Watch the ferry leave.</p>",
        NoArticle::Media,
    );
    check_none("%PDF-1.7 binary", NoArticle::NotHtml);
    check_none("<html><body><div></div></body></html>", NoArticle::NoText);
}
