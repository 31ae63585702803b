//! The mode of files that the program creates.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The bits that the owner needs.
const OWNER: u32 = 0o600;
/// The bits that a file may have: one process writes, others may read.
const ALLOWED: u32 = 0o644;

/// A mode of files as `chmod` writes it: who besides the owner may read them. Directories can be entered by who may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileMode(u32);

impl FileMode {
    /// The mode for the owner, and for a group that reads.
    pub const GROUP_READS: Self = Self(0o640);

    /// Returns the bits that a new file or directory must not have, as `umask` takes them.
    pub fn umask(self) -> u32 {
        let class = |shift: u32| {
            let bits = self.0 >> shift & 0o7;
            // Without the right to read, nothing can be done.
            if bits & 0o4 == 0 { 0o7 } else { 0o7 & !(bits | 0o1) }
        };
        class(3) << 3 | class(0)
    }
}

impl FromStr for FileMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let error = || {
            format!(
                "`{text}` is no mode of files; write \"0600\" (the owner), \"0640\" (and a group that reads) or the like"
            )
        };
        let is_octal = (3..=4).contains(&text.len()) && text.bytes().all(|b| (b'0'..=b'7').contains(&b));
        let mode = u32::from_str_radix(text, 8).ok().filter(|_| is_octal).ok_or_else(error)?;
        if mode & OWNER != OWNER || mode & !ALLOWED != 0 { Err(error()) } else { Ok(Self(mode)) }
    }
}

impl fmt::Display for FileMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04o}", self.0)
    }
}

impl<'de> Deserialize<'de> for FileMode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for FileMode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::FileMode;

    #[test]
    fn modes() {
        let check = |text: &str, umask: u32| {
            let mode: FileMode = text.parse().unwrap();
            assert_eq!(format!("{:03o}", mode.umask()), format!("{umask:03o}"), "{text}");
        };
        check("0640", 0o027);
        check("600", 0o077);
        check("0644", 0o022);
        check("0604", 0o072);
        for wrong in ["", "0660", "0666", "0400", "0755", "rw-r-----", "0o640", "06400", "689", "4640"] {
            assert!(wrong.parse::<FileMode>().is_err(), "{wrong}");
        }
    }
}
