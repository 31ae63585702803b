//! The values that the program can do, key by key. What it cannot is named before it starts.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::dirs;
use super::log_filter;
use super::places::Places;
use super::problem::Problem;
use super::types::{Config, OutputKind};
use super::units::{MAX_INTERVAL, Period, Size};

/// The most jobs held, and requests to a domain, at a time (chosen: a job may cost 20 MiB and a socket).
const MAX_JOBS: usize = 10_000;
/// The most threads (chosen: more than any machine has cores).
const MAX_THREADS: usize = 4096;
/// The longest age of an entry or a file (chosen: longer than the web is old).
const MAX_AGE: Period = Period::seconds(100 * 366 * 86_400);
/// The longest time limit of a request (chosen).
const MAX_TIMEOUT: Period = Period::seconds(3600);
/// The shortest length of time that is not zero.
const SHORTEST: Period = Period(Duration::from_millis(1));
/// The length of time that is none.
const NONE: Period = Period::seconds(0);
/// The largest body that can be read (chosen: it is held in memory).
const MAX_BODY: Size = Size(1 << 30);
/// The most that is kept of each stream (chosen: a reader that resumes gets it through memory).
const MAX_KEPT: Size = Size(256 << 20);
/// The largest file of an output (source: the largest file of ext4).
const MAX_FILE: Size = Size(16 << 40);

/// The problems that are found, each with the place of its key.
struct Check<'a> {
    places: &'a Places,
    problems: Vec<Problem>,
}

/// Returns a problem for each value that the program cannot do.
pub(super) fn check(config: &Config, places: &Places) -> Vec<Problem> {
    let mut check = Check { places, problems: Vec::new() };
    check.counts(config);
    check.times(config);
    check.texts(config);
    check.outputs(config);
    check.problems.extend(dirs::check(config, places));
    check.problems
}

impl Check<'_> {
    fn say(&mut self, key: &str, detail: impl std::fmt::Display) {
        self.problems.push(self.places.problem(key, detail));
    }

    fn range<T: Copy + PartialOrd + std::fmt::Display>(&mut self, key: &str, value: T, least: T, most: T) {
        if value < least || value > most {
            self.say(key, format!("{value} is out of range; write {least} to {most}"));
        }
    }

    fn counts(&mut self, config: &Config) {
        self.range("fetch.in_flight", config.fetch.in_flight, 1, MAX_JOBS);
        self.range("fetch.per_domain", config.fetch.per_domain, 1, MAX_JOBS);
        self.range("worker.cpu_threads", config.worker.cpu_threads, 0, MAX_THREADS);
        self.range("fetch.page_limit", config.fetch.page_limit, Size(1), MAX_BODY);
        self.range("fetch.feed_limit", config.fetch.feed_limit, Size(1), MAX_BODY);
        self.range("outbox.keep", config.outbox.keep, Size(0), MAX_KEPT);
    }

    fn times(&mut self, config: &Config) {
        let (poll, fetch) = (&config.poll, &config.fetch);
        self.range("poll.min_interval", poll.min_interval, SHORTEST, MAX_INTERVAL);
        self.range("poll.max_interval", poll.max_interval, SHORTEST, MAX_INTERVAL);
        self.range("poll.target_delay", poll.target_delay, SHORTEST, MAX_INTERVAL);
        if let Some(age) = poll.first_poll_age {
            self.range("poll.first_poll_age", age, SHORTEST, MAX_AGE);
        }
        self.range("fetch.delay", fetch.delay, NONE, MAX_INTERVAL);
        self.range("fetch.timeout", fetch.timeout, SHORTEST, MAX_TIMEOUT);
        self.range("fetch.retry_initial_interval", fetch.retry_initial_interval, SHORTEST, MAX_INTERVAL);
        self.range("fetch.retry_max_interval", fetch.retry_max_interval, SHORTEST, MAX_INTERVAL);
        self.range("state.forget_after", config.state.forget_after, SHORTEST, MAX_AGE);
        self.range("fetch.retry_max_age", fetch.retry_max_age, NONE, MAX_AGE);
        if poll.min_interval > poll.max_interval {
            let (shortest, longest) = (poll.min_interval, poll.max_interval);
            self.say("poll.min_interval", format!("{shortest} is longer than `poll.max_interval`, {longest}"));
        }
    }

    fn texts(&mut self, config: &Config) {
        let agent = &config.fetch.user_agent;
        if agent.trim().is_empty() {
            self.say("fetch.user_agent", "is empty; name the program and a contact");
        } else if !agent.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            self.say("fetch.user_agent", "holds line breaks or other characters that no header can; use plain ASCII");
        }
        if let Err(detail) = listening(&config.telemetry.http) {
            self.say("telemetry.http", detail);
        }
        let mut hosts = config.telemetry.allow_hosts.iter();
        if let Some(host) = hosts.find(|host| !is_host_name(host)) {
            self.say(
                "telemetry.allow_hosts",
                format!("`{host}` is no name of a host; write it without scheme and port"),
            );
        }
        if let Err(detail) = log_filter::check(&config.telemetry.log) {
            self.say("telemetry.log", detail);
        }
    }

    fn outputs(&mut self, config: &Config) {
        if config.output.is_empty() {
            self.say("output", "there is no `[[output]]`: records would go nowhere");
        }
        let mut stdouts = 0;
        for (at, output) in config.output.iter().enumerate() {
            let key = |name: &str| format!("output.{at}.{name}");
            stdouts += usize::from(output.kind == OutputKind::Stdout);
            if output.kind == OutputKind::Stdout && stdouts > 1 {
                self.say(&key("kind"), "another `[[output]]` is \"stdout\" already; one can be");
            }
            if output.kind == OutputKind::Files && output.dir.is_none() {
                self.say(&key("dir"), "is missing; an `[[output]]` of kind \"files\" needs it");
            }
            self.range(&key("rotate_size"), output.rotate_size, Size(1), MAX_FILE);
            self.range(&key("rotate_age"), output.rotate_age, SHORTEST, MAX_AGE);
        }
    }
}

