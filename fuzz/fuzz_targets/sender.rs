//! A text is rejected as a sender file with problems, or writing and parsing the file again preserves it.

#![no_main]

use hookwright::catalog::SenderFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let file = match SenderFile::parse(text) {
        Ok(file) => file,
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| !problem.code.is_empty() && !problem.message.is_empty()));
            return;
        }
    };
    let printed = serde_json::to_string(&file).expect("a sender file can be printed");
    // The written defaults can make a file larger than the limit.
    if printed.len() > 256 << 10 {
        return;
    }
    assert_eq!(SenderFile::parse(&printed).as_ref(), Ok(&file), "{printed}");
    assert!(file.schemes.iter().all(|scheme| scheme.compile().is_ok()));
});
