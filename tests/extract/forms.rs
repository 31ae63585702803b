//! Forms that the same story comes in: encodings, addresses, pictures and paragraphs that wait for a script, AMP, print, scripts.

use encoding_rs::Encoding;
use pressline::extract::{decode_html, extract};
use pressline::model::Page;
use pressline::model::article::Article;

const URL: &str = "https://gazette.example/town/wall.html";
const TITLE: &str = "Harbour wall holds";
const STORY: [&str; 4] = [
    "The harbour wall of Dunmore held through the night, the port said on Monday, and the ferry sails again at noon.",
    "Engineers had watched the oldest part since the storm of last week, when two of its stones came loose.",
    "“We have waited long enough for the money,” said the harbour master, who has asked the county for it twice.",
    "The council meets on Thursday, and a vote is expected before the end of the month, according to its clerk.",
];

fn told() -> String {
    format!("<p>{}</p>", STORY.join("</p><p>"))
}

fn article(head: &str, body: &str) -> Article {
    let html = format!("<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>");
    extract(&Page { url: URL.parse().expect("an address"), html }).expect("an article")
}

/// The text is the story and nothing else.
#[track_caller]
fn check(head: &str, body: &str) {
    assert_eq!(article(head, body).text.lines().collect::<Vec<_>>(), STORY);
}

// Encodings

/// A page in an encoding, however it is declared, is read as it was written.
#[track_caller]
fn check_encoding(label: &str, words: &str) {
    let encoding = Encoding::for_label(label.as_bytes()).expect("an encoding");
    let plain = format!("<html><head><title>x</title></head><body><p>{words}</p></body></html>");
    let within = |meta: &str| plain.replacen("<title>", &format!("{meta}<title>"), 1);
    let meta = within(&format!("<meta charset={label}>"));
    let old = within(&format!("<meta http-equiv=Content-Type content=\"text/html; charset={label}\">"));
    let bytes = |page: &str| encoding.encode(page).0.into_owned();
    let header = format!("text/html; charset={label}");
    assert_eq!(decode_html(&bytes(&plain), Some(&header)), plain, "{label} in the header");
    assert_eq!(decode_html(&bytes(&meta), None), meta, "{label} in a meta");
    assert_eq!(decode_html(&bytes(&old), Some("text/html")), old, "{label} in an old meta");
    let wrong = within("<meta charset=utf-8>");
    assert_eq!(decode_html(&bytes(&wrong), None), wrong, "{label} called UTF-8 by the page");
    assert_eq!(
        decode_html(&bytes(&plain), Some("text/html; charset=utf-8")),
        plain,
        "{label} called UTF-8 by the header"
    );
    assert_eq!(decode_html(&bytes(&plain), None), plain, "{label} without a word");
}

#[test]
fn encodings_of_the_world() {
    check_encoding(
        "windows-1252",
        "Der Bürgermeister sagte: „Die Fähre fährt wieder, trotz der Schäden am Kai von Dünmöre“ – früher als gedacht.",
    );
    check_encoding(
        "windows-1251",
        "Паром снова ходит, сообщил в понедельник порт, и стена гавани выдержала ночной шторм без новых трещин.",
    );
    check_encoding(
        "koi8-r",
        "Паром снова ходит, сообщил в понедельник порт, и стена гавани выдержала ночной шторм без новых трещин.",
    );
    check_encoding(
        "shift_jis",
        "連絡船は月曜日の正午に再び出航すると港が発表した。港の壁は嵐の夜を持ちこたえたという。",
    );
    check_encoding("euc-jp", "連絡船は月曜日の正午に再び出航すると港が発表した。港の壁は嵐の夜を持ちこたえたという。");
    check_encoding(
        "gb18030",
        "港口周一表示，渡轮将于中午再次启航，海港的墙在夜间的暴风雨中没有倒塌，议会将在星期四开会。",
    );
    check_encoding(
        "big5",
        "港口週一表示，渡輪將於中午再次啟航，海港的牆在夜間的暴風雨中沒有倒塌，議會將在星期四開會。",
    );
    check_encoding(
        "euc-kr",
        "항구는 월요일에 연락선이 정오에 다시 출항한다고 밝혔다. 항구의 벽은 폭풍우의 밤을 견뎌냈다.",
    );
}

