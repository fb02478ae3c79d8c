//! `hookwright-split [--trap] INPUT FOLDER`: splits a linked wasm module at the functions that `#[wasm_split]` marks.
//!
//! It writes the main part, for wasm-bindgen, to `FOLDER/main.wasm`, the other parts next to it, and `FOLDER/split.js`,
//! which loads them. It prints a line for each split: its name and the files that it needs, separated by spaces. With
//! `--trap`, panics are traps without messages.

mod traps;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use wasm_split_cli_support::{Options, transform};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.as_slice() {
        [option] if option == "--version" => {
            println!("hookwright-split {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        [option, input, folder] if option == "--trap" => split(Path::new(input), Path::new(folder), traps::trap),
        [input, folder] => split(Path::new(input), Path::new(folder), |module| Ok(module.to_vec())),
        _ => Err("expected the module and a folder".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn split(input: &Path, folder: &Path, prepare: fn(&[u8]) -> Result<Vec<u8>, String>) -> Result<(), String> {
    let module = std::fs::read(input).map_err(|error| format!("cannot read {}: {error}", input.display()))?;
    let module = prepare(&module)?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&module);
    (options.output_dir, options.main_out_path) = (folder, &main);
    (options.main_module, options.link_name) = ("./page.js", "./split.js");
    let parts = transform(options).map_err(|error| format!("{error:?}"))?.prefetch_map;
    for (name, files) in parts.into_iter().collect::<BTreeMap<_, _>>() {
        println!("{name} {}", files.join(" "));
    }
    Ok(())
}
