//! The pages: one file each, with its form, its handlers, its view and its samples.

mod agenda;
mod answers;
mod carried;
mod decide;
mod decision;
mod draw_paper;
pub(crate) mod feeds;
mod follow_up;
mod follow_ups;
pub(crate) mod form;
mod forward;
mod item;
mod meeting;
mod meetings;
mod minute;
mod minutes;
mod paper;
mod parts;
mod plan;
mod public;
mod room;
mod room_forms;
pub(crate) mod samples;
pub(crate) mod sheet;
mod steps;
mod write_paper;

#[cfg(test)]
pub(crate) mod stories;

pub(crate) use answers::{clock, long_day, read_time, short_day};

use concordat_access::Ctx;
use concordat_kernel::{Problem, Result};
use concordat_store::Store;
use concordat_web::{NavItem, Route, ViewSample, Waiting, samples_of};

use crate::{
    Meeting, MinutesState,
    store::{self, ADD, AGREE, CHANGE, PUBLISH, RECORD, SIGN, VIEW, VIEW_PUBLIC, Waits},
    urls,
};

pub(crate) const NAV: &[NavItem] = &[NavItem { text: "Meetings", href: urls::MEETINGS, action: VIEW }];

/// What is said when somebody else was faster by a moment: sent again, the form shows both texts.
const CONFLICT: &str = "Somebody else saved a change at the same moment. What you wrote is below. Send it again to see both texts.";

/// Whether a meeting can still be planned.
fn is_open(meeting: &Meeting) -> bool {
    meeting.cancelled.is_none() && meeting.minutes == MinutesState::None
}

pub(crate) fn routes() -> Vec<Route> {
    [planning(), in_the_room(), after(), public(), crate::pack::routes(), crate::invitations::routes()]
        .concat()
}

fn planning() -> Vec<Route> {
    vec![
        Route::get(urls::MEETINGS, VIEW, meetings::show),
        Route::get(urls::NEW_MEETING, ADD, plan::new),
        Route::post(urls::NEW_MEETING, ADD, plan::add).example(
            "group={group}&held_on-day=2&held_on-month=7&held_on-year=2099&begins=10%3A00&manner=hybrid&venue=County+Hall",
        ),
        Route::get(urls::FORWARD, VIEW, forward::show),
        Route::get(urls::NEW_DUTY, CHANGE, forward::new),
        Route::post(urls::NEW_DUTY, CHANGE, forward::add).example("title=Terms+of+reference&month=7"),
        Route::get(urls::END_DUTY, CHANGE, forward::ask_end),
        Route::post(urls::END_DUTY, CHANGE, forward::end),
        Route::get(urls::MEETING, VIEW, meeting::show),
        Route::get(urls::CALENDAR, VIEW, feeds::calendar),
        Route::get(urls::CHANGE, CHANGE, plan::edit),
        Route::post(urls::CHANGE, CHANGE, plan::change).example(
            "held_on-day=3&held_on-month=7&held_on-year=2099&begins=2pm&manner=online&version={planned_version}",
        ),
        Route::get(urls::CANCEL, CHANGE, plan::ask),
        Route::post(urls::CANCEL, CHANGE, plan::call_off).example("reason=Too+few+can+come"),
        Route::get(urls::NEW_ITEM, CHANGE, item::new),
        Route::post(urls::NEW_ITEM, CHANGE, item::add).example("part=D&title=Reviews&reason=It+names+people&minutes=10"),
        Route::get(urls::ITEM, CHANGE, item::edit),
        Route::post(urls::ITEM, CHANGE, item::change).example("part=B&title=The+plan+again&version=1"),
        Route::get(urls::REMOVE_ITEM, CHANGE, item::ask),
        Route::post(urls::REMOVE_ITEM, CHANGE, item::remove),
        Route::get(urls::PAPER, VIEW, paper::show),
        Route::get(urls::WRITE_PAPER, CHANGE, write_paper::edit),
        Route::post(urls::WRITE_PAPER, CHANGE, write_paper::save).example(
            "version=0&classification=information&by=Officer&to=Board&dated-day=1&dated-month=6&dated-year=2026&\
             subject=Plan&summary=Short&text=Long&late_reason=The+chair+asked",
        ),
        Route::get(urls::DRAW_PAPER, CHANGE, draw_paper::ask),
        Route::post(urls::DRAW_PAPER, CHANGE, draw_paper::save)
            .example("version=0&from=actions-arising%3Ameeting%2F{meeting_of_planned_item}&late_reason=The+chair+asked"),
        Route::get(urls::AGREE, AGREE, agenda::ask),
        Route::post(urls::AGREE, AGREE, agenda::agree),
        Route::get(urls::PREVIEW, PUBLISH, public::preview),
        Route::get(urls::PUBLISH, PUBLISH, agenda::ask_publish),
        Route::post(urls::PUBLISH, PUBLISH, agenda::publish).example("late_reason=The+chair+asked"),
    ]
}

