//! Things of the invented county, for the tests that walk the routes: each stands where its form needs it to stand.

use concordat_store::{Sql, sql};

sql! {
    MEETING = "SELECT id FROM meetings_meeting WHERE minutes = 'published' ORDER BY held_on LIMIT 1";
    PLANNED = "
        SELECT id FROM meetings_meeting
        WHERE minutes = 'none' AND published_at IS NULL AND cancelled IS NULL
        ORDER BY held_on DESC LIMIT 1";
    PLANNED_VERSION = "
        SELECT CAST(version AS TEXT) FROM meetings_meeting
        WHERE minutes = 'none' AND published_at IS NULL AND cancelled IS NULL
        ORDER BY held_on DESC LIMIT 1";
    // Never edited and without a paper, so that an example edit and a first paper are accepted.
    PLANNED_ITEM = "
        SELECT i.id
        FROM meetings_item i
        JOIN meetings_meeting m ON m.id = i.meeting
        WHERE m.minutes = 'none' AND m.published_at IS NULL AND m.cancelled IS NULL AND i.version = 1
          AND i.id NOT IN (SELECT item FROM meetings_paper)
        ORDER BY i.id LIMIT 1";
    MEETING_OF_PLANNED_ITEM = "
        SELECT i.meeting
        FROM meetings_item i
        JOIN meetings_meeting m ON m.id = i.meeting
        WHERE m.minutes = 'none' AND m.published_at IS NULL AND m.cancelled IS NULL AND i.version = 1
          AND i.id NOT IN (SELECT item FROM meetings_paper)
        ORDER BY i.id LIMIT 1";
    ITEM = "SELECT item FROM meetings_paper ORDER BY id LIMIT 1";
    AGREEABLE = "
        SELECT id FROM meetings_meeting
        WHERE minutes = 'none' AND agreed_at IS NULL AND cancelled IS NULL AND id IN (SELECT meeting FROM meetings_item)
        ORDER BY held_on DESC LIMIT 1";
    PUBLISHABLE = "
        SELECT id FROM meetings_meeting
        WHERE minutes = 'none' AND agreed_at IS NOT NULL AND published_at IS NULL AND cancelled IS NULL
        ORDER BY held_on DESC LIMIT 1";
    UNMINUTED = "
        SELECT id FROM meetings_meeting
        WHERE minutes = 'none' AND published_at IS NOT NULL AND cancelled IS NULL
        ORDER BY held_on LIMIT 1";
    DRAFT = "SELECT id FROM meetings_meeting WHERE minutes = 'draft' ORDER BY held_on LIMIT 1";
    DRAFTED_ITEM = "
        SELECT i.id
        FROM meetings_item i
        JOIN meetings_meeting m ON m.id = i.meeting
        WHERE m.minutes = 'draft'
        ORDER BY m.held_on, i.part, i.place LIMIT 1";
    DRAFT_MINUTE = "
        SELECT u.id
        FROM meetings_minute u
        JOIN meetings_meeting m ON m.id = u.meeting
        WHERE m.minutes = 'draft'
        ORDER BY m.held_on, u.number LIMIT 1";
    DRAFT_MINUTE_VERSION = "
        SELECT CAST(u.version AS TEXT)
        FROM meetings_minute u
        JOIN meetings_meeting m ON m.id = u.meeting
        WHERE m.minutes = 'draft'
        ORDER BY m.held_on, u.number LIMIT 1";
    ATTENDANCE = "
        SELECT a.id
        FROM meetings_attendance a
        JOIN meetings_meeting m ON m.id = a.meeting
        WHERE m.minutes = 'draft' AND a.version = 1
        ORDER BY a.id LIMIT 1";
    DECISION = "
        SELECT d.id
        FROM meetings_decision d
        JOIN meetings_minute u ON u.id = d.minute
        JOIN meetings_meeting m ON m.id = u.meeting
        WHERE d.kind = 'remove-chair' AND m.minutes IN ('draft', 'circulated')
        ORDER BY d.id LIMIT 1";
    // Open, so that whoever may read meetings may read it.
    ANY_DECISION = "
        SELECT d.id
        FROM meetings_decision d
        JOIN meetings_minute u ON u.id = d.minute
        JOIN meetings_item i ON i.id = u.item
        WHERE i.restricted = 0
        ORDER BY d.id LIMIT 1";
    CIRCULATED = "SELECT id FROM meetings_meeting WHERE minutes = 'circulated' ORDER BY held_on LIMIT 1";
    APPROVING = "
        SELECT later.id
        FROM meetings_meeting later
        JOIN meetings_meeting m ON m.group_id = later.group_id AND m.held_on < later.held_on
        WHERE m.minutes = 'circulated' AND later.cancelled IS NULL
        ORDER BY later.held_on LIMIT 1";
    APPROVED = "SELECT id FROM meetings_meeting WHERE minutes = 'approved' ORDER BY held_on LIMIT 1";
    APPROVED_DAY = "
        SELECT SUBSTR(approved_on, 9, 2) FROM meetings_meeting WHERE minutes = 'approved' ORDER BY held_on LIMIT 1";
    APPROVED_MONTH = "
        SELECT SUBSTR(approved_on, 6, 2) FROM meetings_meeting WHERE minutes = 'approved' ORDER BY held_on LIMIT 1";
    APPROVED_YEAR = "
        SELECT SUBSTR(approved_on, 1, 4) FROM meetings_meeting WHERE minutes = 'approved' ORDER BY held_on LIMIT 1";
    SIGNED = "SELECT id FROM meetings_meeting WHERE minutes = 'signed' ORDER BY held_on LIMIT 1";
    PUBLISHED = "
        SELECT id FROM meetings_meeting
        WHERE published_at IS NOT NULL AND minutes = 'published'
        ORDER BY held_on LIMIT 1";
    PUBLISHED_ITEM = "
        SELECT i.id
        FROM meetings_item i
        JOIN meetings_meeting m ON m.id = i.meeting
        JOIN meetings_paper p ON p.item = i.id
        WHERE i.restricted = 0 AND m.published_at IS NOT NULL
        ORDER BY i.id LIMIT 1";
    FOLLOW_UP = "SELECT id FROM meetings_follow_up WHERE done_on IS NULL ORDER BY id LIMIT 1";
    ANY_FOLLOW_UP = "SELECT id FROM meetings_follow_up ORDER BY id LIMIT 1";
    DUTY = "SELECT id FROM meetings_duty WHERE ended_on IS NULL ORDER BY id LIMIT 1";
}

