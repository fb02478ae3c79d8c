//! The time of a verification, compared with hand-written code.
//!
//! The code is compared with `ring`, whose hash functions and curves are written in assembly. For HMAC, it is also
//! compared with the crates `hmac` and `sha2`, which the core uses: the difference is the cost of parsing the header
//! fields and of the result. All candidates decode the signature, too. They run in turns, and the result is the median
//! of the turns, so that other load on the machine affects all of them.
//!
//! Run it with `cargo xtask bench speed`, which enables the feature `ring`: RSA and ECDSA then use `ring`, too, and the
//! ratio is the cost of everything else.

#![expect(clippy::unwrap_used, reason = "a benchmark stops if its setup fails")]
#![expect(clippy::indexing_slicing, reason = "every index is within bounds")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use hookwright::http::Headers;
use hookwright::signature::{Algorithm, KeyForm, Request, Scheme, Secret, SignatureField, Signer, Unsigned, Verifier};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use sha2::Sha256;

const SIZES: [(usize, &str); 3] = [(256, "256 B"), (4096, "4 KiB"), (65_536, "64 KiB")];
const TURNS: usize = 41;
/// The length of a turn: long compared with the resolution of the clock, and short compared with a time slice of the
/// scheduler.
const TURN: Duration = Duration::from_millis(4);
const RSA: [&str; 2] = [include_str!("../tests/keys/rsa.pem"), include_str!("../tests/keys/rsa.pub.pem")];
const P256: [&str; 2] = [include_str!("../tests/keys/p256.pem"), include_str!("../tests/keys/p256.pub.pem")];

/// A candidate: its name, and its verification of the delivery.
type Candidate<'a> = (&'static str, Box<dyn Fn() -> bool + 'a>);

fn main() {
    println!("{:22} {:>8} {:>12}   ratio to", "algorithm", "body", "hookwright");
    for algorithm in [Algorithm::HmacSha256, Algorithm::Ed25519, Algorithm::RsaPkcs1Sha256, Algorithm::EcdsaP256Sha256]
    {
        for (bytes, size) in SIZES {
            let body: Vec<u8> = (0..bytes).map(|index| b'a' + (index % 26) as u8).collect();
            let medians = compare(algorithm, &body);
            let own = medians[0].1;
            let ratios: Vec<_> = medians[1..].iter().map(|(peer, time)| format!("{peer} {:.2}", own / time)).collect();
            println!("{:22} {size:>8} {:>9.2} µs   {}", name(algorithm), own / 1000.0, ratios.join(", "));
        }
    }
}

const fn name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::HmacSha256 => "HMAC-SHA256, reused key",
        Algorithm::Ed25519 => "Ed25519",
        Algorithm::RsaPkcs1Sha256 => "RSA-2048 PKCS#1",
        _ => "ECDSA P-256",
    }
}

/// The median time of one verification in nanoseconds, for each candidate.
fn compare(algorithm: Algorithm, body: &[u8]) -> Vec<(&'static str, f64)> {
    let form = match algorithm {
        Algorithm::HmacSha256 | Algorithm::Ed25519 => KeyForm::Hex,
        _ => KeyForm::Pem,
    };
    let scheme = Scheme::new("bench/speed", algorithm, form, "{body}", SignatureField::base64("X-Signature"));
    let [private, public] = match algorithm {
        Algorithm::RsaPkcs1Sha256 => RSA.map(String::from),
        Algorithm::EcdsaP256Sha256 => P256.map(String::from),
        _ => {
            let made = scheme.make_secret(&[7; 32]).unwrap();
            [made.secret.to_string(), made.public.unwrap_or(made.secret.to_string())]
        }
    };
    let signer = Signer::new(&scheme, &[Secret::new(private).unwrap()]).unwrap();
    let signed = signer.sign(&Unsigned::new(body)).unwrap();
    let headers: Headers =
        [("Content-Type", "application/json"), ("User-Agent", "bench"), ("Accept", "*/*")].into_iter().collect();
    let headers: Headers = headers.iter().chain(signed.headers.iter()).collect();
    let verifier = Verifier::new(&scheme, &[Secret::new(public.as_str()).unwrap()]).unwrap();
    let signature = || Base64::decode_vec(headers.get("X-Signature").next().unwrap()).unwrap();

    let mut candidates: Vec<Candidate<'_>> =
        vec![("hookwright", Box::new(|| verifier.verify(&Request::new(&headers, body), 0).is_ok()))];
    if algorithm == Algorithm::HmacSha256 {
        let state: Hmac<Sha256> = Hmac::new_from_slice(&hex::decode(&public).unwrap()).unwrap();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &hex::decode(&public).unwrap());
        let plain = move || state.clone().chain_update(body).verify_slice(&signature()).is_ok();
        candidates.push(("hmac + sha2", Box::new(plain)));
        candidates.push(("ring", Box::new(move || ring::hmac::verify(&key, body, &signature()).is_ok())));
    } else {
        let key = public_bytes(algorithm, &public);
        let verify = move || match algorithm {
            Algorithm::Ed25519 => UnparsedPublicKey::new(&ED25519, &key).verify(body, &signature()),
            Algorithm::RsaPkcs1Sha256 => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key).verify(body, &signature())
            }
            _ => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &key).verify(body, &signature()),
        };
        candidates.push(("ring", Box::new(move || verify().is_ok())));
    }
    medians(&candidates)
}

/// A public key in the format of `ring`: the point, or the two numbers of RSA, which are at the end of the DER.
fn public_bytes(algorithm: Algorithm, key: &str) -> Vec<u8> {
    if algorithm == Algorithm::Ed25519 {
        return hex::decode(key).unwrap();
    }
    let base64: String = key.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = Base64::decode_vec(&base64).unwrap();
    let header = if algorithm == Algorithm::RsaPkcs1Sha256 { 24 } else { der.len() - 65 };
    der[header..].to_vec()
}

fn medians(candidates: &[Candidate<'_>]) -> Vec<(&'static str, f64)> {
    for (candidate, check) in candidates {
        assert!(check(), "{candidate} rejects a valid signature");
    }
    let mut times: Vec<Vec<f64>> = candidates.iter().map(|_| Vec::with_capacity(TURNS)).collect();
    for _ in 0..TURNS {
        for ((_, check), times) in candidates.iter().zip(&mut times) {
            let start = Instant::now();
            let mut checks = 0.0;
            while start.elapsed() < TURN {
                black_box(check());
                checks += 1.0;
            }
            times.push(start.elapsed().as_nanos() as f64 / checks);
        }
    }
    let middle = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    candidates.iter().map(|(name, _)| *name).zip(times.into_iter().map(middle)).collect()
}