fn in_the_room() -> Vec<Route> {
    vec![
        Route::get(urls::ROOM, VIEW, room::show),
        Route::get(urls::ATTEND, RECORD, room_forms::new),
        Route::post(urls::ATTEND, RECORD, room_forms::add)
            .example("name=Rowan+Ashdown&body={body}&part=member&from=10%3A20"),
        Route::get(urls::ATTENDANCE, RECORD, room_forms::edit),
        Route::post(urls::ATTENDANCE, RECORD, room_forms::change)
            .example("name=Rowan+Ashdown&body={body}&part=substitute&version=1"),
        Route::get(urls::APOLOGISE, RECORD, room_forms::ask_apology),
        Route::post(urls::APOLOGISE, RECORD, room_forms::save_apology)
            .example("name=Rowan+Ashdown&body={body}"),
        Route::get(urls::DECLARE, RECORD, room_forms::ask_interest),
        Route::post(urls::DECLARE, RECORD, room_forms::save_interest)
            .example("item={drafted_item}&name=Rowan+Ashdown&interest=Trustee&left=yes"),
        Route::get(urls::CHAIR, RECORD, room_forms::ask_chair),
        Route::post(urls::CHAIR, RECORD, room_forms::save_chair)
            .example("name=Rowan+Ashdown&right=vice-chair"),
    ]
}

fn after() -> Vec<Route> {
    vec![
        Route::get(urls::MINUTES, VIEW, minutes::show),
        Route::get(urls::BEGIN, RECORD, minutes::ask),
        Route::post(urls::BEGIN, RECORD, minutes::begin),
        Route::get(urls::MINUTE, RECORD, minute::edit),
        Route::post(urls::MINUTE, RECORD, minute::save)
            .example("public_text=An+update+was+received.&restricted_text=It+named+people.&version={draft_minute_version}"),
        Route::get(urls::DECIDE, RECORD, decide::new),
        Route::post(urls::DECIDE, RECORD, decide::add).example("kind=receive-update&public_text=An+update&due=March+2099"),
        Route::get(urls::DECISION, VIEW, decision::show),
        Route::get(urls::VOTE, RECORD, decide::ask_vote),
        Route::post(urls::VOTE, RECORD, decide::save_vote).example("{body}=for&correction=The+vote+was+entered"),
        Route::get(urls::FOLLOW_UP, RECORD, follow_ups::new),
        Route::post(urls::FOLLOW_UP, RECORD, follow_ups::add).example("kind=action&text=Write+to+the+funder&owner=Officer"),
        Route::get(urls::CIRCULATE, RECORD, steps::ask_circulate),
        Route::post(urls::CIRCULATE, RECORD, steps::save_circulate),
        Route::get(urls::CORRECT, RECORD, steps::ask_correct),
        Route::post(urls::CORRECT, RECORD, steps::save_correct).example("public_text=A+name+was+misspelt"),
        Route::get(urls::APPROVE, RECORD, steps::ask_approve),
        Route::post(urls::APPROVE, RECORD, steps::save_approve).example("at={approving_meeting}"),
        Route::get(urls::SIGN, SIGN, steps::ask_sign),
        Route::post(urls::SIGN, SIGN, steps::save_sign)
            .example("by=Chair&on-day={approved_day}&on-month={approved_month}&on-year={approved_year}"),
        Route::get(urls::PUBLISH_MINUTES, PUBLISH, steps::ask_publish),
        Route::post(urls::PUBLISH_MINUTES, PUBLISH, steps::save_publish),
        Route::get(urls::FOLLOW_UPS, VIEW, follow_ups::show),
        Route::get(urls::ONE_FOLLOW_UP, VIEW, follow_up::show),
        Route::get(urls::FINISH, RECORD, follow_ups::ask),
        Route::post(urls::FINISH, RECORD, follow_ups::save)
            .example("on-day=1&on-month=6&on-year=2024&outcome=The+funder+agreed"),
    ]
}

