//! The editor of a custom policy, for the panels that use a policy.

use hookwright::problem::Problem;
use leptos::prelude::*;

use super::model::policy::{CustomPolicy, MEMBERS, PolicyChoice};
use crate::model::choice::Named as _;
use crate::model::custom::CustomText;
use crate::model::sender_file;
use crate::reactive::{ErasedMemo, Field, State as _, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::custom::{CustomEditor, CustomLabels};

/// The ids of an editor.
#[derive(Clone, Copy)]
pub(crate) struct PolicyEditorIds {
    /// The id of the field.
    pub(crate) field: &'static str,
    /// The id of the list of problems.
    pub(crate) problems: &'static str,
    /// The id of the link that downloads the sender file.
    pub(crate) download: &'static str,
}

/// The editor of the custom policy.
#[component]
pub(crate) fn CustomPolicyEditor(
    ids: PolicyEditorIds,
    /// The text.
    custom: Field<CustomText<PolicyChoice>>,
    /// The policy, or the problems in the text.
    read: ErasedMemo<CustomPolicy>,
) -> impl IntoView {
    let labels = CustomLabels {
        id: ids.field,
        problems: ids.problems,
        download: ids.download,
        label: "Custom policy",
        members: "Members of a policy",
        list: "facts stacked",
    };
    let value = TextBinding::new(
        move || custom.with(|custom| custom.json.clone()),
        move |json| custom.update(|custom| custom.json = json),
    );
    let start = text(move || {
        custom.with(|custom| match custom.from {
            Some(from) if custom.can_restart() => from.id().into(),
            _ => String::new(),
        })
    });
    let problems: ErasedMemo<Vec<Problem>> =
        memo(move || read.with(|read| read.as_ref().err().cloned().unwrap_or_default()));
    view! {
        <CustomEditor
            labels=labels
            value=value
            problems=problems
            start=start
            restart=move |()| custom.update(CustomText::restart)
            export=memo(move || read.with(|read| read.as_ref().ok().map(sender_file::of_policy)))
            members=MEMBERS.iter().map(|(example, words)| ((*example).into(), *words)).collect()
        />
    }
}
