//! The panels. Each is a folder with a model and a view, and an entry in the registry.

pub(crate) mod check;
pub(crate) mod content;
mod deliveries;
mod event;
pub(crate) mod panel;
pub(crate) mod prefetch;
mod receive;
pub(crate) mod retries;
pub(crate) mod scale;
mod subscription;

use panel::Panel;

/// All panels, in the order of their tabs.
pub(crate) static PANELS: &[Panel] =
    &[check::PANEL, event::PANEL, subscription::PANEL, receive::PANEL, deliveries::PANEL, retries::PANEL, scale::PANEL];

/// The panel that is open on a first visit.
pub(crate) const FIRST: &Panel = &check::PANEL;

/// Returns the panel and the query that the fragment of an address names.
pub(crate) fn addressed(hash: &str) -> Option<(&'static Panel, Option<&str>)> {
    let address = hash.strip_prefix('#')?;
    let (id, query) = address.split_once('?').map_or((address, None), |(id, query)| (id, Some(query)));
    // The simulation was a part of the retries panel, and its members have the same names.
    let id = if id == retries::PANEL.id && query.is_some_and(scale::has_members) { scale::PANEL.id } else { id };
    Some((find(id)?, query))
}

/// Returns the panel with this id.
pub(crate) fn find(id: &str) -> Option<&'static Panel> {
    PANELS.iter().find(|panel| panel.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn an_address_names_a_panel_and_may_have_a_query() {
        for panel in PANELS {
            for (rest, expected) in [("", None), ("?policy=kit", Some("policy=kit"))] {
                let hash = format!("#{}{rest}", panel.id);
                let (found, query) = addressed(&hash).unwrap();
                assert_eq!((found.id, query), (panel.id, expected));
            }
        }
        for other in ["", "#", "check", "#Check", "#retry"] {
            assert!(addressed(other).is_none(), "{other}");
        }
    }

    #[test]
    fn a_link_to_the_simulation_as_a_part_of_retries_opens_its_panel() {
        for (hash, id) in [
            ("#retries?policy=svix&events=4000000", "scale"),
            ("#retries?down-for=2+h", "scale"),
            ("#retries?against=none", "scale"),
            ("#retries?policy=svix&lasts=12+h", "retries"),
            ("#retries?with=events", "retries"),
            ("#retries", "retries"),
        ] {
            assert_eq!(addressed(hash).map(|(panel, _)| panel.id), Some(id), "{hash}");
        }
    }

    #[test]
    fn ids_are_unique_and_every_panel_is_introduced() {
        let ids: BTreeSet<_> = PANELS.iter().map(|panel| panel.id).collect();
        assert_eq!(ids.len(), PANELS.len());
        for Panel { id, title, heading, lead, .. } in PANELS {
            assert!([title, heading].iter().all(|text| !text.is_empty()) && lead.ends_with(['.', '?']), "{id}");
        }
    }
}
