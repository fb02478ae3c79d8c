//! Whether the time of a verification depends on the position of the first wrong byte of a signature.
//!
//! The method is that of dudect (Reparaz, Balasch and Verbauwhede, 2017): it measures verifications of two classes of
//! signatures in random order, and applies Welch's t-test to the two sets of times, both to all times and to those
//! below each of several percentiles, because interruptions only make a verification slower. The result is the largest
//! |t|. Below 4.5, no leak was found. Above 10, there is a leak. In between, repeat the benchmark on a machine with
//! less load. A comparison that stops at the first wrong byte is measured as well. If its leak is not found, the
//! results are not meaningful.
//!
//! Run it with `cargo xtask bench timing`.

#![expect(clippy::unwrap_used, reason = "a benchmark stops if its setup fails")]
#![expect(clippy::indexing_slicing, reason = "every index is within bounds")]

use std::hash::{BuildHasher as _, RandomState};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use hmac::{Hmac, KeyInit as _, Mac as _};
use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::signature::{Encoding, Request, Scheme, Secret, Signer, Unsigned, Verifier};
use sha2::Sha256;

const SAMPLES: usize = 1_000_000;
const BATCHES: usize = 4000;
/// Several keys are used, so that the result does not depend on a single one.
const KEYS: usize = 64;
const NOW_MS: i64 = 1_763_683_200_000;
const NOTHING_BELOW: f64 = 4.5;
const LEAK_ABOVE: f64 = 10.0;

/// The position of the wrong byte of a signature.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    Nowhere,
    First,
    Middle,
    Last,
}

/// A key: a function that prepares a delivery with a wrong signature, and the verification that is measured.
struct Side {
    prepare: Box<Prepare>,
    check: Box<Check>,
}

type Prepare = dyn Fn(Wrong, &mut Random) -> (Headers, [u8; 32]);
type Check = dyn Fn(&Headers, &[u8]) -> bool;

fn main() -> ExitCode {
    let mut random = Random::new();
    let pairs = [(Wrong::First, Wrong::Last), (Wrong::First, Wrong::Middle), (Wrong::Middle, Wrong::Last)];
    println!("{SAMPLES} samples for each pair; |t| below {NOTHING_BELOW}: no leak found, above {LEAK_ABOVE}: leak\n");
    let mut is_leak_free = true;
    for id in ["generic/signature", "standard/v1", "well/token"] {
        let sides = of_scheme(find_scheme(id).unwrap(), &mut random);
        for classes in pairs {
            let t = measure(&sides, classes, &mut random);
            is_leak_free &= t < LEAK_ABOVE;
            println!("{id:20} wrong at {:22} |t| = {t:8.2}  {}", shown(classes), verdict(t));
        }
        // This does not count as a leak, because the result of a verification is not secret, and only a rejection has a
        // reason.
        let t = measure(&sides, (Wrong::Nowhere, Wrong::Last), &mut random);
        println!("{id:20} {:31} |t| = {t:8.2}  the result, which is not secret", "right or wrong");
    }
    let t = measure(&leaky(&mut random), (Wrong::First, Wrong::Last), &mut random);
    let is_found = t > LEAK_ABOVE;
    println!("{:20} wrong at {:22} |t| = {t:8.2}  {}", "a leaky comparison", "first or last byte", verdict(t));
    if !is_found {
        println!("\nthe intentional leak was not found, so the results on this machine are not meaningful");
    }
    if is_leak_free && is_found { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn shown((one, other): (Wrong, Wrong)) -> String {
    format!("{one:?} or {other:?} byte").to_lowercase()
}

fn verdict(t: f64) -> &'static str {
    if t > LEAK_ABOVE {
        "leak"
    } else if t > NOTHING_BELOW {
        "inconclusive: repeat the benchmark"
    } else {
        "no leak found"
    }
}

/// Keys of a scheme, with its verifier.
fn of_scheme(scheme: &'static Scheme, random: &mut Random) -> Vec<Side> {
    let made = |_| {
        let secret = Secret::new(scheme.make_secret(&random.bytes()).unwrap().secret.to_string()).unwrap();
        let signer = Signer::new(scheme, std::slice::from_ref(&secret)).unwrap();
        let prepare = move |wrong, random: &mut Random| {
            let body = random.bytes();
            let signed = signer.sign(&Unsigned::new(&body).id("msg_1").at(NOW_MS)).unwrap();
            let name = scheme.signature_header().unwrap();
            let altered = signed.headers.iter().map(|(field, value)| {
                let value = if field == name { corrupt_value(scheme, value, wrong, random) } else { value.into() };
                (field, value)
            });
            (altered.collect(), body)
        };
        let verifier = Verifier::new(scheme, &[secret]).unwrap();
        let check = move |headers: &Headers, body: &[u8]| verifier.verify(&Request::new(headers, body), NOW_MS).is_ok();
        Side { prepare: Box::new(prepare), check: Box::new(check) }
    };
    (0..KEYS).map(made).collect()
}

/// The value of a header field with one wrong byte in the signature.
fn corrupt_value(scheme: &Scheme, value: &str, wrong: Wrong, random: &mut Random) -> String {
    use base64ct::{Base64, Encoding as _};
    let prefix = scheme.signature.prefix.unwrap_or_default();
    let text = value.strip_prefix(prefix).unwrap();
    let written = match scheme.signature.encoding {
        Encoding::Hex => hex::encode(corrupt(hex::decode(text).unwrap(), wrong, random)),
        Encoding::Base64 => Base64::encode_string(&corrupt(Base64::decode_vec(text).unwrap(), wrong, random)),
        _ => {
            // Tokens are hexadecimal digits, before and after the change.
            let nibbles = text.chars().map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap()).collect();
            let digits = corrupt(nibbles, wrong, random);
            digits.iter().map(|digit| char::from_digit(u32::from(digit % 16), 16).unwrap()).collect()
        }
    };
    [prefix, &written].concat()
}

