//! Laws of PATCH: an empty patch has no effect, patches are idempotent, and patches of different attributes commute.

use hookwright::catalog::{self, Provider};
use hookwright::subscription::{Api, Filter, Patch, Subscription};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn apis() -> Vec<(&'static Provider, &'static Api)> {
    catalog::PROVIDERS.iter().flat_map(|provider| provider.apis.iter().map(move |api| (*provider, api))).collect()
}

fn subscription(provider: &Provider, api: &Api) -> Subscription {
    Subscription {
        id: "hook_1".into(),
        sequence: 1,
        api: api.id.into(),
        url: "https://a.example/".into(),
        events: vec![provider.events[0].name.into()],
        description: Some("before".into()),
        secret: Some("whsec_before".into()),
        headers: Some(vec![("X-Before".into(), "1".into())]),
        active: true,
        filter: Filter::default(),
        created_at_ms: 0,
        updated_at_ms: None,
    }
}

/// A subset of an API's attributes, each with a valid value.
fn attributes(provider: &'static Provider, api: &'static Api) -> impl Strategy<Value = Map<String, Value>> {
    let events: Vec<&'static str> = provider.events.iter().map(|event| event.name).collect();
    let event = prop::sample::select(events);
    let url = "[a-z]{1,8}".prop_map(|host| json!(format!("https://{host}.example/")));
    let text = prop_oneof![Just(Value::Null), "[a-z]{1,6}".prop_map(Value::from)].boxed();
    let headers =
        prop_oneof![Just(Value::Null), ("X-[A-Z]{1,4}", "[a-z]{1,6}").prop_map(|(name, value)| json!({ name: value }))];
    let events = match api.events {
        hookwright::subscription::EventsAttribute::One(_) => event.prop_map(Value::from).boxed(),
        hookwright::subscription::EventsAttribute::Many(_) => {
            prop::collection::vec(event, 1..4).prop_map(Value::from).boxed()
        }
    };
    let mut fields: Vec<(&'static str, BoxedStrategy<Value>)> =
        vec![(api.url, url.boxed()), (api.events.member(), events)];
    fields.extend(api.description.map(|name| (name, text.clone())));
    fields.extend(api.secret.map(|name| (name, "whsec_[a-z]{1,6}".prop_map(Value::from).boxed())));
    fields.extend(api.headers.map(|name| (name, headers.boxed())));
    fields.extend(api.active.map(|name| (name, any::<bool>().prop_map(Value::from).boxed())));
    fields.extend(api.workspace_id.map(|name| (name, text.clone())));
    fields.extend(api.external_workspace_id.map(|name| (name, text.clone())));
    let optional = |(name, value): (&'static str, BoxedStrategy<Value>)| {
        prop::option::of(value.prop_map(move |value| (name, value)))
    };
    let chosen: Vec<_> = fields.into_iter().map(optional).collect();
    chosen.prop_map(|chosen| chosen.into_iter().flatten().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn case() -> impl Strategy<Value = (&'static Provider, &'static Api, Map<String, Value>, Map<String, Value>)> {
    prop::sample::select(apis()).prop_flat_map(|(provider, api)| {
        (attributes(provider, api), attributes(provider, api)).prop_map(move |(a, b)| (provider, api, a, b))
    })
}

proptest! {
    #[test]
    fn patches_are_idempotent_and_commute((provider, api, first, second) in case(), later in 1..1_000_000_i64) {
        let before = subscription(provider, api);
        let read = |attributes: &Map<String, Value>| Patch::read(&provider.rules(api), attributes).unwrap();
        let apply = |patches: &[&Map<String, Value>], now_ms: i64| {
            let mut subscription = before.clone();
            patches.iter().for_each(|patch| { read(patch).apply(&mut subscription, now_ms); });
            subscription
        };

       // An empty patch has no effect, not even on the time of the last change.
        let mut same = before.clone();
        prop_assert!(!Patch::default().apply(&mut same, later));
        prop_assert_eq!(&same, &before);

       // A patch is idempotent, at any later time.
        let mut once = apply(&[&first], later);
        let after_once = once.clone();
        prop_assert!(!read(&first).apply(&mut once, later * 2));
        prop_assert_eq!(&once, &after_once);

       // A change updates the time.
        prop_assert_eq!(after_once.updated_at_ms, if after_once == before { None } else { Some(later) });

        // Disjoint patches commute.
        let others = second.iter().filter(|(name, _)| !first.contains_key(*name));
        let disjoint: Map<String, Value> = others.map(|(name, value)| (name.clone(), value.clone())).collect();
        prop_assert_eq!(apply(&[&first, &disjoint], later), apply(&[&disjoint, &first], later));

       // A patch changes all of its attributes and no others.
        let together: Map<String, Value> = first.iter().chain(&disjoint).map(|(n, v)| (n.clone(), v.clone())).collect();
        prop_assert_eq!(apply(&[&together], later), apply(&[&first, &disjoint], later));
    }
}
