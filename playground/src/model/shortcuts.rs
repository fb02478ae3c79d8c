//! Keyboard shortcuts: which keys do what, and the list of them.

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Lists the shortcuts.
    Help,
    /// Moves the focus to the first field of the open panel.
    Input,
    /// Moves the focus to the verdict of the open panel.
    Verdict,
    /// Opens a panel.
    Open(&'static str),
}

/// A panel, and the letter that opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter {
    letter: char,
    id: &'static str,
    title: &'static str,
}

/// The shortcuts, and whether the first key of a sequence has been pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keys {
    letters: Vec<Letter>,
    is_going: bool,
}

/// A pressed key.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Press<'a> {
    pub(crate) key: &'a str,
    /// Whether Ctrl or the command key is held.
    pub(crate) is_control: bool,
    pub(crate) is_alt: bool,
    /// Whether the key may be part of a text, or shortcuts of single keys are off.
    pub(crate) is_typing: bool,
}

impl Keys {
    /// Creates the shortcuts for panels, with their ids and titles. The first panel with an initial has it; each other one
    /// has the first letter of its title that no other panel has.
    pub(crate) fn new(panels: &[(&'static str, &'static str)]) -> Self {
        let initial = |title: &str| title.chars().next().map(|letter| letter.to_ascii_lowercase());
        let mut taken: Vec<char> = panels.iter().filter_map(|(_, title)| initial(title)).collect();
        let mut letters: Vec<Letter> = Vec::new();
        for (id, title) in panels.iter().copied() {
            let own = initial(title).filter(|own| letters.iter().all(|one| one.letter != *own));
            let rest =
                || title.chars().map(|letter| letter.to_ascii_lowercase()).find(|letter| !taken.contains(letter));
            if let Some(letter) = own.or_else(rest) {
                taken.push(letter);
                letters.push(Letter { letter, id, title });
            }
        }
        Self { letters, is_going: false }
    }

    /// Returns what a key does.
    pub(crate) fn press(&mut self, press: Press<'_>) -> Option<Action> {
        let is_going = std::mem::take(&mut self.is_going);
        if press.is_control && press.key == "Enter" {
            return Some(Action::Verdict);
        }
        if press.is_control || press.is_alt || press.is_typing {
            return None;
        }
        match press.key {
            key if is_going => {
                let found = self.letters.iter().find(|one| key.chars().eq([one.letter]));
                found.map(|one| Action::Open(one.id))
            }
            "?" => Some(Action::Help),
            "/" => Some(Action::Input),
            "g" => {
                self.is_going = true;
                None
            }
            _ => None,
        }
    }

    /// Returns the keys and what they do.
    pub(crate) fn list(&self) -> Vec<(Vec<String>, String)> {
        let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let mut list: Vec<(Vec<String>, String)> = vec![
            (keys(&["?"]), "Show this list".into()),
            (keys(&["/"]), "Go to the first field of the panel".into()),
            (
                keys(&["Ctrl", "Enter"]),
                "Go to the verdict of the panel; in the fields of Subscribe, send the request".into(),
            ),
        ];
        let panels =
            self.letters.iter().map(|one| (keys(&["g", &one.letter.to_string()]), format!("Open {}", one.title)));
        list.extend(panels);
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANELS: [(&str, &str); 4] =
        [("check", "Check"), ("event", "Craft"), ("subscription", "Subscribe"), ("scale", "Scale")];

    fn press(key: &str) -> Press<'_> {
        Press { key, ..Press::default() }
    }

    #[test]
    fn every_panel_has_its_own_letter() {
        let letters: String = Keys::new(&PANELS).letters.iter().map(|one| one.letter).collect();
        assert_eq!(letters, "crsa");
        let all = [("c", "Check"), ("e", "Craft"), ("r", "Receive"), ("t", "Retry")];
        let letters: String = Keys::new(&all).letters.iter().map(|one| one.letter).collect();
        assert_eq!(letters, "care", "an initial belongs to the panel that has it");
    }

    #[test]
    fn a_sequence_opens_a_panel() {
        let mut keys = Keys::new(&PANELS);
        assert_eq!((keys.press(press("g")), keys.press(press("a"))), (None, Some(Action::Open("scale"))));
        assert_eq!(keys.press(press("a")), None, "the sequence has ended");
        assert_eq!((keys.press(press("g")), keys.press(press("x")), keys.press(press("c"))), (None, None, None));
        assert_eq!((keys.press(press("g")), keys.press(press("?"))), (None, None));
    }

    #[test]
    fn keys_in_fields_are_not_shortcuts() {
        let mut keys = Keys::new(&PANELS);
        assert_eq!((keys.press(press("?")), keys.press(press("/"))), (Some(Action::Help), Some(Action::Input)));
        for key in ["?", "/", "g", "Enter"] {
            assert_eq!(keys.press(Press { key, is_typing: true, ..Press::default() }), None, "{key}");
            assert_eq!(keys.press(Press { key, is_alt: true, ..Press::default() }), None, "{key}");
        }
        let enter = Press { key: "Enter", is_control: true, is_typing: true, is_alt: false };
        assert_eq!(keys.press(enter), Some(Action::Verdict));
    }

    #[test]
    fn the_list_has_every_shortcut() {
        let list = Keys::new(&PANELS).list();
        assert_eq!(list.len(), 3 + PANELS.len());
        assert!(list.contains(&(vec!["g".into(), "r".into()], "Open Craft".into())));
    }
}
