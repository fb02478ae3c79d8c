//! `hookwright-compress FILE [BEFORE]`: replaces a file by a raw LZMA stream, which `wasm/ts/internal/lzma.ts` reads.
//!
//! The stream continues that of `BEFORE`: it refers to pieces of this file, which the reader must have.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use lzma_rust2::{EncodeMode, LzmaOptions, LzmaWriter, MfType};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [option] if option == "--version" => {
            println!("hookwright-compress {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        [file] => compress(Path::new(file), None),
        [file, before] => compress(Path::new(file), Some(Path::new(before))),
        _ => Err("expected a file, and the file that is read before it".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn compress(file: &Path, before: Option<&Path>) -> Result<(), String> {
    let read = |file: &Path| std::fs::read(file).map_err(|error| format!("cannot read {}: {error}", file.display()));
    let content = read(file)?;
    let options = options(before.map(read).transpose()?);
    let compressed = LzmaWriter::new_no_header(Vec::new(), &options, false)
        .and_then(|mut writer| writer.write_all(&content).map(|()| writer))
        .and_then(LzmaWriter::finish)
        .map_err(|error| format!("cannot compress {}: {error}", file.display()))?;
    std::fs::write(file, compressed).map_err(|error| format!("cannot write {}: {error}", file.display()))
}

/// The reader expects these numbers of bits, which yield the smallest modules: what precedes a byte of a module tells more
/// about it than its position. The dictionary contains all that precedes.
fn options(preset_dict: Option<Vec<u8>>) -> LzmaOptions {
    LzmaOptions {
        dict_size: 1 << 22,
        lc: 3,
        lp: 0,
        pb: 0,
        mode: EncodeMode::Normal,
        nice_len: LzmaOptions::NICE_LEN_MAX,
        mf: MfType::Bt4,
        depth_limit: 0,
        preset_dict,
    }
}