fn public() -> Vec<Route> {
    vec![
        Route::get(urls::PUBLIC_MEETINGS, VIEW_PUBLIC, public::list).open(),
        Route::get(urls::PUBLIC_MEETING, VIEW_PUBLIC, public::show).open(),
        Route::get(urls::PUBLIC_PAPER, VIEW_PUBLIC, public::read_paper).open(),
        Route::get(urls::PUBLIC_MINUTES, VIEW_PUBLIC, public::minutes).open(),
        Route::get(urls::PUBLIC_DECISIONS, VIEW_PUBLIC, public::decisions).open(),
        Route::get(urls::PUBLIC_CALENDAR, VIEW_PUBLIC, feeds::public_calendar).open(),
        Route::get(urls::PUBLIC_FEED, VIEW_PUBLIC, feeds::feed).open(),
    ]
}

pub(crate) fn views() -> Result<Vec<ViewSample>, Problem> {
    Ok([samples_of::<sheet::Sheet>()?, samples_of::<form::FormPage>()?].concat())
}

/// What waits of meetings, for the home page.
pub(crate) async fn waits_for(store: &Store, ctx: &Ctx) -> Result<Vec<Waiting>> {
    let told = |waits| match waits {
        Waits::Agree(meeting, heading) => Waiting {
            heading,
            text: format!(
                "The agenda for {} waits for you to agree it",
                answers::short_day(meeting.plan.held_on)
            ),
            href: urls::meeting(meeting.id),
        },
        Waits::Publish(meeting, heading, last, left) => Waiting {
            heading,
            text: match left {
                None => format!(
                    "The last day for the agenda of {} has passed",
                    answers::short_day(meeting.plan.held_on)
                ),
                Some(left) => format!(
                    "Agenda and papers for {} go out by {}: {}",
                    answers::short_day(meeting.plan.held_on),
                    answers::short_day(last),
                    match left {
                        0 => "today".to_owned(),
                        1 => "1 working day left".to_owned(),
                        left => format!("{left} working days left"),
                    }
                ),
            },
            href: urls::meeting(meeting.id),
        },
        Waits::Minutes(meeting, heading) => Waiting {
            heading,
            text: format!(
                "The minutes of {} wait: {}",
                answers::short_day(meeting.plan.held_on),
                meeting.minutes.title().to_lowercase()
            ),
            href: if meeting.minutes == MinutesState::None {
                urls::meeting(meeting.id)
            } else {
                urls::of(meeting.id, "minutes")
            },
        },
        Waits::Overdue(heading, count) => Waiting {
            heading,
            text: match count {
                1 => "1 follow-up is overdue".to_owned(),
                count => format!("{count} follow-ups are overdue"),
            },
            href: urls::FOLLOW_UPS.to_owned(),
        },
    };
    Ok(store::waits_for(store, ctx).await?.into_iter().map(told).collect())
}
