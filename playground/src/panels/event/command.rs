//! The first line of the panel: the sender, the event type and the seed of the sample.

use leptos::prelude::*;

use super::model::other_events::other_events;
use super::model::shuffle::new_seed;
use super::state::{CraftState, Notice};
use crate::browser;
use crate::model::samples::sources;
use crate::reactive::{State as _, dynamic, memo};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Select, TextField};
use crate::ui::findings::sentence;

/// The choice of a sample.
#[component]
pub(super) fn Command(state: CraftState) -> impl IntoView {
    let CraftState { form, custom, results, .. } = state;
    let kinds = memo(move || {
        form.sender.track();
        match form.with_untracked(|form| form.sample()) {
            Some(sample) => vec![(sample.kind, sample.kind)],
            None => form.provider.get().events.iter().map(|event| (event.name, event.name)).collect(),
        }
    });
    let shown_kind = move || match results.event_type.get() {
        Some(event_type) => event_type.name.to_owned(),
        None => form.kind.get(),
    };
    let source = TextBinding::new(
        move || {
            form.sender.track();
            form.provider.track();
            form.with_untracked(|form| form.source().into())
        },
        move |id| {
            let now_ms = browser::now_ms();
            let custom = custom.read.get_untracked();
            state.load("The sample of another sender has replaced the body.", |form| {
                form.choose_source(&id, &custom, now_ms)
            });
        },
    );
    let kind = TextBinding::new(shown_kind, move |kind| choose_kind(state, &kind));
    let reset = move |text: &str| {
        let (now_ms, kind, custom) = (browser::now_ms(), shown_kind(), custom.read.get_untracked());
        state.load(text, |form| form.reset(&kind, &custom, now_ms));
    };
    let seed = TextBinding::new(
        move || form.seed.get(),
        move |seed| {
            form.seed.set(seed);
            reset("The sample with this seed has replaced the body.");
        },
    );
    let shuffle = move |_| {
        if let Some(random) = browser::random_bytes() {
            form.seed.set(new_seed(&*random));
            reset("Other sample data has replaced the body.");
        }
    };
    view! {
        <form class="inputs full craft-command" on:submit=|event| event.prevent_default()>
            <Select id="event-provider" label="Sender" options=sources() value=source/>
            <Select id="event-type" label="Event type" options=kinds value=kind/>
            <TextField id="event-seed" label="Seed" placeholder="documented sample" value=seed/>
            <div class="buttons">
                <button type="button" class="quiet-button" id="event-shuffle" title="Fill in other plausible values. The same seed gives the same body." on:click=shuffle>"Shuffle"</button>
                <button type="button" class="quiet-button" on:click=move |_| reset("The sample has replaced the body.")>"Reset body"</button>
            </div>
            {dynamic(move || form.sender.with(|sender| other_events(sender)).map(|words| view! {
                <p class="hint others" id="event-others">{sentence(&words)}</p>
            }).into_any())}
            {dynamic(move || state.notice.get().map(|notice| notice_view(state, notice)).into_any())}
        </form>
    }
}

/// Selects an event type. An edited body keeps everything but the event type; the sample is offered.
fn choose_kind(state: CraftState, kind: &str) {
    let now_ms = browser::now_ms();
    let before = state.form.get_untracked();
    let custom = state.custom.read.get_untracked();
    let mut sample = before.clone();
    sample.reset(kind, &custom, now_ms);
    let mut renamed = before.clone();
    if before.edited && renamed.rename(kind) {
        state.form.set(renamed);
        let text = format!("The body was kept, because you have edited it. Its event type is now `{kind}`.");
        let offer = Some((format!("Load the sample of {kind}"), Box::new(sample)));
        state.notice.set(Some(Notice { text, before: Box::new(before), is_whole: false, offer }));
    } else {
        state.load("The sample of another event type has replaced the body.", |form| *form = sample);
    }
}

fn notice_view(state: CraftState, notice: Notice) -> AnyView {
    let offer = notice.offer.map(|(label, form)| {
        let take = move |_| {
            let (sample, now_ms, custom) = (form.clone(), browser::now_ms(), state.custom.read.get_untracked());
            state.replace("The sample has replaced the body.", move |form| {
                (form.body, form.plain, form.edited) = (sample.body, sample.plain, false);
                // The scheme may be another one by now.
                form.choose_scheme(form.scheme, &custom, now_ms);
            });
            browser::focus("event-undo");
        };
        view! { <button type="button" class="link" id="event-offer" on:click=take>{label}</button> }
    });
    let undo = move |_| {
        state.undo();
        browser::focus("event-undo");
    };
    let dismiss = move |_| {
        state.notice.set(None);
        browser::focus("event-type");
    };
    view! {
        <div class="notice" id="event-notice" role="status">
            <p>
                <span class="what">{sentence(&notice.text)}</span>
                <button type="button" class="link" id="event-undo" on:click=undo>"Undo"</button>
                {offer}
                <button type="button" class="link" on:click=dismiss>"Dismiss"</button>
            </p>
        </div>
    }
    .into_any()
}
