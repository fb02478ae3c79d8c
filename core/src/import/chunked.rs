//! The chunked transfer encoding (RFC 9112 §7.1).

use alloc::vec::Vec;

/// Removes the chunked encoding of a body. `None` if the body is not encoded in this way. Line breaks may be LF, because
/// text fields convert them.
pub(super) fn decode(encoded: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    let mut rest = encoded;
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (line, after) = rest.split_at_checked(end + 1)?;
        let line = core::str::from_utf8(line).ok()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok().filter(|_| !size.starts_with('+'))?;
        if size == 0 {
            return Some(body);
        }
        let (chunk, after) = after.split_at_checked(size)?;
        body.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_sizes_and_extensions() {
        assert_eq!(decode(b"4\r\nWiki\r\nb;a=b\r\npedia in \r\n\r\n0\r\n\r\n").unwrap(), b"Wikipedia in \r\n");
        assert_eq!(decode(b"2\n{}\n0\n\n").unwrap(), b"{}");
        assert_eq!(decode(b"0\r\n\r\n").unwrap(), b"");
    }

    #[test]
    fn other_bodies_are_not_chunked() {
        for body in
            [&b""[..], b"{}", b"3\n{}\n0\n", b"2\r\n{}", b"+2\r\n{}\r\n0\r\n", b"ffffffffffffffffffff\r\n", b"-1\n"]
        {
            assert_eq!(decode(body), None);
        }
    }
}
