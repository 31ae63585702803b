//! The settings of a running worker, which may change.

use std::sync::Arc;

use tokio::sync::watch;

use super::settings::Settings;

/// The settings as they are now. Clones follow the same changes.
#[derive(Clone)]
pub struct CurrentSettings(watch::Receiver<Arc<Settings>>);

impl CurrentSettings {
    /// Returns the settings of this moment.
    pub(super) fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.0.borrow())
    }

    /// Waits for a change since the last call; without end where none can come.
    pub(super) async fn changed(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Settings that never change.
impl From<Settings> for CurrentSettings {
    fn from(settings: Settings) -> Self {
        Self(watch::channel(Arc::new(settings)).1)
    }
}

impl From<watch::Receiver<Arc<Settings>>> for CurrentSettings {
    fn from(settings: watch::Receiver<Arc<Settings>>) -> Self {
        Self(settings)
    }
}
