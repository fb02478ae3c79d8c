//! The page: the header, the tabs and the panels.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::model::custom::CustomText;
use crate::model::form::Form as _;
use crate::model::scheme::SchemeChoice;
use crate::panels::content::PanelContent;
use crate::panels::panel::Panel;
use crate::panels::prefetch::prefetch_when_idle;
use crate::panels::{FIRST, PANELS, addressed, current, find};
use crate::reactive::{State as _, effect, memo, text};
use crate::state::open::OpenPanel;
use crate::state::page::PageFields;
use crate::state::saved::SavedForms;
use crate::ui::links::start;
use crate::ui::tabs::{TabPanel, Tabs};
use crate::ui::theme::ThemeChoice;
use crate::ui::unsaved::UnsavedNotice;

/// The whole page.
#[component]
pub(crate) fn App() -> impl IntoView {
    let forms = SavedForms::new();
    let page = forms.provide::<PageFields>();
    let opener = OpenPanel::new(page);
    provide_context(opener);
    prefetch_when_idle(opener, page);
    let start_links = move |hash: String| {
        spawn_local(async move {
            let is_link = hash.contains('?');
            // If this fails, the page works without links.
            if start(forms, hash, |id| Some(find(id)?.id)).await.is_err() && is_link {
                browser::show_failure("failure-network");
            }
        });
    };
    let hash_changed = window_event_listener(ev::hashchange, move |_| {
        let hash = go_to_address(page);
        // This does nothing if the links have been started.
        if hash.contains('?') {
            start_links(hash);
        }
    });
    on_cleanup(move || hash_changed.remove());
    let hash = go_to_address(page);
    if hash.contains('?') {
        start_links(hash);
    } else {
        browser::when_idle(move || start_links(hash));
    }
    // An older version may have saved another id.
    if page.panel.with_untracked(|id| find(id).is_none()) {
        page.panel.set(FIRST.id.into());
    }
    let panel = memo(move || page.panel.with(|id| find(id).unwrap_or(FIRST).id));
    let open = text(move || panel.get().into());
    effect(move || {
        if let Some(panel) = find(panel.get()) {
            browser::show_hash(panel.id, addressed(&browser::hash()).is_none());
            browser::set_title(&format!("{} · Hookwright", panel.title));
        }
    });

    let clear = move |()| {
        let open = page.panel.get_untracked();
        forms.clear(PANELS.iter().map(|panel| panel.id).chain([CustomText::<SchemeChoice>::ID]));
        page.panel.set(open);
    };
    let tabs = PANELS.iter().map(|panel| (panel.id, panel.title)).collect::<Vec<_>>();
    let content = move |panel: &'static Panel| {
        view! {
            <TabPanel id=panel.id heading=panel.heading lead=panel.lead open=open>
                <PanelContent panel=panel forms=forms open=open/>
            </TabPanel>
        }
    };
    view! {
        <a
            class="skip"
            href="#main"
            on:click=|event| {
                // The address must keep the id of the panel.
                event.prevent_default();
                browser::focus("main");
            }
        >
            "Skip to the panel"
        </a>
        <header class="top">
            <div class="bar">
                <div class="brand">
                    <h1><span class="logo" aria-hidden="true"></span>"Hookwright"</h1>
                    <p>"Build, sign and debug webhooks."</p>
                </div>
                <Tabs tabs=tabs open=open choose=move |id: &'static str| page.panel.set(id.into())/>
                <ThemeChoice/>
            </div>
        </header>
        <main id="main" tabindex="-1">{PANELS.iter().map(content).collect_view()}</main>
        <UnsavedNotice forms=forms/>
        <footer>
            <p class="promise"><span class="icon" aria-hidden="true"></span><span>"Nothing leaves this page, except what you "<em>"Send"</em>" to your own machine."</span></p>
            <p>"It works offline, and never stores secrets."</p>
            <button type="button" class="link" id="shortcuts-button">"Keyboard shortcuts"</button>
            // Opens in a new tab, because leaving this one discards the secrets.
            <p class="version">
                "Version "{env!("CARGO_PKG_VERSION")}" · "
                <a href="THIRD-PARTY-NOTICES.txt" target="_blank" rel="noopener">"Third-party notices"</a>
            </p>
            <ClearButton clear=clear/>
        </footer>
    }
}

/// Opens the panel that the address names. Returns the address, which is then written as links are now: everything else that
/// reads it runs later.
fn go_to_address(page: PageFields) -> String {
    let before = browser::hash();
    let hash = current(before.clone());
    if hash != before {
        browser::replace_hash(&hash, false);
    }
    if let Some(panel) = addressed(&hash) {
        page.panel.set(panel.id.into());
    }
    hash
}

/// A button that clears all forms. The browser asks before.
#[component]
fn ClearButton(
    /// Clears all forms.
    #[prop(into)]
    clear: Callback<()>,
) -> impl IntoView {
    const QUESTION: &str =
        "Clear everything that you have entered in all panels? It is removed from this browser and cannot be restored.";
    let click = move |_| {
        if browser::confirm(QUESTION) {
            clear.run(());
        }
    };
    view! { <button type="button" class="clear" on:click=click>"Clear everything"</button> }
}
