//! The Fowler–Noll–Vo hash FNV-1a.
//!
//! Trained models hold keys made of these hashes: with other constants every model has to be trained anew.

/// The hash of nothing, 32 bits wide.
pub const FNV_OFFSET_32: u32 = 0x811C_9DC5;
/// The hash of nothing, 64 bits wide.
pub const FNV_OFFSET_64: u64 = 0xCBF2_9CE4_8422_2325;
const FNV_PRIME_32: u32 = 0x0100_0193;
const FNV_PRIME_64: u64 = 0x0100_0000_01B3;

/// Returns a hash with one more value behind it; a value is a byte, a code point or another hash.
pub const fn fnv1a_32_step(hash: u32, value: u32) -> u32 {
    (hash ^ value).wrapping_mul(FNV_PRIME_32)
}

/// Returns a hash with one more value behind it; a value is a byte or a code point.
pub const fn fnv1a_64_step(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(FNV_PRIME_64)
}

/// Returns the 64-bit hash of bytes. O(n).
pub fn fnv1a_64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(FNV_OFFSET_64, |hash, &byte| fnv1a_64_step(hash, u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::{FNV_OFFSET_32, fnv1a_32_step, fnv1a_64};

    /// Vectors of the authors' own list.
    #[test]
    fn hashes_are_those_of_the_specification() {
        let fnv1a_32 = |bytes: &[u8]| bytes.iter().fold(FNV_OFFSET_32, |h, &b| fnv1a_32_step(h, u32::from(b)));
        assert_eq!([fnv1a_32(b""), fnv1a_32(b"a"), fnv1a_32(b"foobar")], [0x811C_9DC5, 0xE40C_292C, 0xBF9C_F968]);
        assert_eq!(
            [fnv1a_64(b""), fnv1a_64(b"a"), fnv1a_64(b"foobar")],
            [0xCBF2_9CE4_8422_2325, 0xAF63_DC4C_8601_EC8C, 0x8594_4171_F739_67E8],
        );
    }
}