#[test]
fn utf16_with_and_without_its_mark() {
    let page = "<html><head><title>x</title></head><body><p>Die Fähre fährt wieder – 連絡船</p></body></html>";
    let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(decode_html(&[b"\xFF\xFE".as_slice(), &little].concat(), None), page);
    assert_eq!(decode_html(&[b"\xFE\xFF".as_slice(), &big].concat(), None), page);
    assert_eq!(decode_html(&little, Some("text/html; charset=utf-16le")), page);
    assert_eq!(decode_html(&little, None), page);
    assert_eq!(decode_html(&big, None), page);
}

#[test]
fn a_few_broken_bytes_make_no_other_encoding() {
    let words = "Die Fähre fährt wieder, trotz der Schäden am Kai von Dünmöre, früher als gedacht, für alle.";
    let mut bytes = words.as_bytes().to_vec();
    bytes.extend(b" \xC3 Ende");
    let expected = format!("{words} \u{fffd} Ende");
    assert_eq!(decode_html(&bytes, None), expected);
    assert_eq!(decode_html(&bytes, Some("text/html; charset=utf-8")), expected);
    assert_eq!(decode_html(&bytes, Some("text/html; charset=iso-8859-1")), expected);
}

// Addresses

/// The canonical address and the lead picture that a head and a body lead to.
#[track_caller]
fn check_links(head: &str, body: &str, canonical: Option<&str>, image: Option<&str>) {
    let article = article(head, &format!("<article><h1>{TITLE}</h1>{body}{}</article>", told()));
    assert_eq!(article.canonical_url.as_ref().map(url::Url::as_str), canonical);
    assert_eq!(article.image.as_ref().map(url::Url::as_str), image);
}

#[test]
fn addresses_are_joined_to_the_page_or_its_base() {
    let canonical = |href: &str| format!("<link rel=canonical href=\"{href}\">");
    check_links(&canonical("/town/wall"), "", Some("https://gazette.example/town/wall"), None);
    check_links(&canonical("//www.gazette.example/wall"), "", Some("https://www.gazette.example/wall"), None);
    check_links(&canonical("wall?p=2"), "", Some("https://gazette.example/town/wall?p=2"), None);
    check_links(&canonical(" https://gazette.example/wall\n"), "", Some("https://gazette.example/wall"), None);
    check_links(
        &format!("<base href=\"https://cdn.example/x/\">{}", canonical("wall")),
        "",
        Some("https://cdn.example/x/wall"),
        None,
    );
    check_links(
        &format!("<base href=/archive/>{}", canonical("wall")),
        "",
        Some("https://gazette.example/archive/wall"),
        None,
    );
    check_links(
        &format!("<base target=_blank>{}", canonical("wall")),
        "",
        Some("https://gazette.example/town/wall"),
        None,
    );
    check_links(&canonical("javascript:void(0)"), "", None, None);
    check_links(&canonical("https://gazette.example/"), "", None, None);
    check_links(&canonical("https://gazette.example/wall#comments"), "", Some("https://gazette.example/wall"), None);
    check_links("<meta property=og:image content=//img.example/a.jpg>", "", None, Some("https://img.example/a.jpg"));
    check_links(
        "<base href=https://cdn.example/><meta name=twitter:image content=a.jpg>",
        "",
        None,
        Some("https://cdn.example/a.jpg"),
    );
    check_links("<meta property=og:image content=\"data:image/gif;base64,R0lG\">", "", None, None);
}

