use std::io::Write;

use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use proptest::prelude::*;

use super::{Decoded, decode};

const LIMIT: usize = 5000;
const TEXT: &[u8] = b"<rss><channel><title>Ein Brief aus \xc3\x9cbersee</title></channel></rss>";

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::fast());
    to.write_all(text).unwrap();
    to.finish().unwrap()
}

fn zlib(text: &[u8]) -> Vec<u8> {
    let mut to = ZlibEncoder::new(Vec::new(), Compression::fast());
    to.write_all(text).unwrap();
    to.finish().unwrap()
}

fn deflate(text: &[u8]) -> Vec<u8> {
    let mut to = DeflateEncoder::new(Vec::new(), Compression::fast());
    to.write_all(text).unwrap();
    to.finish().unwrap()
}

fn brotli(text: &[u8]) -> Vec<u8> {
    let mut to = CompressorWriter::new(Vec::new(), 4096, 3, 18);
    to.write_all(text).unwrap();
    to.into_inner()
}

type Pack = fn(&[u8]) -> Vec<u8>;

const ALL: [(&str, Pack); 5] =
    [("gzip", gzip), ("deflate", zlib), ("deflate", deflate), ("br", brotli), ("", <[u8]>::to_vec)];

/// Whatever is packed is read, whichever coding the header names.
#[track_caller]
fn check(body: Vec<u8>, content_encoding: &str) {
    let whole = Decoded { bytes: TEXT.to_vec(), ..Decoded::default() };
    assert_eq!(decode(body, content_encoding, LIMIT), Ok(whole), "{content_encoding:?}");
}

#[test]
fn the_bytes_decide_and_not_the_header() {
    let headers = ["gzip", "x-gzip", "GZIP", "deflate", "br", "aws-chunked", "utf-8", "binary", "gzip, aws-chunked"];
    for header in headers {
        for (_, pack) in ALL {
            check(pack(TEXT), header);
        }
    }
}

#[test]
fn what_has_magic_bytes_needs_no_header() {
    for header in ["", "identity", "none", "identity, none"] {
        check(TEXT.to_vec(), header);
        check(gzip(TEXT), header);
        check(zlib(TEXT), header);
    }
}

#[test]
fn two_layers() {
    for (outer, pack) in ALL {
        for (inner, pack_inner) in ALL {
            check(pack(&pack_inner(TEXT)), &format!("{inner}, {outer}"));
        }
    }
    check(gzip(&gzip(TEXT)), "gzip");
    check(gzip(&gzip(TEXT)), "");
    check(gzip(&zlib(TEXT)), "gzip");
    check(brotli(&gzip(TEXT)), "br");
    check(gzip(TEXT), "gzip, gzip");
    check(TEXT.to_vec(), "gzip, gzip");
}

#[test]
fn trailers_and_tails_do_not_matter() {
    for (header, pack) in ALL.into_iter().filter(|(header, _)| !header.is_empty()) {
        check([&pack(TEXT)[..], b"\0\0rubbish"].concat(), header);
    }
    let packed = gzip(TEXT);
    for missing in 1..=8 {
        check(packed[..packed.len() - missing].to_vec(), "gzip");
    }
    let packed = zlib(TEXT);
    check(packed[..packed.len() - 4].to_vec(), "deflate");
    check([gzip(&TEXT[..9]), gzip(&TEXT[9..])].concat(), "gzip");
    let named =
        [&[0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 0xff, 2, 0, 1, 2][..], b"feed.xml\0a comment\0\x01\x02", &deflate(TEXT)];
    check(named.concat(), "gzip");
}

#[test]
fn what_is_cut_is_read_as_far_as_it_goes() {
    let text = "a longer text, and some more of it; ".repeat(40).into_bytes();
    for (header, pack) in ALL.into_iter().filter(|(header, _)| !header.is_empty()) {
        let packed = pack(&text);
        let decoded = decode(packed[..packed.len() - 12].to_vec(), header, LIMIT).unwrap();
        assert!(decoded.damage.is_some(), "{header}");
        assert!(!decoded.bytes.is_empty() && text.starts_with(&decoded.bytes), "{header}");
    }
    let mut wrong = gzip(TEXT);
    let checksum = wrong.len() - 8;
    wrong[checksum] ^= 1;
    assert_eq!(decode(wrong, "gzip", LIMIT).unwrap().damage, Some("its gzip checksum is wrong"));
}

#[test]
fn each_layer_has_the_limit() {
    for (header, pack) in ALL.into_iter().filter(|(header, _)| !header.is_empty()) {
        let decoded = decode(pack(&[b'a'; LIMIT + 1]), header, LIMIT).unwrap();
        assert_eq!((decoded.bytes.len(), decoded.is_over_limit), (LIMIT, true), "{header}");
        let decoded = decode(pack(&[b'a'; LIMIT]), header, LIMIT).unwrap();
        assert_eq!((decoded.bytes.len(), decoded.is_over_limit), (LIMIT, false), "{header}");
    }
    let noise: Vec<u8> = (0..4 * LIMIT as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let decoded = decode(gzip(&gzip(&noise)), "gzip, gzip", LIMIT).unwrap();
    assert!(decoded.is_over_limit && decoded.bytes.len() <= LIMIT);
}

#[test]
fn what_is_no_coding_at_all_is_said() {
    let zstd = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 1, 0, 0];
    assert_eq!(decode(zstd.to_vec(), "zstd", LIMIT), Err("its content coding is Zstandard, which is not read"));
    assert!(decode(vec![0, 1, 2, 3, 0xff, 0xfe, 0, 7], "gzip", LIMIT).is_err());
    let image = vec![0x89, b'P', b'N', b'G', 0, 1, 2];
    assert_eq!(decode(image.clone(), "", LIMIT).unwrap().bytes, image);
    assert_eq!(decode(Vec::new(), "gzip", LIMIT), Ok(Decoded::default()));
    let utf16: Vec<u8> = "<rss/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(decode(utf16.clone(), "gzip", LIMIT).unwrap().bytes, utf16);
    assert!(decode(gzip(b"").repeat(1000), "gzip", LIMIT).unwrap().damage.is_some());
}

proptest! {
    /// Whatever is packed comes back, up to the limit.
    #[test]
    fn what_is_packed_comes_back(coding in 0usize..4, text in prop::collection::vec(b'a'..b'f', 1..8000)) {
        let (header, pack) = ALL[coding];
        let decoded = decode(pack(&text), header, LIMIT).unwrap();
        prop_assert_eq!(decoded.is_over_limit, text.len() > LIMIT);
        prop_assert_eq!(&decoded.bytes[..], &text[..text.len().min(LIMIT)]);
    }

    /// Damage never panics and never passes the limit.
    #[test]
    fn damage_is_harmless(
        coding in 0usize..5,
        text in prop::collection::vec(0u8..40, 0..9000),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        tail in prop::collection::vec(any::<u8>(), 0..40),
        header in prop::sample::select(vec!["", "gzip", "deflate", "br", "gzip, br", "aws-chunked"]),
    ) {
        let mut packed = ALL[coding].1(&text);
        packed.extend(tail);
        for (at, byte) in damage {
            if !packed.is_empty() {
                let at = at.index(packed.len());
                packed[at] = byte;
            }
        }
        let sent = packed.len();
        if let Ok(decoded) = decode(packed, header, LIMIT) {
            prop_assert!(decoded.bytes.len() <= LIMIT.max(sent));
        }
    }
}
