//! Searches the repository for the phrases in the left column of the glossary in `docs/STYLE.md`.

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The file that contains the glossary.
const GUIDE: &str = "docs/STYLE.md";

/// Standard phrases that contain a phrase of the glossary.
const ACCEPTED: &[&str] = &[
    "there is no",
    "there are no",
    "there is none",
    "there are none",
    "is no longer",
    "are no longer",
    "is no more",
    "are no more",
    "stands for",
];

/// Files that are not prose of this project: the glossary itself, test data, fuzzing seeds, lock files, licenses and
/// notices.
const EXEMPT: &[&str] = &[
    GUIDE,
    "Cargo.lock",
    "LICENSE-",
    "fuzz/Cargo.lock",
    "fuzz/seeds/",
    "tests/vectors/",
    "wasm/THIRD-PARTY-NOTICES.txt",
    "www/THIRD-PARTY-NOTICES.txt",
    "xtask/tests/fixtures/prose/",
];

/// Names in Rust that are not parts of phrases.
const RUST_NAMES: [&str; 2] = ["is_none", "no_std"];

/// A phrase of the glossary and its replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    /// The phrase as written in the glossary.
    shown: String,
    instead: String,
}

/// A word of a text in lower case, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    line: usize,
}

/// Returns whether no file contains a phrase of the glossary, and prints every occurrence.
pub(crate) fn check(workspace: &Workspace) -> Result<bool, Failure> {
    let phrases = glossary(&workspace.read(GUIDE)?);
    if phrases.is_empty() {
        return Err(Failure::new(format!("{GUIDE} has no glossary")));
    }
    let mut found = 0;
    for file in workspace.files()? {
        if EXEMPT.iter().any(|start| file.starts_with(start)) {
            continue;
        }
        // Files that are not UTF-8 are not text, and git's index still contains deleted files.
        let Ok(text) = std::fs::read_to_string(workspace.at(&file)) else { continue };
        for (line, phrase) in search(&text, &phrases) {
            println!("{file}:{line}: \"{}\": write {} ({GUIDE})", phrase.shown, phrase.instead);
            found += 1;
        }
    }
    println!("{} phrases, {found} found", phrases.len());
    Ok(found == 0)
}

/// Returns the quoted phrases in the first column of the table.
fn glossary(guide: &str) -> Vec<Phrase> {
    let rows = guide.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    rows.flat_map(|(left, right)| {
        left.split('"').skip(1).step_by(2).map(|shown| Phrase {
            words: words(shown).into_iter().map(|word| word.text).collect(),
            shown: shown.to_owned(),
            instead: right.to_owned(),
        })
    })
    .collect()
}

/// Returns the phrases that a text contains, with line numbers from 1.
fn search<'a>(text: &str, phrases: &'a [Phrase]) -> Vec<(usize, &'a Phrase)> {
    let words = words(text);
    // The words of an accepted phrase are not searched.
    let mut is_accepted = vec![false; words.len()];
    for phrase in ACCEPTED {
        let phrase: Vec<String> = phrase.split(' ').map(str::to_owned).collect();
        for (start, window) in words.windows(phrase.len()).enumerate() {
            if matches(window, &phrase) {
                is_accepted.iter_mut().skip(start).take(phrase.len()).for_each(|word| *word = true);
            }
        }
    }
    let mut found = Vec::new();
    for phrase in phrases {
        for (window, accepted) in words.windows(phrase.words.len()).zip(is_accepted.windows(phrase.words.len())) {
            if let Some(first) = window.first()
                && matches(window, &phrase.words)
                && !accepted.contains(&true)
            {
                found.push((first.line, phrase));
            }
        }
    }
    found.sort_by_key(|(line, _)| *line);
    found
}

/// Returns whether the words match a phrase, in which `x` is any word. A phrase does not continue after a full stop.
fn matches(window: &[Word], phrase: &[String]) -> bool {
    window.iter().zip(phrase).all(|(word, wanted)| word.text == *wanted || (wanted == "x" && word.text != "."))
}

/// Splits a text into words. Comment and Markdown marks, quotes, line breaks and the `_` of names separate words like
/// spaces. The end of a sentence or clause is a separate word.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut add = |text: &str, line: usize| {
        let text = text.trim_matches(['\'', '-']);
        if !text.is_empty() {
            words.push(Word { text: text.to_lowercase(), line });
        }
    };
    for (line, text) in (1..).zip(text.lines()) {
        let text = RUST_NAMES.iter().fold(text.to_owned(), |text, name| text.replace(name, ""));
        let mut word = String::new();
        for letter in text.chars() {
            match letter {
                '’' => word.push('\''),
                '\'' | '-' => word.push(letter),
                _ if letter.is_alphanumeric() => word.push(letter),
                _ => {
                    add(&word, line);
                    word.clear();
                    if matches!(letter, '.' | ',' | ';' | ':' | '?' | '!' | '(' | ')') {
                        add(".", line);
                    }
                }
            }
        }
        add(&word, line);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIXTURE: &str = include_str!("../tests/fixtures/prose/guide.md");

    fn lines(text: &str) -> Vec<usize> {
        search(text, &glossary(FIXTURE)).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn the_left_column_is_the_list() {
        let phrases = glossary(FIXTURE);
        assert_eq!(phrases.len(), 4);
        for phrase in &phrases {
            assert!(FIXTURE.contains(&format!("\"{}\"", phrase.shown)), "{phrase:?}");
        }
        assert_eq!(phrases[1].instead, "\"is not an X\"");
    }

    #[test]
    fn the_guide_has_a_list() {
        let phrases = glossary(&Workspace::find().unwrap().read(GUIDE).unwrap());
        assert!(phrases.len() > 20, "{phrases:?}");
        assert!(phrases.iter().all(|phrase| !phrase.words.is_empty() && !phrase.instead.is_empty()));
    }

    #[test]
    fn finds_phrases_in_text_names_and_over_line_breaks() {
        assert_eq!(lines(include_str!("../tests/fixtures/prose/replaced.txt")), [1, 2, 4, 5]);
    }

    #[test]
    fn accepts_plain_english_that_contains_a_phrase() {
        assert_eq!(lines(include_str!("../tests/fixtures/prose/accepted.txt")), []);
    }
}
