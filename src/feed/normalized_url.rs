//! One spelling for all addresses under which feeds link to an article.

use url::Url;

use crate::model::without_credentials;

/// The beginnings of parameters that only record where a reader came from.
///
/// They belong to Google Analytics and its kin, AT Internet (`at_`, `ns_`: the BBC and others), Matomo, `HubSpot`, Webtrekk.
const TRACKING_PREFIXES: [&str; 12] =
    ["utm_", "at_", "ns_", "pk_", "mtm_", "piwik_", "matomo_", "hsa_", "itm_", "stm_", "wt_", "__hs"];

/// The names of such parameters: click ids of advertisers and networks, then of mailings, then of newsrooms.
const TRACKING_NAMES: [&str; 61] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "igshid",
    "igsh",
    "epik",
    "srsltid",
    "_ga",
    "_gl",
    "_openstat",
    "ref_src",
    "ref_url",
    "__twitter_impression",
    "s_kwcid",
    "spm",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "oly_anon_id",
    "oly_enc_id",
    "vero_id",
    "vero_conv",
    "ck_subscriber_id",
    "sc_src",
    "sc_lid",
    "s_cid",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    ".tsrc",
    "soc_src",
    "soc_trk",
    "sr_share",
    "cmp",
    "cmpid",
    "icid",
    "ncid",
    "ocid",
    "smid",
    "smtyp",
    "emc",
    "ito",
    "maca",
    "xtor",
    "xtref",
    "taid",
    "wprss",
    "feedtype",
    "feedname",
];

/// Parameters that are tracking only with a value that begins with one of [`FEED_VALUES`].
const SOURCE_NAMES: [&str; 10] =
    ["ref", "referrer", "source", "src", "from", "partner", "mod", "feature", "campaign", "cid"];
/// Values that name a feed as the reader's source.
const FEED_VALUES: [&str; 4] = ["rss", "feed", "atom", "external-feed"];

/// Returns the address without credentials, default port, tracking parameters and fragment. O(n).
///
/// Two feeds link to the same page when the results are equal. A fragment that names a page of its own (`#!/…`, `#/…`) is
/// kept. The list of parameters was gathered from feeds. Other parameters are kept in their order, since it is worse to
/// take two articles for one than one for two.
///
/// ```
/// use pressline::feed::normalized_url;
///
/// let url = "https://news.example/ferry?id=7&utm_source=rss#comments".parse().unwrap();
/// assert_eq!(normalized_url(&url), "https://news.example/ferry?id=7");
/// ```
pub fn normalized_url(url: &Url) -> String {
    let mut url = without_credentials(url);
    if url.fragment().is_some_and(|f| !f.starts_with(['!', '/'])) {
        url.set_fragment(None);
    }
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|q| !q.is_empty()));
    }
    url.into()
}

fn is_tracking(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let (name, value) = (name.to_ascii_lowercase(), value.to_ascii_lowercase());
    TRACKING_PREFIXES.iter().any(|p| name.starts_with(p))
        || TRACKING_NAMES.contains(&name.as_str())
        || (SOURCE_NAMES.contains(&name.as_str()) && FEED_VALUES.iter().any(|v| value.starts_with(v)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::normalized_url;

    #[track_caller]
    fn check(address: &str, expected: &str) {
        assert_eq!(normalized_url(&Url::parse(address).unwrap()), expected);
    }

    #[test]
    fn one_page_one_spelling() {
        let page = "https://quill.example/ferry?id=7";
        check("HTTPS://Quill.example:443/ferry?id=7", page);
        check("https://quill.example/ferry?id=7#comments", page);
        check("https://quill.example/ferry?utm_source=rss&id=7&UTM_medium=feed", page);
        check("https://quill.example/ferry?at_medium=RSS&at_campaign=rss&id=7", page);
        check("https://quill.example/ferry?id=7&ns_mchannel=rss&CMP=share&ito=1490", page);
        check("https://quill.example/ferry?id=7&ref=rss&partner=rssnews", page);
        check("https://ada:secret@quill.example/ferry?id=7", page);
        check("https://quill.example/ferry?fbclid=x&gclid=y", "https://quill.example/ferry");
        check("https://quill.example/ferry?", "https://quill.example/ferry");
    }

    #[test]
    fn what_may_matter_stays() {
        for address in [
            "https://quill.example/?ref=ferry&src=4",
            "https://quill.example/?b=2&a=%C3%A9",
            "https://quill.example/#!/ferry",
            "http://quill.example:8080/Ferry",
            "mailto:desk@quill.example",
        ] {
            check(address, address);
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(query in "[a-z_]{0,6}(=[a-z]{0,3})?(&[a-z_]{0,6}(=[a-z]{0,3})?){0,4}", tracking in "utm_[a-z]{1,5}=[a-z]{0,4}") {
            let normal = |q: &str| normalized_url(&Url::parse(&format!("https://quill.example/?{q}")).unwrap());
            let once = normal(&query);
            prop_assert_eq!(&normalized_url(&Url::parse(&once).unwrap()), &once);
            prop_assert_eq!(&normal(&format!("{tracking}&{query}")), &once);
        }
    }
}
