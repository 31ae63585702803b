//! JSON Feed as it is served: not always JSON, and not always saying that it is a feed.

use super::check;

/// The beginning of a feed, up to its items.
const START: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Quill","items":["#;

#[track_caller]
fn items(items: &str, expected: &str) {
    check(&format!("{START}{items}"), &format!("json Quill\n{expected}"));
}

#[test]
fn json_that_is_not_valid_is_repaired() {
    let two = "[1] One\n[2] Two\nmended: [Json]";
    for written in [
        r#"{"id":"1","title":"One",},{"id":"2","title":"Two"},]}"#,
        "{\"id\":\"1\",\"title\":\"One\n\"},{\"id\":\"2\",\"title\":\"\tTwo\"}]}",
        r#"{"id":"1","title":"One"}/* two */,{"id":"2","title":"Two"}]} // end"#,
        r#"{"id":"1" "title":"One"} {"id":"2","title":"Two"}]}"#,
        r"{'id':'1','title':'One'},{id:2,title:'Two'}]}",
        r#"{"id":"1","title":"One"}},{"id":"2","title":"Two"}]}"#,
        r#"{"id":"1","title":"One","x":NaN},{"id":"2","title":"Two","y":undefined}]}"#,
    ] {
        items(written, two);
    }
    items(r#"{"id":"1","title":"A \udfc6 cup"},{"id":"2"}]}"#, "[1] A \u{fffd} cup\n[2]\nmended: [Json]");
    items(r#"{"id":"1","title":"He said "no" twice"},{"id":"2"}]}"#, "[1] He said \"no\" twice\n[2]\nmended: [Json]");
}

#[test]
fn one_bad_item_does_not_cost_the_others() {
    items(r#"7,null,"x",{"id":"2"}]}"#, "[2]");
    items(r#"{"id":"1","url":{"x":1},"title":["One"],"tags":7,"authors":"x"},{"id":"2"}]}"#, "[1]\n[2]");
}

#[test]
fn feeds_that_break_off() {
    let one = "[1] One\nmended: [Json, Truncated]";
    for cut in [
        r#"{"id":"1","title":"One"},{"id":"2","title":"Tw"#,
        r#"{"id":"1","title":"One"},{"id":"2","ti"#,
        r#"{"id":"1","title":"One"},{"id":"2","title":"Two""#,
        r#"{"id":"1","title":"One"},"#,
        r#"{"id":"1","title":"One"}"#,
        r#"{"id":"1","title":"One"}]"#,
    ] {
        items(cut, one);
    }
}

#[test]
fn feeds_without_a_version() {
    let items = r#""items":[{"id":"1","url":"/1","content_html":"<p>x</p>"}]"#;
    let read = "[1] at https://quill.example/1 content: <p>x</p>\nmended: [Root]";
    check(&format!(r#"{{"title":"Quill",{items}}}"#), &format!("json Quill\n{read}"));
    check(
        &format!(r#"{{"home_page_url":"https://quill.example/",{items}}}"#),
        &format!("json at https://quill.example/\n{read}"),
    );
    check(&format!(r#"{{"feed_url":"https://quill.example/f",{items}}}"#), &format!("json\n{read}"));
    check(&format!(r#"{{"version":"1.1","title":"Quill",{items}}}"#), &format!("json Quill\n{read}"));
    check(r#"[{"id":"1","url":"/1","content_html":"<p>x</p>"}]"#, &format!("json\n{read}"));
    for other in [
        r#"{"total":1,"items":[{"id":1,"url":"https://api.example/1","title":"x"}]}"#,
        r#"{"title":"x","items":[{"id":1,"price":2}]}"#,
        r#"{"title":"x","items":{"a":1}}"#,
        r"[1,2,3]",
        r#"{"items":[{"id":1,"content_html":"x"}]}"#,
    ] {
        check(other, "not a feed: JSON, but no JSON Feed");
    }
}

#[test]
fn what_stands_before_the_feed() {
    for before in ["callback(", "<br />\n<b>Warning</b>: slow {x}\n", "while(1);", "\u{feff}\u{feff}// feed\n"] {
        let document = format!("{before}{START}{{\"id\":\"1\"}}]}}");
        check(&document, "json Quill\n[1]\nmended: [LeadingJunk, Json]");
    }
}

#[test]
fn titles_are_plain_text() {
    items(r#"{"id":"1","title":"Why <em> beats <b>"}]}"#, "[1] Why <em> beats <b>");
    items(r#"{"id":"1","title":"AT&amp;T"}]}"#, "[1] AT&amp;T");
    items(r#"{"id":"1","title":"3 < 5 & 6 > 4"}]}"#, "[1] 3 < 5 & 6 > 4");
}

#[test]
fn links_are_mended() {
    items(
        r##"{"id":"https://quill.example/1","url":"#"},{"id":"2","url":"N/A","external_url":"https://ink.example/?a=1&amp;b=2"}]}"##,
        "[https://quill.example/1] at https://quill.example/1\n[2] at https://ink.example/?a=1&b=2",
    );
}
