//! Taking over a subscription from another panel, and handing over an event for a URL.

use super::form::DeliveriesForm;
use crate::model::handover::Handover;
use crate::model::scheme::SchemeChoice;

impl DeliveriesForm {
    /// Selects the provider and the first event type of a subscription of another panel.
    pub(crate) fn take_over(&mut self, handover: &Handover) {
        let id = handover.scheme.sender_id();
        if self.provider.id != id {
            self.choose_provider(id);
        }
        let Some(kind) = handover.kinds.first().filter(|kind| self.provider.id == id && **kind != self.kind) else {
            return;
        };
        if self.provider.event_type(kind).is_some() {
            self.choose_event(kind);
        } else if self.accepts_custom() {
            self.kind.clone_from(kind);
        }
    }

    /// Returns an event for the URL of the checklist.
    pub(crate) fn hand_over(&self) -> Handover {
        Handover {
            from: "this URL",
            scheme: SchemeChoice::of(self.provider),
            kinds: Some(self.kind.trim()).filter(|kind| !kind.is_empty()).map(Into::into).into_iter().collect(),
            url: self.url.trim().into(),
            secret: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::form::Form as _;

    #[test]
    fn the_provider_and_the_event_of_a_subscription_are_taken_over() {
        let well = SchemeChoice::from_id("well/signature").unwrap();
        let mut form = DeliveriesForm::first(0);
        let sent = Handover {
            from: "the subscription",
            scheme: well,
            kinds: vec!["company.updated".into()],
            url: String::new(),
            secret: None,
        };
        form.take_over(&sent);
        assert_eq!((form.provider.id, form.kind.as_str()), ("well", "company.updated"));
        form.url = " https://shop.example/ ".into();
        let given = form.hand_over();
        assert_eq!(
            (given.scheme, given.kinds, given.url.as_str()),
            (well, sent.kinds.clone(), "https://shop.example/")
        );
        let generic = SchemeChoice::from_id("generic/signature").unwrap();
        form.take_over(&Handover { scheme: generic, kinds: vec!["order.shipped".into()], ..sent });
        assert_eq!((form.provider.id, form.kind.as_str(), form.is_custom()), ("generic", "order.shipped", true));
    }
}
