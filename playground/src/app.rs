//! The page: what is open, what is kept, and the frame around the panels.

use hookwright::snippet::Language;
use leptos::ev;
use leptos::prelude::*;

use crate::browser;
use crate::check::CheckPanel;
use crate::event::EventPanel;
use crate::model::Forms;
use crate::model::panel::Panel;
use crate::model::query::Query;
use crate::model::retry::RetryForm;
use crate::model::saved::{self, Saved};
use crate::own::OwnScheme;
use crate::reactive::{flag, text};
use crate::retry::RetriesPanel;
use crate::subscription::SubscriptionPanel;
use crate::tabs::{TabPanel, Tabs};
use crate::theme::ThemeChoice;

/// Where the forms are kept. The number is the version of the format.
const KEY: &str = "hookwright.forms.1";

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let Saved { forms, panel, language } = saved::read(&browser::load(KEY).unwrap_or_default(), browser::now_ms());
    let panel = RwSignal::new(Panel::from_hash(&browser::hash()).unwrap_or(panel));
    let language: RwSignal<Language> = RwSignal::new(language);
    provide_context(language);
    provide_context(panel);
    let subscription = RwSignal::new(forms.subscription);
    let event = RwSignal::new(forms.event);
    let check = RwSignal::new(forms.check);
    let own = OwnScheme::new(forms.own);
    provide_context(own);
    let retries = RwSignal::new(linked().unwrap_or(forms.retries));

    let hash_changed = window_event_listener(ev::hashchange, move |_| {
        linked().into_iter().for_each(|form| retries.set(form));
        if let Some(named) = Panel::from_hash(&browser::hash()) {
            panel.set(named);
        }
    });
    on_cleanup(move || hash_changed.remove());
    Effect::new(move |_| {
        browser::replace_hash(panel.get().id());
        browser::set_title(&format!("{} · Hookwright", panel.get().title()));
    });
    Effect::new(move |_| {
        let forms = Forms {
            subscription: subscription.get(),
            event: event.get(),
            check: check.get(),
            own: own.form.get(),
            retries: retries.get(),
        };
        browser::store(KEY, &saved::write(&forms, panel.get(), language.get()));
    });
    let clear = move || {
        let forms = Forms::new(browser::now_ms());
        subscription.set(forms.subscription);
        event.set(forms.event);
        check.set(forms.check);
        own.form.set(forms.own);
        retries.set(forms.retries);
        language.set(Language::Curl);
    };

    view! {
        <a
            class="skip"
            href="#main"
            on:click=|event| {
                // The address keeps naming the panel.
                event.prevent_default();
                browser::focus("main");
            }
        >
            "Skip to the panel"
        </a>
        <header class="top">
            <div class="bar">
                <h1><span class="logo" aria-hidden="true"></span>"Hookwright"</h1>
                <Tabs panel=panel/>
                <ThemeChoice/>
            </div>
        </header>
        <main id="main" tabindex="-1">
            <TabPanel this=Panel::Subscription open=panel><SubscriptionPanel form=subscription/></TabPanel>
            <TabPanel this=Panel::Event open=panel><EventPanel form=event check=check/></TabPanel>
            <TabPanel this=Panel::Check open=panel><CheckPanel form=check/></TabPanel>
            <TabPanel this=Panel::Retries open=panel><RetriesPanel form=retries/></TabPanel>
        </main>
        <footer>
            <p class="promise"><span class="icon" aria-hidden="true"></span>"Nothing leaves this page."</p>
            <p>"Secrets, header values and deliveries to check are forgotten when you close it."</p>
            // In a tab of its own, because this one forgets secrets when it is left.
            <p class="version">
                "Version "{env!("CARGO_PKG_VERSION")}" · "
                <a href="THIRD-PARTY-NOTICES.txt" target="_blank" rel="noopener">"Third-party notices"</a>
            </p>
            <ClearButton clear=clear/>
        </footer>
    }
}

/// What a link to the panel of retries carries, if the address is one. Other panels have no such links: a link would hold
/// what must not go around.
fn linked() -> Option<RetryForm> {
    let hash = browser::hash();
    let (_, line) = hash.split_once('?').filter(|(panel, _)| *panel == "#retries")?;
    Some(RetryForm::read(&Query::parse(line)))
}

/// A button that empties everything, and asks once more first.
#[component]
fn ClearButton(
    /// Empties everything.
    #[prop(into)]
    clear: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let click = move |_| {
        if asked.get_untracked() {
            clear.run(());
        }
        asked.update(|asked| *asked = !*asked);
    };
    view! {
        <button type="button" class="clear" class:asked=flag(move || asked.get()) on:click=click on:blur=move |_| asked.set(false)>
            {text(move || if asked.get() { "Press again to clear" } else { "Clear everything" }.into())}
        </button>
    }
}