#[test]
fn the_lead_picture_of_a_page_that_names_none() {
    let lead = |img: &str, expected: &str| check_links("", &format!("<figure>{img}</figure>"), None, Some(expected));
    lead("<img src=/i/wall.jpg width=800>", "https://gazette.example/i/wall.jpg");
    lead("<img src=\"data:image/gif;base64,R0lG\" data-src=//img.example/wall.jpg>", "https://img.example/wall.jpg");
    lead("<img src=/blank.gif data-srcset=\"/i/s.jpg 320w, /i/l.jpg 1280w\">", "https://gazette.example/i/l.jpg");
    lead("<img srcset=\"/i/s.jpg 1x, /i/l.jpg 2x\">", "https://gazette.example/i/l.jpg");
    lead(
        "<picture><source srcset=\"/i/s.webp 320w, /i/l.webp 960w\"><img src=/i/wall.jpg></picture>",
        "https://gazette.example/i/wall.jpg",
    );
    lead("<img src=/placeholder.svg><noscript><img src=/i/wall.jpg></noscript>", "https://gazette.example/i/wall.jpg");
    lead("<noscript><img src=/i/wall.jpg></noscript>", "https://gazette.example/i/wall.jpg");
    lead("<amp-img src=/i/wall.jpg width=800 height=600></amp-img>", "https://gazette.example/i/wall.jpg");
    // What is too small to be a picture, or somebody's face or the paper's sign, is not the lead.
    check_links("", "<img src=/pixel.gif width=1 height=1><div class=author-box><img src=/ana.jpg></div>", None, None);
    check_links("", "<img class=avatar src=/ana.jpg><img src=/logo.svg>", None, None);
}

// Paragraphs that a script would show

#[test]
fn a_story_that_stands_in_noscript_only() {
    check("", &format!("<h1>{TITLE}</h1><div id=app></div><noscript><div class=story>{}</div></noscript>", told()));
    let (first, rest) = STORY.split_first().expect("four");
    let rest = format!("<p>{}</p>", rest.join("</p><p>"));
    check("", &format!("<article><h1>{TITLE}</h1><p>{first}</p><noscript>{rest}</noscript></article>"));
}

#[test]
fn noscript_beside_a_story_adds_nothing() {
    let ask = "<noscript><p>Please enable JavaScript in your browser to comment on this story and to see our newsletters.</p></noscript>";
    check("", &format!("{ask}<article><h1>{TITLE}</h1>{}{ask}</article>", told()));
}

// AMP and print

#[test]
fn a_story_in_a_shadow_tree_of_the_page() {
    let told = told();
    check(
        "",
        &format!("<h1>{TITLE}</h1><x-story><template shadowrootmode=open><div>{told}</div></template></x-story>"),
    );
    // Any other template is for scripts.
    check("", &format!("<h1>{TITLE}</h1><div>{told}</div><template><p>{{{{line}}}} of the story</p></template>"));
}

