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

/// Returns the panel that the fragment of an address names.
pub(crate) fn addressed(hash: &str) -> Option<&'static Panel> {
    find(current(hash.into()).strip_prefix('#')?.split('?').next().unwrap_or_default())
}

/// Returns the address of a link as it is written now. The simulation was a part of the retries panel, and its members have
/// the same names.
pub(crate) fn current(hash: String) -> String {
    match hash.strip_prefix('#').and_then(|address| address.split_once('?')) {
        Some((id, query)) if id == retries::PANEL.id && scale::has_members(query) => {
            format!("#{}?{query}", scale::PANEL.id)
        }
        _ => hash,
    }
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
            for rest in ["", "?policy=kit", "?1=AAAA"] {
                let hash = format!("#{}{rest}", panel.id);
                assert_eq!(addressed(&hash).unwrap().id, panel.id);
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
            assert_eq!(addressed(hash).map(|panel| panel.id), Some(id), "{hash}");
        }
    }

    #[test]
    fn ids_are_unique_and_every_panel_is_introduced() {
        assert_eq!(FIRST.id, crate::model::page::PageForm::default().panel);
        let ids: BTreeSet<_> = PANELS.iter().map(|panel| panel.id).collect();
        assert_eq!(ids.len(), PANELS.len());
        for Panel { id, title, heading, lead, .. } in PANELS {
            assert!([title, heading].iter().all(|text| !text.is_empty()) && lead.ends_with(['.', '?']), "{id}");
        }
    }
}
