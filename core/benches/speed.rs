//! How long a check takes, against what a receiver would write by hand.
//!
//! The peers are `ring`, whose hashing and curves are written in assembly, and for HMAC also the crates `hmac` and `sha2`,
//! which the core itself uses: what is above them is the cost of reading header fields and of the verdict. Each peer decodes
//! the signature too. Sides take turns within a run, and what counts is the median of the turns, so that another load on
//! the machine falls on both.
//!
//! `cargo xtask bench speed`

#![expect(clippy::unwrap_used, reason = "a measurement that cannot be set up should stop there")]
#![expect(clippy::indexing_slicing, reason = "every index is below the length of what it indexes")]

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
/// How long a turn is: long compared with the resolution of the clock, short compared with a time slice of the scheduler.
const TURN: Duration = Duration::from_millis(4);
const RSA: [&str; 2] = [include_str!("../tests/keys/rsa.pem"), include_str!("../tests/keys/rsa.pub.pem")];
const P256: [&str; 2] = [include_str!("../tests/keys/p256.pem"), include_str!("../tests/keys/p256.pub.pem")];

/// A check by some side, of the same delivery.
type Check<'a> = (&'static str, Box<dyn Fn() -> bool + 'a>);

fn main() {
    println!("{:22} {:>8} {:>12}   times as long as", "algorithm", "body", "hookwright");
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
        Algorithm::HmacSha256 => "HMAC-SHA256, keyed once",
        Algorithm::Ed25519 => "Ed25519",
        Algorithm::RsaPkcs1Sha256 => "RSA-2048 PKCS#1",
        _ => "ECDSA P-256",
    }
}

/// The median time of one check in nanoseconds, for each side.
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

    let mut sides: Vec<Check<'_>> =
        vec![("hookwright", Box::new(|| verifier.verify(&Request::new(&headers, body), 0).is_ok()))];
    if algorithm == Algorithm::HmacSha256 {
        let state: Hmac<Sha256> = Hmac::new_from_slice(&hex::decode(&public).unwrap()).unwrap();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &hex::decode(&public).unwrap());
        let plain = move || state.clone().chain_update(body).verify_slice(&signature()).is_ok();
        sides.push(("hmac + sha2", Box::new(plain)));
        sides.push(("ring", Box::new(move || ring::hmac::verify(&key, body, &signature()).is_ok())));
    } else {
        let key = public_bytes(algorithm, &public);
        let verify = move || match algorithm {
            Algorithm::Ed25519 => UnparsedPublicKey::new(&ED25519, &key).verify(body, &signature()),
            Algorithm::RsaPkcs1Sha256 => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &key).verify(body, &signature())
            }
            _ => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &key).verify(body, &signature()),
        };
        sides.push(("ring", Box::new(move || verify().is_ok())));
    }
    medians(&sides)
}

/// A public key as `ring` takes it: the point, or the two numbers of RSA, which stand at the end of the DER.
fn public_bytes(algorithm: Algorithm, key: &str) -> Vec<u8> {
    if algorithm == Algorithm::Ed25519 {
        return hex::decode(key).unwrap();
    }
    let base64: String = key.lines().filter(|line| !line.starts_with("-----")).collect();
    let der = Base64::decode_vec(&base64).unwrap();
    let header = if algorithm == Algorithm::RsaPkcs1Sha256 { 24 } else { der.len() - 65 };
    der[header..].to_vec()
}

fn medians(sides: &[Check<'_>]) -> Vec<(&'static str, f64)> {
    for (side, check) in sides {
        assert!(check(), "{side} refuses a right signature");
    }
    let mut times: Vec<Vec<f64>> = sides.iter().map(|_| Vec::with_capacity(TURNS)).collect();
    for _ in 0..TURNS {
        for ((_, check), times) in sides.iter().zip(&mut times) {
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
    sides.iter().map(|(side, _)| *side).zip(times.into_iter().map(middle)).collect()
}
