//! The public key in a certificate.

use super::key_half::element;

/// The SubjectPublicKeyInfo in an X.509 certificate (RFC 5280 §4.1). `None` if the DER is not a certificate.
///
/// The caller chose the certificate as the key, so neither its issuer nor its dates matter.
pub(super) fn public_key(der: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const INTEGER: u8 = 0x02;
    const BIT_STRING: u8 = 0x03;
    const VERSION: u8 = 0xa0;
    let (SEQUENCE, certificate, []) = element(der)? else { return None };
    let (SEQUENCE, signed, after) = element(certificate)? else { return None };
    let (SEQUENCE, _, after) = element(after)? else { return None };
    let (BIT_STRING, _, []) = element(after)? else { return None };
    let mut rest = match element(signed)? {
        (VERSION, _, rest) => rest,
        _ => signed,
    };
    // The serial number, then the algorithm, the issuer, the dates and the subject.
    for expected in [INTEGER, SEQUENCE, SEQUENCE, SEQUENCE, SEQUENCE] {
        let (kind, _, after) = element(rest)?;
        if kind != expected {
            return None;
        }
        rest = after;
    }
    let (SEQUENCE, _, after) = element(rest)? else { return None };
    rest.get(..rest.len().checked_sub(after.len())?)
}