fn is_host_name(host: &str) -> bool {
    !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
}

/// Checks that an address to listen on is one: a number or a name, and a port. Empty is none.
fn listening(address: &str) -> Result<(), String> {
    let how = "write address and port, as in \"127.0.0.1:9464\", or \"\" for none";
    if address.is_empty() || address.parse::<SocketAddr>().is_ok() {
        return Ok(());
    }
    if address.contains("://") {
        return Err(format!("takes no address of the web; {how}"));
    }
    if address.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return Err(format!("`{address}` has no port; {how}"));
    }
    let is_number = |host: &str| host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    match address.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_err() && is_host_name(host) => {
            Err(format!("`{port}` is no port; write 1 to 65535, or 0 for any free one"))
        }
        Some((host, _)) if is_host_name(host) && !is_number(host) => Ok(()),
        _ => Err(format!("`{address}` is no address to listen on; {how}")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::problem::assert_said;

    /// Checks what is said of a configuration's only wrong value; nothing where `said` is empty.
    #[track_caller]
    fn check(toml: &str, said: &str) {
        let config: Config = toml::from_str(toml).unwrap();
        assert_said(super::check(&config, &Places::new(Path::new("p"))), said);
    }

    #[test]
    fn counts_have_bounds() {
        check("[fetch]\nin_flight = 0", "`in_flight`: 0 is out of range; write 1 to 10000");
        check("[fetch]\nin_flight = 9223372036854775807", "`in_flight`: 9223372036854775807 is out of range");
        check("[fetch]\nper_domain = 5000000000", "`per_domain`: 5000000000 is out of range");
        check("[worker]\ncpu_threads = 4611686018427387904", "`cpu_threads`: 4611686018427387904 is out");
        check("[fetch]\npage_limit = \"0 B\"", "`page_limit`: 0 B is out of range; write 1 B to 1 GiB");
        check("[fetch]\nfeed_limit = \"16000000000 GB\"", "`feed_limit`: 15258789062500 MiB is out of range");
        check("[fetch]\nin_flight = 10000\nper_domain = 64\n[worker]\ncpu_threads = 0", "");
    }

    #[test]
    fn times_have_bounds() {
        for key in ["target_delay", "first_poll_age"] {
            check(&format!("[poll]\n{key} = \"0s\""), &format!("`{key}`: 0s is out of range; write 1ms to "));
        }
        check("[poll]\nmin_interval = \"0s\"", "`min_interval`: 0s is out of range");
        check("[poll]\nmin_interval = \"2d\"", "`min_interval`: 2d is longer than `poll.max_interval`, 1d");
        check("[fetch]\ntimeout = \"0s\"", "`timeout`: 0s is out of range; write 1ms to 1h");
        check("[fetch]\ntimeout = \"99999999d\"", "`timeout`: 99999999d is out of range");
        check("[fetch]\ndelay = \"200000000d\"", "`delay`: 200000000d is out of range; write 0s to 732d");
        check("[fetch]\ndelay = \"0s\"\nretry_max_age = \"0s\"", "");
    }

    #[test]
    fn texts_have_a_form() {
        check("[fetch]\nuser_agent = \"\"", "`user_agent`: is empty");
        check("[fetch]\nuser_agent = \"a\\r\\nX: y\"", "`user_agent`: holds line breaks");
        for right in ["", "127.0.0.1:0", "[::1]:9464", "localhost:9464", "metrics.internal:1"] {
            check(&format!("[telemetry]\nhttp = \"{right}\""), "");
        }
        check("[telemetry]\nhttp = \"nonsense\"", "`http`: `nonsense` is no address to listen on");
        check("[telemetry]\nhttp = \"localhost\"", "`http`: `localhost` is no address to listen on");
        check("[telemetry]\nhttp = \"http://127.0.0.1:1\"", "`http`: takes no address of the web");
        check("[telemetry]\nhttp = \"127.0.0.1\"", "`http`: `127.0.0.1` has no port");
        check("[telemetry]\nhttp = \"127.0.0.1:99999\"", "`http`: `99999` is no port");
        check("[telemetry]\nhttp = \"999.0.0.1:80\"", "`http`: `999.0.0.1:80` is no address");
        check("[telemetry]\nallow_hosts = [\"http://a\"]", "`allow_hosts`: `http://a` is no name of a host");
        check("[telemetry]\nlog = \"lots\"", "`log`: `lots` is no level");
    }

    #[test]
    fn outputs_can_be_written() {
        check("output = []", "`output`: there is no `[[output]]`");
        check("[[output]]\n[[output]]", "`kind`: another `[[output]]` is \"stdout\" already");
        check("[[output]]\nkind = \"files\"", "`dir`: is missing");
        check("[[output]]\nrotate_size = \"0 B\"", "`rotate_size`: 0 B is out of range");
        check("[[output]]\nrotate_age = \"0s\"", "`rotate_age`: 0s is out of range");
    }
}
