//! The operations of an API on subscriptions.

use hookwright::catalog::Provider;
use hookwright::service::{Operation, OperationKind};
use hookwright::subscription::Api;

use crate::model::choice::{Named, serialize_by_id};

/// An operation that the panel offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chosen(pub(crate) OperationKind);

/// The operations of the panel, with their ids and titles.
const KINDS: [(OperationKind, &str, &str); 7] = [
    (OperationKind::Create, "create", "Create"),
    (OperationKind::List, "list", "List"),
    (OperationKind::Retrieve, "retrieve", "Retrieve"),
    (OperationKind::Update, "update", "Update"),
    (OperationKind::Delete, "delete", "Delete"),
    (OperationKind::Test, "test", "Send test event"),
    (OperationKind::Deliveries, "deliveries", "List deliveries"),
];

impl Named for Chosen {
    fn id(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self.0).map_or("", |(_, id, _)| id)
    }

    fn from_id(id: &str) -> Option<Self> {
        KINDS.iter().find(|(_, known, _)| *known == id).map(|(kind, ..)| Self(*kind))
    }
}

serialize_by_id!(Chosen);

impl Chosen {
    /// Returns the text of the button.
    pub(crate) fn title(self) -> &'static str {
        KINDS.iter().find(|(kind, ..)| *kind == self.0).map_or("", |(.., title)| title)
    }
}

/// Returns the operations of an API, in the order in which the provider lists them.
pub(crate) fn operations(provider: &Provider, api: &Api) -> Vec<Operation> {
    let is_offered = |operation: &Operation| KINDS.iter().any(|(kind, ..)| *kind == operation.kind());
    let of_api = |operation: &Operation| operation.api().is_some_and(|of| of.id == api.id);
    Operation::all(provider).into_iter().filter(|operation| is_offered(operation) && of_api(operation)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;

    #[test]
    fn every_api_has_its_own_operations_and_create_is_the_first() {
        let well = find("well").unwrap();
        for api in well.apis {
            let found = operations(well, api);
            assert_eq!(found.len(), KINDS.len());
            assert_eq!(found[0].kind(), OperationKind::Create);
            assert!(found.iter().all(|operation| operation.path.starts_with(api.path())));
        }
        let awell = find("awell").unwrap();
        assert!(operations(awell, &awell.apis[0]).is_empty());
    }

    #[test]
    fn ids_lead_back_to_operations() {
        for (kind, id, title) in KINDS {
            assert_eq!(Chosen::from_id(id), Some(Chosen(kind)));
            assert_eq!((Chosen(kind).id(), Chosen(kind).title()), (id, title));
        }
        assert_eq!(Chosen::from_id("install"), None);
    }
}