/// Changes the lower half of one byte. The steps do not depend on its position.
fn corrupt(mut bytes: Vec<u8>, wrong: Wrong, random: &mut Random) -> Vec<u8> {
    let last = bytes.len() - 1;
    let at = [0, 0, last / 2, last][wrong as usize];
    let change = u8::try_from(1 + random.next() % 15).unwrap();
    bytes[at] ^= change * u8::from(wrong as usize != 0);
    bytes
}

/// Keys with a comparison that stops at the first wrong byte.
fn leaky(random: &mut Random) -> Vec<Side> {
    let made = |_| {
        let state: Hmac<Sha256> = Hmac::new_from_slice(&random.bytes()).unwrap();
        let mac = move |body: &[u8]| state.clone().chain_update(body).finalize().into_bytes().to_vec();
        let check = mac.clone();
        let prepare = move |wrong, random: &mut Random| {
            let body = random.bytes();
            ([("X-Signature", hex::encode(corrupt(mac(&body), wrong, random)))].into_iter().collect(), body)
        };
        let check = move |headers: &Headers, body: &[u8]| {
            let given = hex::decode(headers.get("X-Signature").next().unwrap()).unwrap();
            given.iter().zip(&check(body)).all(|(given, made)| black_box(given) == black_box(made))
        };
        Side { prepare: Box::new(prepare), check: Box::new(check) }
    };
    (0..KEYS).map(made).collect()
}

/// Verifies signatures of both classes in random order, and returns the largest |t|. Every verification gets a new
/// delivery, because a processor learns repeated data. The deliveries of a batch are prepared before the first
/// verification, so that the preparation does not affect the caches.
fn measure(sides: &[Side], classes: (Wrong, Wrong), random: &mut Random) -> f64 {
    let mut times: [Vec<f64>; 2] = [Vec::with_capacity(SAMPLES), Vec::with_capacity(SAMPLES)];
    for batch in 0..BATCHES + BATCHES / 10 {
        let prepare = |_| {
            let number = random.next();
            let (class, side) = ((number & 1) as usize, &sides[(number >> 8) as usize % KEYS]);
            let (headers, body) = (side.prepare)([classes.0, classes.1][class], random);
            (class, side, headers, body)
        };
        let deliveries: Vec<_> = (0..SAMPLES / BATCHES).map(prepare).collect();
        for (class, side, headers, body) in &deliveries {
            let start = Instant::now();
            let verdict = (side.check)(black_box(headers), black_box(body));
            let elapsed = start.elapsed();
            black_box(verdict);
            // The first batches only warm up caches and branch predictors.
            if batch >= BATCHES / 10 {
                times[*class].push(elapsed.as_nanos() as f64);
            }
        }
    }
    let mut all = times.concat();
    all.sort_by(f64::total_cmp);
    let percentiles = (1..=50).map(|step| 1.0 - 0.5_f64.powf(10.0 * f64::from(step) / 50.0));
    let limits = percentiles.map(|share| all[(share * all.len() as f64) as usize]).chain([f64::INFINITY]);
    limits.filter_map(|limit| welch(&times, limit)).fold(0.0, f64::max)
}

/// |t| of Welch's test for the times up to a limit. `None` if there are too few.
fn welch(times: &[Vec<f64>; 2], limit: f64) -> Option<f64> {
    let [one, other] = [0, 1].map(|class| {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for time in times[class].iter().filter(|time| **time <= limit) {
            count += 1.0;
            let off: f64 = time - mean;
            mean += off / count;
            squares += off * (time - mean);
        }
        (count, mean, squares / (count - 1.0))
    });
    let spread = (one.2 / one.0 + other.2 / other.0).sqrt();
    (one.0 > 5000.0 && other.0 > 5000.0 && spread > 0.0).then(|| ((one.1 - other.1) / spread).abs())
}

/// Random numbers that may be predictable (SplitMix64).
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(RandomState::new().hash_one(0))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn bytes(&mut self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.fill_with(|| self.next().to_le_bytes()[0]);
        bytes
    }
}
