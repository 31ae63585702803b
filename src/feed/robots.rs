//! The sitemaps that a site's `robots.txt` names.

use url::Url;

use super::error::MAX_SOURCES;
use super::urls::web_url;

/// Returns the addresses of the `Sitemap:` lines of a `robots.txt`, each once, at most 50, those of news first. O(n).
///
/// ```
/// use pressline::feed::sitemaps_in_robots;
///
/// let site = "https://post.example/robots.txt".parse()?;
/// let found = sitemaps_in_robots("User-agent: *\nDisallow: /x\nSitemap: /sitemap.xml\nsitemap: /news.xml # hourly", &site);
/// assert_eq!(found, ["https://post.example/news.xml".parse()?, "https://post.example/sitemap.xml".parse()?]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sitemaps_in_robots(robots: &str, address: &Url) -> Vec<Url> {
    let mut found: Vec<Url> = Vec::new();
    for line in robots.lines() {
        let Some((key, value)) = line.trim_start_matches('\u{feff}').split_once(':') else { continue };
        if !key.trim().eq_ignore_ascii_case("sitemap") {
            continue;
        }
        let value = value.split_once(" #").map_or(value, |(value, _)| value);
        found.extend(web_url(value, Some(address)).filter(|url| !found.contains(url)));
        if found.len() == MAX_SOURCES {
            break;
        }
    }
    found.sort_by_key(|url| !url.path().to_ascii_lowercase().contains("news"));
    found
}
