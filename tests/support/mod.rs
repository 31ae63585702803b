//! What several test binaries share: a newspaper on loopback, the real binary, and its records.

#![allow(dead_code, unreachable_pub, reason = "no test binary uses all of it")]
#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::missing_panics_doc,
    reason = "a test may panic, and its texts are short"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A page of the newspaper.
#[derive(Clone)]
pub struct Page {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Page {
    pub fn html(body: &str) -> Self {
        Self {
            status: 200,
            headers: vec![("content-type".into(), "text/html; charset=utf-8".into())],
            body: body.into(),
        }
    }

    pub fn feed(body: &str) -> Self {
        let tag = format!("\"{}\"", blake3::hash(body.as_bytes()).to_hex());
        let headers = [("content-type", "application/rss+xml"), ("etag", tag.as_str())];
        Self { status: 200, headers: headers.map(|(k, v)| (k.into(), v.into())).into(), body: body.into() }
    }

    /// Takes the request and never answers.
    pub fn silent() -> Self {
        Self::status(0)
    }

    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

#[derive(Default)]
struct Site {
    pages: BTreeMap<String, Page>,
    asked: Vec<String>,
}

/// A newspaper on loopback: a thread per connection, one request each. It can be rewritten while it is read.
#[derive(Clone)]
pub struct Newspaper {
    pub base: String,
    site: Arc<Mutex<Site>>,
}

impl Newspaper {
    pub fn open() -> Self {
        Self::open_at("127.0.0.1:0")
    }

    /// Opens it at an address of its own, so that its host differs from another newspaper's.
    pub fn open_at(address: &str) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let site: Arc<Mutex<Site>> = Arc::default();
        let served = Arc::clone(&site);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&served);
                thread::spawn(move || serve(stream, &site));
            }
        });
        Self { base, site }
    }

    pub fn set(&self, path: &str, page: Page) {
        self.site.lock().unwrap().pages.insert(path.into(), page);
    }

    /// The paths asked for so far, in order.
    pub fn asked(&self) -> Vec<String> {
        self.site.lock().unwrap().asked.clone()
    }

    pub fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| *asked == path).count()
    }

    /// Publishes a feed of articles, newest first, with a page for each.
    pub fn publish(&self, path: &str, articles: &[(String, String)]) {
        for (slug, html) in articles {
            self.set(&format!("/{slug}"), Page::html(html));
        }
        self.set(path, Page::feed(&rss(&self.base, articles.iter().map(|(slug, _)| slug.as_str()))));
    }
}

fn serve(stream: TcpStream, site: &Mutex<Site>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let path = lines.next()?.ok()?.split(' ').nth(1)?.to_owned();
    let known = |line: String| line.to_ascii_lowercase().strip_prefix("if-none-match: ").map(str::to_owned);
    let tag = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).find_map(known);
    let page = {
        let mut site = site.lock().unwrap();
        site.asked.push(path.clone());
        site.pages.get(path.split('?').next()?).cloned().unwrap_or_else(|| Page::status(404))
    };
    if page.status == 0 {
        thread::park();
    }
    let fresh = tag.is_some() && page.headers.iter().any(|(name, value)| name == "etag" && Some(value) == tag.as_ref());
    let page = if fresh { Page::status(304) } else { page };
    let mut head =
        format!("HTTP/1.1 {} X\r\nconnection: close\r\ncontent-length: {}\r\n", page.status, page.body.len());
    for (name, value) in &page.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let mut stream = stream;
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(b"\r\n").ok()?;
    stream.write_all(&page.body).ok()
}

/// An RSS feed that names articles by their slugs.
pub fn rss<'a>(base: &str, slugs: impl Iterator<Item = &'a str>) -> String {
    let items: String =
        slugs.map(|s| format!("<item><title>About {s}</title><link>{base}/{s}</link></item>")).collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Test Press</title>{items}</channel></rss>")
}

/// A page with an article of its own words.
pub fn article(slug: &str) -> (String, String) {
    let html = format!(
        "<!DOCTYPE html><html lang=en><head><title>About {slug} - Test Press</title></head><body><nav><a href=/>Home</a></nav>\
         <article><h1>About {slug}</h1><p>The council of Dunmore approved plan {slug} on Monday after a debate of four hours, \
         and the vote was closer than anybody had expected.</p><p>“We have waited long enough for {slug},” said Mayor Helen \
         Brandt, who had put the plan forward in the spring.</p><p>Opponents left the hall before the count. They will take the \
         matter to the county court, according to Peter Lang, who speaks for them.</p></article></body></html>"
    );
    (slug.to_owned(), html)
}

/// A directory of one test: configuration, state, output.
pub struct Desk {
    pub dir: tempfile::TempDir,
}

