//! What page an address names, case by case.

mod canonical;
mod laws;
mod redirect;
mod separate;
mod twins;

use url::Url;

fn url(address: &str) -> Url {
    address.parse().unwrap_or_else(|e| panic!("{address}: {e}"))
}
