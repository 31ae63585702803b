//! The place of the socket.

use std::os::unix::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The socket's name in the state directory.
const SOCKET: &str = "control.sock";

/// A path at which the system can make no socket.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} has {} bytes, more than the system takes for a socket (about 100); give `state.dir` a shorter path, such as a \
     symbolic link", path.display(), path.as_os_str().len()
)]
pub struct AddressError {
    /// The path.
    pub path: PathBuf,
}

/// Returns the path of the control socket of a state directory.
///
/// # Errors
/// A path that is too long for the address of a socket.
pub fn socket_path(dir: &Path) -> Result<PathBuf, AddressError> {
    let path = dir.join(SOCKET);
    // The system's own limit, whichever it is.
    match SocketAddr::from_pathname(&path) {
        Ok(_) => Ok(path),
        Err(_) => Err(AddressError { path }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_too_long_is_named() {
        assert_eq!(socket_path(Path::new("state")).unwrap(), Path::new("state/control.sock"));
        let words = socket_path(&PathBuf::from("d".repeat(200))).unwrap_err().to_string();
        assert!(words.contains("213 bytes") && words.contains("state.dir"), "{words}");
    }
}