impl Desk {
    /// Configures `feeds` (name and address) with loopback allowed, and `more` TOML before them.
    pub fn new(feeds: &[(&str, String)], more: &str) -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        let mut text = format!(
            "[state]\ndir = \"{}\"\n[poll]\nmin_interval = \"1ms\"\nmax_interval = \"1ms\"\n[fetch]\nallow_addresses = [\"127.0.0.0/8\"]\n\
             [telemetry]\nhttp = \"\"\n{more}\n",
            desk.path("state").display()
        );
        for (name, url) in feeds {
            text += &format!("[[feeds]]\nname = \"{name}\"\nurl = \"{url}\"\n");
        }
        std::fs::write(desk.path("pressline.toml"), text).unwrap();
        desk
    }

    /// Replaces a text of the configuration, which must hold it.
    pub fn replace(&mut self, from: &str, to: &str) {
        let file = self.path("pressline.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from} is not in {text}");
        std::fs::write(&file, text.replacen(from, to, 1)).unwrap();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = pressline();
        command.args(args).arg("--config").arg(self.path("pressline.toml")).current_dir(self.dir.path());
        command
    }

    /// One pass; its records and exit code.
    pub fn once(&self) -> (Vec<Value>, i32) {
        let output = self.command(&["run", "--once"]).output().unwrap();
        (records(&output.stdout), code(&output))
    }

    /// What `status --json` says.
    pub fn status(&self) -> Value {
        let output = self.command(&["status", "--json"]).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Starts the service with its stdout piped.
    pub fn start(&self) -> Child {
        self.command(&["run"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

/// The real binary, free of the environment's settings.
pub fn pressline() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pressline"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PRESSLINE_")) {
        command.env_remove(name);
    }
    command
}

pub fn code(output: &Output) -> i32 {
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    output.status.code().unwrap_or_else(|| panic!("ended by a signal: {}\n{}", output.status, said()))
}

/// Every line as JSON, held against its schema.
pub fn records(lines: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(lines).expect("UTF-8");
    let records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    records.iter().for_each(validate);
    records
}

/// Holds a record against the schema it names, and its offsets against its text.
pub fn validate(record: &Value) {
    let kind =
        record["schema"].as_str().expect("schema").strip_prefix("pressline.").unwrap().strip_suffix("/1").unwrap();
    let schemas = pressline::model::schema::all();
    let schema = schemas.iter().find(|(name, _)| *name == kind).expect("a known type").1.as_value();
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(record).map(|e| format!("{e} at {}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{record:#}");
    if kind == "article" {
        slices(record);
    }
}

/// Every `text[start:end]` equals the text beside it, counted in code points.
fn slices(record: &Value) {
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let cut = |a: &Value, b: &Value| -> String {
        text[a.as_u64().unwrap() as usize..b.as_u64().unwrap() as usize].iter().collect()
    };
    let holds = |x: &Value| {
        if !x["start"].is_null() {
            assert_eq!(cut(&x["start"], &x["end"]), x["text"].as_str().unwrap());
        }
    };
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    list(&record["entities"]).iter().flat_map(|e| list(&e["mentions"])).for_each(|m| holds(&m));
    for quote in list(&record["quotes"]) {
        let pieces: Vec<String> = list(&quote["spans"]).iter().map(|s| cut(&s[0], &s[1])).collect();
        assert_eq!(pieces.join(" "), quote["text"].as_str().unwrap());
        for part in ["cue", "speaker", "addressee", "venue"] {
            holds(&quote[part]);
        }
    }
    let paragraphs: Vec<String> = list(&record["paragraphs"]).iter().map(|p| cut(&p[0], &p[1])).collect();
    assert_eq!(paragraphs.join("\n"), record["text"].as_str().unwrap());
}

/// The records of one type.
pub fn of<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    let schema = format!("pressline.{kind}/1");
    records.iter().filter(|record| record["schema"] == schema).collect()
}

/// Waits until `done` answers something, looking every few milliseconds; panics with `what` when it takes too long.
pub fn wait_for<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = done() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// The address at which a service with `telemetry.http = "127.0.0.1:0"` serves metrics and health, from its log.
pub fn telemetry_address(service: &mut Child) -> String {
    let mut log = BufReader::new(service.stderr.take().unwrap()).lines().map_while(Result::ok);
    let line = log.find(|line| line.contains("metrics and health")).expect("the address is logged");
    // What follows is read too, so that the service never waits for its log.
    thread::spawn(move || log.for_each(drop));
    line.split("address=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

/// Asks a service's own server under a name for it, and returns the whole answer; `None` when it does not answer.
pub fn ask(address: &str, path: &str, host: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

pub fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

/// All bytes of all files below a directory.
pub fn bytes_below(dir: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        if entry.path().is_dir() {
            bytes.extend(bytes_below(&entry.path()));
        } else {
            std::fs::File::open(entry.path()).unwrap().read_to_end(&mut bytes).unwrap();
        }
    }
    bytes
}