#[test]
fn an_amp_page() {
    let head = "<meta charset=utf-8><link rel=canonical href=https://gazette.example/town/wall><style amp-boilerplate>body{}</style>\
                <script async src=https://cdn.ampproject.example/v0.js></script>";
    let body = format!(
        "<amp-sidebar id=s><ul><li><a href=/>Home</a></li></ul></amp-sidebar><article><h1>{TITLE}</h1>\
         <amp-img src=//img.example/wall.jpg width=800 height=600 layout=responsive></amp-img>{}\
         <amp-social-share type=email></amp-social-share><amp-ad width=300 height=250>Advertisement</amp-ad>\
         <amp-consent><div>We and our partners use cookies to measure what is read. You can accept all or refuse.</div></amp-consent></article>",
        told()
    );
    let html = format!(
        "<!doctype html><html ⚡ amp lang=en><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    );
    let page = Page { url: "https://gazette.example/amp/town/wall".parse().expect("an address"), html };
    let article = extract(&page).expect("an article");
    assert_eq!(article.text.lines().collect::<Vec<_>>(), STORY);
    assert_eq!(article.canonical_url.map(|u| u.to_string()).as_deref(), Some("https://gazette.example/town/wall"));
    assert_eq!(article.image.map(|u| u.to_string()).as_deref(), Some("https://img.example/wall.jpg"));
}

#[test]
fn a_page_for_the_printer() {
    let page = |top: &str, foot: &str| format!("{top}<h1>{TITLE}</h1><p>By Ana Cruz</p><hr>{}<hr>{foot}", told());
    check(
        "",
        &page(
            "<p>Published on <i>Gazette</i> (https://gazette.example)</p>",
            "<p><strong>Source URL:</strong> https://gazette.example/town/wall</p>",
        ),
    );
    check(
        "",
        &page(
            "<div>Gazette</div>",
            "<p>Printed from https://gazette.example/town/wall on 24 November 2026</p><p>© 2026 Gazette</p>",
        ),
    );
    check(
        "",
        &page(
            "<a href=javascript:print()>Print this page</a>",
            "<p>Find this article at: https://gazette.example/town/wall</p>",
        ),
    );
    check("", &page("", "<p>Quell-URL: https://gazette.example/town/wall</p><p>Alle Rechte vorbehalten</p>"));
    let lines = STORY.join("<br><br>");
    check(
        "",
        &format!(
            "<b>{TITLE}</b><br>By Ana Cruz<br>November 24, 2026<br><br>{lines}<br><br><hr>URL: https://gazette.example/town/wall"
        ),
    );
}

// Scripts

/// The paragraphs come out as they were written.
#[track_caller]
fn check_untouched(lang: &str, title: &str, paragraphs: &[&str]) {
    let told = format!("<p>{}</p>", paragraphs.join("</p><p>"));
    let html = format!(
        "<html lang={lang}><head><title>{title}</title></head><body><article><h1>{title}</h1>{told}</article></body></html>"
    );
    let article = extract(&Page { url: URL.parse().expect("an address"), html }).expect("an article");
    assert_eq!(article.text.lines().collect::<Vec<_>>(), paragraphs);
    assert_eq!(article.language.as_deref(), Some(lang));
}

#[test]
fn words_of_scripts_from_right_to_left_stay_as_they_are() {
    check_untouched(
        "ar",
        "جدار الميناء يصمد",
        &[
            "قال الميناء يوم الاثنين إن جدار ميناء دنمور صمد طوال الليل، وإن العبارة ستبحر مجددا عند الظهر.",
            "وأضاف رئيس الميناء: «لقد انتظرنا المال طويلا»، وهو الذي طلبه من المقاطعة مرتين هذا العام.",
            "ويجتمع المجلس يوم الخميس، ومن المتوقع أن يصوت قبل نهاية الشهر.",
        ],
    );
    check_untouched(
        "he",
        "חומת הנמל החזיקה מעמד",
        &[
            "חומת הנמל של דנמור החזיקה מעמד לאורך הלילה, מסר הנמל ביום שני, והמעבורת תפליג שוב בצהריים.",
            "״חיכינו די זמן לכסף״, אמר מנהל הנמל, שביקש אותו מהמחוז פעמיים בשנה האחרונה.",
            "המועצה תתכנס ביום חמישי, וההצבעה צפויה עד סוף החודש.",
        ],
    );
    check_untouched(
        "fa",
        "دیوار بندر پابرجا ماند",
        &[
            "بندر روز دوشنبه اعلام کرد که دیوار بندر دانمور در طول شب پابرجا ماند و کشتی ظهر دوباره حرکت می\u{200c}کند.",
            "رئیس بندر گفت: «ما به اندازه\u{200c}ی کافی منتظر پول مانده\u{200c}ایم» و افزود که دو بار آن را درخواست کرده است.",
            "شورا روز پنج\u{200c}شنبه تشکیل جلسه می\u{200c}دهد و انتظار می\u{200c}رود تا پایان ماه رأی\u{200c}گیری شود.",
        ],
    );
}

#[test]
fn words_of_scripts_without_spaces_or_with_syllables_stay_as_they_are() {
    check_untouched(
        "ja",
        "港の壁、嵐に耐える",
        &[
            "港は月曜日、ダンモアの港の壁が嵐の夜を持ちこたえ、連絡船が正午に再び出航すると発表した。",
            "「お金をもう十分に待った！　二度も頼んだのだ」と港長は語り、郡に改めて支援を求めた。",
            "議会は木曜日に開かれ、採決は月末までに行われる見通しだと書記は述べた。",
        ],
    );
    check_untouched(
        "zh",
        "海港的墙挺过暴风雨",
        &[
            "港口周一表示，邓莫尔海港的墙在夜间没有倒塌，渡轮将于中午再次启航。",
            "“我们等这笔钱已经等得够久了，”港务长说，他今年已经两次向郡里提出申请。",
            "议会将于星期四开会，书记员说，预计月底之前进行表决。",
        ],
    );
    check_untouched(
        "th",
        "กำแพงท่าเรือยังอยู่",
        &[
            "ท่าเรือแถลงเมื่อวันจันทร์ว่ากำแพงท่าเรือดันมอร์ยังคงตั้งอยู่ได้ตลอดทั้งคืน และเรือข้ามฟากจะออกอีกครั้งตอนเที่ยง",
            "นายท่ากล่าวว่า “เรารอเงินมานานพอแล้ว” หลังจากที่เขาได้ขอเงินจากเทศบาลไปแล้วสองครั้งในปีนี้",
            "สภาจะประชุมในวันพฤหัสบดี และคาดว่าจะมีการลงคะแนนก่อนสิ้นเดือนนี้",
        ],
    );
    check_untouched(
        "ko",
        "항구의 벽이 버텼다",
        &[
            "항구는 월요일 던모어 항구의 벽이 밤새 버텼으며 연락선이 정오에 다시 출항한다고 밝혔다.",
            "항만장은 “우리는 돈을 충분히 오래 기다렸다”고 말했으며 올해 두 번이나 지원을 요청했다.",
            "의회는 목요일에 열리며 월말 이전에 표결이 있을 것으로 예상된다고 서기가 말했다.",
        ],
    );
}

/// One more paragraph in a story, and what is read of it.
#[track_caller]
fn check_line(inner: &str, expected: &str) {
    let [first, second, third, last] = STORY;
    let body = format!(
        "<article><h1>{TITLE}</h1><p>{first}</p><p>{second}</p><p>{inner}</p><p>{third}</p><p>{last}</p></article>"
    );
    assert_eq!(article("", &body).text.lines().nth(2), Some(expected));
}

#[test]
fn readings_beside_characters_are_left_out_or_stand_in_parentheses() {
    check_line(
        "<ruby>港長<rt>こうちょう</rt></ruby>は月曜日、<ruby>連絡<rt>れんらく</rt></ruby>船が正午に再び出航すると発表した。",
        "港長は月曜日、連絡船が正午に再び出航すると発表した。",
    );
    check_line(
        "<ruby>港長<rp>（</rp><rt>こうちょう</rt><rp>）</rp></ruby>は月曜日、連絡船が正午に再び出航すると発表した。",
        "港長（こうちょう）は月曜日、連絡船が正午に再び出航すると発表した。",
    );
}

#[test]
fn marks_of_direction_stay_and_controls_go() {
    check_line(
        "The board at the pier says \u{2067}העבארה\u{2069} in Hebrew,\u{0}\u{1b} and \u{200f}no\u{ad}body took it down,\u{200b} said the mate.",
        "The board at the pier says \u{2067}העבארה\u{2069} in Hebrew, and \u{200f}nobody took it down, said the mate.",
    );
}
