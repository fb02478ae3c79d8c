//! The time of a verification, compared with the crates of Standard Webhooks and Svix.
//!
//! All candidates verify the same delivery with prepared keys, in turns. Each line of the output is a JSON object with
//! the nanoseconds per call of each candidate in each turn. The arguments are the number of turns, the milliseconds of a
//! turn, and the current time in Unix seconds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret, Signer, Unsigned, Verifier};
use http::HeaderMap;
use serde_json::{Value, json};

const SIZES: [usize; 6] = [256, 1024, 4096, 20_480, 65_536, 1_048_576];
const REPEATS: usize = 5;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

type Candidate<'a> = (&'static str, Box<dyn Fn() -> bool + 'a>);

fn main() {
    let arguments: Vec<i64> = std::env::args().skip(1).map(|argument| argument.parse().unwrap()).collect();
    let [turns, milliseconds, now] = arguments[..] else { panic!("usage: hookwright-peers TURNS MILLISECONDS NOW") };
    for size in SIZES {
        let times = compare(size, now, turns, Duration::from_millis(milliseconds.unsigned_abs()));
        println!("{}", json!({ "sender": "standard", "size": size, "times": times }));
    }
}

fn compare(size: usize, now: i64, turns: i64, turn: Duration) -> Value {
    let body: Vec<u8> = (0..size).map(|index| b'a' + (index % 26) as u8).collect();
    let scheme = find_scheme("standard/v1").unwrap();
    let secret = || [Secret::new(SECRET).unwrap()];
    let unsigned = Unsigned::new(&body).id("msg_1").at(now * 1000);
    let signed = Signer::new(scheme, &secret()).unwrap().sign(&unsigned).unwrap();
    let verifier = Verifier::new(scheme, &secret()).unwrap();
    let fields: Vec<(String, String)> =
        signed.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    let headers: Headers = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let map: HeaderMap = fields
        .iter()
        .map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap()))
        .collect();
    let standard = standardwebhooks::Webhook::new(SECRET).unwrap();
    let svix = svix::webhooks::Webhook::new(SECRET).unwrap();
    let candidates: [Candidate<'_>; 3] = [
        ("hookwright", Box::new(|| verifier.verify(&Request::new(&headers, &body), now * 1000).is_ok())),
        ("standardwebhooks", Box::new(|| standard.verify(&body, &map).is_ok())),
        ("svix", Box::new(|| svix.verify(&body, &map).is_ok())),
    ];
    for (name, accepts) in &candidates {
        assert!(accepts(), "{name} rejects a valid delivery");
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); candidates.len()];
    for _ in 0..turns {
        for ((_, accepts), times) in candidates.iter().zip(&mut times) {
            times.push(uninterrupted(accepts, turn));
        }
    }
    candidates.iter().map(|(name, _)| *name).zip(times).map(|(name, times)| (name.to_owned(), json!(times))).collect()
}

/// Repeats a turn until the system has not interrupted it. If all were interrupted, the shortest counts.
fn uninterrupted(accepts: &dyn Fn() -> bool, turn: Duration) -> f64 {
    let mut least = f64::INFINITY;
    for _ in 0..REPEATS {
        let before = interruptions();
        let ns = timed(accepts, turn);
        if interruptions() == before {
            return ns;
        }
        least = least.min(ns);
    }
    least
}

/// How often the system has given the processor to another process, if it says so.
fn interruptions() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("nonvoluntary_ctxt_switches:"))?;
    line.trim().parse().ok()
}

/// Calls a candidate for the time of a turn, and returns the nanoseconds per call.
fn timed(accepts: &dyn Fn() -> bool, turn: Duration) -> f64 {
    let start = Instant::now();
    let mut calls = 0.0;
    while start.elapsed() < turn {
        black_box(accepts());
        calls += 1.0;
    }
    start.elapsed().as_nanos() as f64 / calls
}
