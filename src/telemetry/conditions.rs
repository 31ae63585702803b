//! Conditions: what keeps the service from being ready, in words.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::{info, warn};

/// The name of the condition that holds before the work begins and after it ends.
const WORKER: &str = "worker";

/// The conditions that keep the service from being ready, by name. Clones share one state.
///
/// A name says what is concerned (`worker`, `disk`, an output); the words say what is the matter, for an operator.
#[derive(Clone, Debug)]
pub struct Conditions(Arc<Mutex<BTreeMap<String, String>>>);

impl Default for Conditions {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(BTreeMap::from([(WORKER.to_owned(), "starting".to_owned())]))))
    }
}

impl Conditions {
    /// Declares that the work has begun.
    pub fn started(&self) {
        self.change(WORKER, None);
    }

    /// Declares that the work ends.
    pub fn stopping(&self) {
        self.change(WORKER, Some("stopping".to_owned()));
    }

    /// Sets a condition. It is logged once for as long as it holds in the same words.
    pub fn set(&self, name: &str, words: impl Into<String>) {
        let words = words.into();
        if self.change(name, Some(words.clone())).as_ref() != Some(&words) {
            warn!(condition = name, "not ready: {words}");
        }
    }

    /// Clears a condition, if it holds.
    pub fn clear(&self, name: &str) {
        if self.change(name, None).is_some() {
            info!(condition = name, "the condition is over");
        }
    }

    /// Returns the conditions that hold, as pairs of name and words, by name.
    pub fn list(&self) -> Vec<(String, String)> {
        let conditions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        conditions.iter().map(|(name, words)| (name.clone(), words.clone())).collect()
    }

    /// Sets or clears a condition and returns what its words were.
    fn change(&self, name: &str, words: Option<String>) -> Option<String> {
        let mut conditions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match words {
            Some(words) => conditions.insert(name.to_owned(), words),
            None => conditions.remove(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_hold_until_they_are_cleared() {
        let conditions = Conditions::default();
        assert_eq!(conditions.list(), [("worker".to_owned(), "starting".to_owned())]);
        conditions.started();
        conditions.clone().set("stdout", "stdout waits for its reader");
        conditions.set("disk", "no room on the disk");
        let names: Vec<_> = conditions.list().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["disk", "stdout"]);
        conditions.clear("disk");
        conditions.clear("disk");
        assert_eq!(conditions.list(), [("stdout".to_owned(), "stdout waits for its reader".to_owned())]);
        conditions.stopping();
        assert_eq!(conditions.list().len(), 2);
    }
}
