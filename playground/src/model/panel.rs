//! The panels, and how the part of the address after `#` names them.

/// One panel of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Panel {
    /// Putting a subscription together.
    #[default]
    Subscription,
    /// Crafting and signing an event.
    Event,
    /// Checking a delivery.
    Check,
    /// Planning retries.
    Retries,
}

/// A key that moves between tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    Previous,
    Next,
    First,
    Last,
}

impl Move {
    /// What a key means in a row of tabs, by its name in the DOM.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowLeft" | "ArrowUp" => Self::Previous,
            "ArrowRight" | "ArrowDown" => Self::Next,
            "Home" => Self::First,
            "End" => Self::Last,
            _ => return None,
        })
    }
}

impl Panel {
    /// Every panel, in the order of the tabs.
    pub(crate) const ALL: [Self; 4] = [Self::Subscription, Self::Event, Self::Check, Self::Retries];

    /// The name in the address and in ids.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Subscription => "subscription",
            Self::Event => "event",
            Self::Check => "check",
            Self::Retries => "retries",
        }
    }

    /// The name on the tab.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Subscription => "Subscription",
            Self::Event => "Event",
            Self::Check => "Check",
            Self::Retries => "Retries",
        }
    }

    /// What the panel is for, as its heading.
    pub(crate) const fn heading(self) -> &'static str {
        match self {
            Self::Subscription => "Subscribe to events",
            Self::Event => "Craft and sign an event",
            Self::Check => "Check a delivery",
            Self::Retries => "Plan retries",
        }
    }

    /// One sentence on how to begin.
    pub(crate) const fn lead(self) -> &'static str {
        match self {
            Self::Subscription => "Choose what you want to hear about, and copy the request that asks for it.",
            Self::Event => "Edit a sample, see what is wrong with it, and send it to your own receiver, signed.",
            Self::Check => "Paste what arrived and the secret, and see whether it is genuine, and if not, why.",
            Self::Retries => {
                "See when a sender tries again, what an outage costs, and what comes back all at once after it."
            }
        }
    }

    /// The panel that the part of an address from `#` on names. What follows a question mark is the panel's own.
    pub(crate) fn from_hash(hash: &str) -> Option<Self> {
        let name = hash.strip_prefix('#')?.split('?').next();
        Self::ALL.into_iter().find(|panel| name == Some(panel.id()))
    }

    /// The panel that a key leads to from this one. The row is a ring.
    pub(crate) fn after(self, step: Move) -> Self {
        match (step, self) {
            (Move::First, _) | (Move::Next, Self::Retries) | (Move::Previous, Self::Event) => Self::Subscription,
            (Move::Next, Self::Subscription) | (Move::Previous, Self::Check) => Self::Event,
            (Move::Next, Self::Event) | (Move::Previous, Self::Retries) => Self::Check,
            (Move::Last, _) | (Move::Next, Self::Check) | (Move::Previous, Self::Subscription) => Self::Retries,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_names_a_panel_or_nothing() {
        for panel in Panel::ALL {
            assert_eq!(Panel::from_hash(&format!("#{}", panel.id())), Some(panel));
            assert_eq!(Panel::from_hash(&format!("#{}?policy=kit", panel.id())), Some(panel));
        }
        for other in ["", "#", "check", "#Check", "#retry"] {
            assert_eq!(Panel::from_hash(other), None, "{other}");
        }
    }

    #[test]
    fn the_row_of_tabs_is_a_ring() {
        for panel in Panel::ALL {
            assert_eq!(panel.after(Move::Next).after(Move::Previous), panel);
            assert_eq!(panel.after(Move::First), Panel::Subscription);
            assert_eq!(panel.after(Move::Last), Panel::Retries);
        }
        assert_eq!(Panel::Retries.after(Move::Next), Panel::Subscription);
        let mut round = vec![Panel::Subscription];
        round.extend((1..4).scan(Panel::Subscription, |panel, _| {
            *panel = panel.after(Move::Next);
            Some(*panel)
        }));
        assert_eq!(round, Panel::ALL);
    }

    #[test]
    fn only_keys_of_a_tab_row_move() {
        assert_eq!(Move::from_key("ArrowRight"), Some(Move::Next));
        assert_eq!(Move::from_key("End"), Some(Move::Last));
        assert_eq!(Move::from_key("Tab"), None);
    }
}
