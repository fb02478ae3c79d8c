//! Phrases that `docs/STYLE.md` replaces: the left column of its glossary is what is searched for.

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The guide, whose glossary is the list.
const GUIDE: &str = "docs/STYLE.md";

/// Phrases that are plain English although they contain one of the list.
const ACCEPTED: &[&str] =
    &["there is no", "there are no", "is no longer", "are no longer", "is no more", "are no more", "stands for"];

/// What is not prose of this project: the list itself, test data, fuzzing seeds, lock files, licences and notices.
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

/// Names of Rust's that are not parts of phrases.
const RUST_NAMES: [&str; 2] = ["is_none", "no_std"];

/// What has not been rewritten yet.
const PENDING: &[&str] = &[
    "core/api.txt",
    "core/src/service/",
    "core/src/simulation/",
    "core/tests/simulation/scenarios.rs",
    "wasm/api/",
    "wasm/src/",
    "wasm/ts/",
];

/// A phrase of the glossary, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    words: Vec<String>,
    /// The phrase as the guide has it.
    shown: String,
    instead: String,
}

/// A word of a text, in lower case, and the line that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    line: usize,
}

/// Whether no file contains a phrase of the glossary. Those that do are printed.
pub(crate) fn check(workspace: &Workspace) -> Result<bool, Failure> {
    let phrases = glossary(&workspace.read(GUIDE)?);
    if phrases.is_empty() {
        return Err(Failure::new(format!("{GUIDE} has no glossary")));
    }
    let mut found = 0;
    for file in workspace.files()? {
        if [EXEMPT, PENDING].concat().iter().any(|start| file.starts_with(start)) {
            continue;
        }
        // What is not UTF-8 is not text, and what was deleted is still in git's index.
        let Ok(text) = std::fs::read_to_string(workspace.at(&file)) else { continue };
        for (line, phrase) in search(&text, &phrases) {
            println!("{file}:{line}: \"{}\": write {} ({GUIDE})", phrase.shown, phrase.instead);
            found += 1;
        }
    }
    println!("{} phrases, {found} found", phrases.len());
    Ok(found == 0)
}

/// The phrases in quotes in the first column of the guide's table.
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

/// Where a text contains phrases: lines, counted from 1.
fn search<'a>(text: &str, phrases: &'a [Phrase]) -> Vec<(usize, &'a Phrase)> {
    let words = words(text);
    // Every word of an accepted phrase is left out of the search.
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

/// Whether these words are those of a phrase, in which `x` is any word. Words that a full stop separates are not one phrase.
fn matches(window: &[Word], phrase: &[String]) -> bool {
    window.iter().zip(phrase).all(|(word, wanted)| word.text == *wanted || (wanted == "x" && word.text != "."))
}

/// The words of a text. Marks of comments and Markdown, quotes, line breaks and the `_` of names separate words like spaces;
/// the end of a sentence or clause is a word of its own.
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