/// For each name in a route or an example form, a statement that finds what to put there.
pub(crate) const EXAMPLES: &[(&str, &Sql)] = &[
    ("meeting", &MEETING),
    ("planned_meeting", &PLANNED),
    ("planned_version", &PLANNED_VERSION),
    ("planned_item", &PLANNED_ITEM),
    ("meeting_of_planned_item", &MEETING_OF_PLANNED_ITEM),
    ("meeting_item", &ITEM),
    ("agreeable_meeting", &AGREEABLE),
    ("publishable_meeting", &PUBLISHABLE),
    ("unminuted_meeting", &UNMINUTED),
    ("draft_meeting", &DRAFT),
    ("drafted_item", &DRAFTED_ITEM),
    ("draft_minute", &DRAFT_MINUTE),
    ("draft_minute_version", &DRAFT_MINUTE_VERSION),
    ("meeting_attendance", &ATTENDANCE),
    ("meeting_decision", &DECISION),
    ("any_decision", &ANY_DECISION),
    ("circulated_meeting", &CIRCULATED),
    ("approving_meeting", &APPROVING),
    ("approved_meeting", &APPROVED),
    ("approved_day", &APPROVED_DAY),
    ("approved_month", &APPROVED_MONTH),
    ("approved_year", &APPROVED_YEAR),
    ("signed_meeting", &SIGNED),
    ("published_meeting", &PUBLISHED),
    ("published_item", &PUBLISHED_ITEM),
    ("meeting_follow_up", &FOLLOW_UP),
    ("any_follow_up", &ANY_FOLLOW_UP),
    ("meeting_duty", &DUTY),
];
