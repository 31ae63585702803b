//! The gate of the queue: as long as something keeps it closed, no job is leased.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::watch;

use crate::telemetry::Conditions;

/// A gate that keeps jobs from being leased while an output or a disk takes no more. Clones share one state.
///
/// Whatever closes it is a condition too, so that an operator can see why nothing is polled.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The names of what keeps the gate closed.
    closed: Arc<watch::Sender<BTreeSet<String>>>,
    conditions: Conditions,
}

impl Gate {
    /// Creates an open gate.
    pub fn new(conditions: Conditions) -> Self {
        Self { closed: Arc::default(), conditions }
    }

    /// Closes the gate in the name of a condition, whose words say why.
    pub fn close(&self, name: &str, words: impl Into<String>) {
        self.conditions.set(name, words);
        self.closed.send_if_modified(|names| names.insert(name.to_owned()));
    }

    /// Ends a condition. The gate opens when nothing else keeps it closed.
    pub fn open(&self, name: &str) {
        self.conditions.clear(name);
        self.closed.send_if_modified(|names| names.remove(name));
    }

    /// Sets a condition that does not close the gate.
    pub fn note(&self, name: &str, words: impl Into<String>) {
        self.conditions.set(name, words);
    }

    /// Waits until jobs may be leased.
    pub async fn opened(&self) {
        // The sender lives as long as the gate itself.
        let _ = self.closed.subscribe().wait_for(BTreeSet::is_empty).await;
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn the_gate_is_closed_as_long_as_anything_closes_it() {
        let conditions = Conditions::default();
        conditions.started();
        let gate = Gate::new(conditions.clone());
        assert!(gate.opened().now_or_never().is_some());
        gate.close("stdout", "stdout waits for its reader");
        gate.clone().close("disk", "no room");
        gate.note("slow", "something is slow");
        assert!(gate.opened().now_or_never().is_none());
        assert_eq!(conditions.list().len(), 3);
        gate.open("stdout");
        assert!(gate.opened().now_or_never().is_none());
        let opened = tokio::spawn({
            let gate = gate.clone();
            async move { gate.opened().await }
        });
        gate.open("disk");
        opened.await.unwrap();
        assert_eq!(conditions.list(), [("slow".to_owned(), "something is slow".to_owned())]);
    }
}
