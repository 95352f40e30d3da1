//! The pages: one file each, with its form, its handlers, its view and its samples.

mod areas;
pub(crate) mod bodies;
mod body;
mod body_form;
pub(crate) mod dates;
pub(crate) mod form;
mod group;
pub(crate) mod group_form;
pub(crate) mod groups;
mod history;
pub(crate) mod people;
mod seat_add;
mod seat_end;
pub(crate) mod words;

use concordat_kernel::Problem;
use concordat_web::{NavItem, Route, ViewSample, conflict::ConflictPage, parts::Shell, samples_of};

use crate::{actions, urls};

pub(crate) const NAV: &[NavItem] = &[
    NavItem { text: "Bodies", href: urls::BODIES, action: actions::VIEW_BODY },
    NavItem { text: "Groups", href: urls::GROUPS, action: actions::VIEW_GROUP },
];

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(urls::BODIES, actions::VIEW_BODY, bodies::show),
        Route::get(urls::NEW_BODY, actions::ADD_BODY, body_form::new),
        Route::post(urls::NEW_BODY, actions::ADD_BODY, body_form::add)
            .example("name=Merrowshire+Canal+Wardens&kind=other&aliases=Canal+wardens"),
        Route::get(urls::BODY, actions::VIEW_BODY, body::show),
        Route::get(urls::CHANGE_BODY, actions::CHANGE_BODY, body_form::edit),
        Route::post(urls::CHANGE_BODY, actions::CHANGE_BODY, body_form::change)
            .example("name=Merrowshire+Harbour+Board&kind=other&version=1"),
        Route::get(urls::GROUPS, actions::VIEW_GROUP, groups::show),
        Route::get(urls::NEW_GROUP, actions::ADD_GROUP, group_form::new),
        Route::post(urls::NEW_GROUP, actions::ADD_GROUP, group_form::add)
            .example("name=Night-time+economy+group&parent={group}"),
        Route::get(urls::GROUP, actions::VIEW_GROUP, group::show),
        Route::get(urls::CHANGE_GROUP, actions::CHANGE_GROUP, group_form::edit),
        Route::post(urls::CHANGE_GROUP, actions::CHANGE_GROUP, group_form::change)
            .example("name=Merrowshire+Water+Safety+Group&version=1"),
        Route::get(urls::NEW_SEAT, actions::ADD_SEAT, seat_add::new),
        Route::post(urls::NEW_SEAT, actions::ADD_SEAT, seat_add::add)
            .example("title=Canal+wardens&body={body}&capacity=invited"),
        Route::get(urls::END_SEAT, actions::END_SEAT, seat_end::ask),
        Route::post(urls::END_SEAT, actions::END_SEAT, seat_end::end)
            .example("until-day=31&until-month=3&until-year=2099&reason=The+body+left"),
        Route::get(urls::AREAS, actions::VIEW_AREA, areas::show),
    ]
    .into_iter()
    .chain(crate::terms::pages::routes())
    .collect()
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    let drawn = [
        samples_of::<bodies::BodiesPage>()?,
        samples_of::<body::BodyPage>()?,
        samples_of::<groups::GroupsPage>()?,
        samples_of::<group::GroupPage>()?,
        samples_of::<areas::AreasPage>()?,
        samples_of::<form::FormPage>()?,
        samples_of::<ConflictPage>()?,
        samples_of::<crate::terms::pages::sheet::Sheet>()?,
    ];
    Ok(drawn.into_iter().flatten().collect())
}

/// The shell of a sample.
pub(crate) fn sample_shell(title: &str) -> Shell {
    let mut shell = Shell::new(title, "/static/sample");
    shell.nav = NAV.iter().map(|item| concordat_web::parts::NavItem::new(item.text, item.href)).collect();
    shell
}
