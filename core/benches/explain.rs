//! The maximum time of a diagnosis, and the time per unit of work.
//!
//! It measures deliveries that are expensive to explain, in every part of a request that the sender controls. The
//! result is the minimum of three runs, which excludes other load on the machine. `FAIL` marks deliveries that take
//! longer than half a second or more than 64 MiB. The command then fails. For the corpora of `explain`, it measures the
//! median and the maximum.
//!
//! Run it with `cargo xtask bench explain`, which measures the same deliveries in Node. If `HOOKWRIGHT_DELIVERIES`
//! contains a path, the deliveries are not measured but written to that file, one JSON object per line. If
//! `HOOKWRIGHT_BENCH` is set, only deliveries whose name contains its value are used.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops if its setup fails")]

#[path = "../tests/hostile/mod.rs"]
mod hostile;

use std::env;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use base64ct::{Base64, Encoding as _};
use hookwright::catalog::find_scheme;
use hookwright::explain::{ExplainContext, KnownSecrets, MAX_WORK, explain};
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret};
use hostile::Hostile;
use peak_alloc::PeakAlloc;
use serde_json::{Value, json};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The performance target, in seconds on one core.
const TARGET: f64 = 0.5;
/// The memory target, in addition to the delivery.
const MAX_BYTES: usize = 64 << 20;
const RUNS: usize = 3;

fn main() -> ExitCode {
    let only = env::var("HOOKWRIGHT_BENCH").unwrap_or_default();
    let lengths = [1_000, 20_000, 100_000, 1 << 20];
    let deliveries = lengths.into_iter().flat_map(hostile::bodies).chain(hostile::requests()).chain(hostile::long());
    let deliveries = deliveries.filter(|delivery| delivery.name.contains(&only));
    if let Ok(path) = env::var("HOOKWRIGHT_DELIVERIES") {
        write(&path, deliveries);
        return ExitCode::SUCCESS;
    }
    println!("{:36} {:>9} {:>8} {:>7} {:>8} {:>6}", "delivery", "ms", "MiB", "trials", "work", "ns/u");
    let (mut slowest, mut largest) = (0.0_f64, 0);
    for delivery in deliveries {
        let (seconds, bytes) = measure(&delivery);
        (slowest, largest) = (slowest.max(seconds), largest.max(bytes));
    }
    for corpus in CORPORA {
        slowest = slowest.max(measure_corpus(corpus, &only));
    }
    println!("slowest {:.0} ms of {:.0}, largest {} MiB of 64", slowest * 1e3, TARGET * 1e3, largest >> 20);
    if meets_targets(slowest, largest) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether a diagnosis took no more time and memory than the targets permit.
fn meets_targets(seconds: f64, bytes: usize) -> bool {
    seconds <= TARGET && bytes <= MAX_BYTES
}

/// The corpora of `explain`, which are also measured in Node.
const CORPORA: [&str; 3] = ["corpus", "held-out", "further"];

/// Prints the median and the maximum time of the diagnoses of a corpus, and returns the maximum in seconds.
fn measure_corpus(corpus: &str, only: &str) -> f64 {
    let path = format!("{}/../tests/vectors/explain/{corpus}.json", env!("CARGO_MANIFEST_DIR"));
    let corpus_json: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut times: Vec<(f64, String)> = Vec::new();
    for test in corpus_json["tests"].as_array().unwrap() {
        let id = test["id"].as_str().unwrap();
        if !id.contains(only) {
            continue;
        }
        let scheme = find_scheme(test["scheme"].as_str().unwrap()).unwrap();
        let body = test["body"].as_str().map_or_else(
            || hex::decode(test["bodyHex"].as_str().unwrap_or_default()).unwrap(),
            |body| body.as_bytes().to_vec(),
        );
        let fields = test["headers"].as_array().unwrap().iter();
        let headers: Headers = fields.map(|field| (field[0].as_str().unwrap(), field[1].as_str().unwrap())).collect();
        let [secrets, old, others] = ["secrets", "oldSecrets", "otherSecrets"].map(|ring| secrets(&test[ring]));
        let keys = KnownSecrets { secrets: &secrets, old: &old, others: &others };
        let (method, url) = (test["method"].as_str().unwrap_or("POST"), test["url"].as_str().unwrap_or_default());
        let request = Request::new(&headers, &body).to(method, url);
        let now_ms = test["nowMs"].as_i64().unwrap();
        let mut seconds = f64::INFINITY;
        for _ in 0..RUNS {
            let start = Instant::now();
            let _ = explain(scheme, &keys, &request, now_ms, &ExplainContext::default());
            seconds = seconds.min(start.elapsed().as_secs_f64());
        }
        times.push((seconds, id.into()));
    }
    times.sort_by(|one, other| one.0.total_cmp(&other.0));
    let at = |part: f64| times.get(((times.len() as f64 - 1.0) * part).max(0.0) as usize);
    let ms = |part| at(part).map_or(0.0, |(seconds, _)| seconds * 1e3);
    let (slowest, id) = times.last().cloned().unwrap_or_default();
    println!(
        "{:36} {:>5} deliveries, median {:.2} ms, 99 % {:.1} ms, slowest {:.1} ms: {id}",
        format!("corpus {corpus}"),
        times.len(),
        ms(0.5),
        ms(0.99),
        slowest * 1e3
    );
    slowest
}

/// The secrets of a test, without those that are empty.
fn secrets(given: &Value) -> Vec<Secret> {
    let secret = |given: &Value| match given["hex"].as_str() {
        Some(digits) => Secret::from_key(hex::decode(digits).unwrap()).ok(),
        None => Secret::new(given["text"].as_str().unwrap()).ok(),
    };
    given.as_array().into_iter().flatten().filter_map(secret).collect()
}

/// Writes the deliveries to a file.
fn write(path: &str, deliveries: impl Iterator<Item = Hostile>) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    for delivery in deliveries {
        // A body that repeats a single byte can be very long, so only the byte and the length are written.
        let first = delivery.body.first().copied().unwrap_or_default();
        let is_uniform = delivery.body.iter().all(|byte| *byte == first);
        let body = if is_uniform { String::new() } else { Base64::encode_string(&delivery.body) };
        let fill = is_uniform.then_some(json!({ "byte": first, "length": delivery.body.len() }));
        let Hostile { name, scheme, headers, url, secrets, old, .. } = delivery;
        let line = json!({
            "name": name, "scheme": scheme, "headers": headers, "url": url, "secrets": secrets, "old": old, "body": body,
            "fill": fill,
        });
        writeln!(file, "{line}").unwrap();
    }
    file.flush().unwrap();
}

/// The time of a diagnosis in seconds, and its peak memory in bytes.
fn measure(delivery: &Hostile) -> (f64, usize) {
    let prepared = delivery.prepare();
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let mut seconds = f64::INFINITY;
    let mut found = None;
    for _ in 0..RUNS {
        let start = Instant::now();
        found = Some(prepared.explain(delivery));
        seconds = seconds.min(start.elapsed().as_secs_f64());
    }
    let found = found.unwrap();
    let bytes = ALLOCATOR.peak_usage() - before;
    let (work, trials) = (found.work as f64, found.trials);
    println!(
        "{:36} {:>9.2} {:>8.1} {trials:>7} {:>7.1}% {:>6.1}  {}{}",
        delivery.name,
        seconds * 1e3,
        bytes as f64 / 1048576.0,
        work * 100.0 / MAX_WORK as f64,
        seconds * 1e9 / work.max(1.0),
        found.skipped.join(" "),
        if meets_targets(seconds, bytes) { "" } else { "  FAIL" },
    );
    (seconds, bytes)
}
