//! Meetings for calendars (iCalendar, RFC 5545) and what was published as a feed (Atom, RFC 4287).

use std::fmt::Write as _;

use concordat_kernel::{
    Id, Problem, Result,
    jiff::{
        Timestamp,
        civil::{Date, Time},
        tz::TimeZone,
    },
};
use concordat_web::{
    Answer, At, Reader,
    axum::{
        http::{HeaderValue, header},
        response::IntoResponse as _,
    },
    download,
};

use crate::{Meeting, meeting_file, public_meetings, urls};

/// One meeting for a member's calendar, with how to join it.
pub(crate) async fn calendar(reader: Reader, At(id): At<Id<Meeting>>) -> Answer {
    let file = meeting_file(reader.store(), &reader.ctx, id).await?;
    let link = address(&reader, &urls::meeting(id));
    let text = ics(&[(&file.meeting, file.conduct.group.name.as_str(), link)], reader.ctx.clock.now())?;
    download("meeting.ics", "text/calendar; charset=utf-8", text.into_bytes())
}

/// Every public meeting, for a calendar that asks again now and then.
pub(crate) async fn public_calendar(reader: Reader) -> Answer {
    let found = public_meetings(reader.store(), &reader.ctx).await?;
    let events: Vec<_> = found
        .iter()
        .map(|(meeting, group)| {
            (meeting, group.as_str(), address(&reader, &urls::public_meeting(meeting.id)))
        })
        .collect();
    download(
        "meetings.ics",
        "text/calendar; charset=utf-8",
        ics(&events, reader.ctx.clock.now())?.into_bytes(),
    )
}

/// What was published, newest first.
pub(crate) async fn feed(reader: Reader) -> Answer {
    let found = public_meetings(reader.store(), &reader.ctx).await?;
    let text = atom(&found, |path| address(&reader, path))?;
    let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// The whole address of a page.
fn address(reader: &Reader, path: &str) -> String {
    format!("{}{path}", reader.app.config.public_url.trim_end_matches('/'))
}

fn at(day: Date, time: Time) -> Result<Timestamp, Problem> {
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    let zoned = day.to_datetime(time).to_zoned(london);
    Ok(zoned.map_err(|e| Problem::new("finding the moment of a meeting", e))?.timestamp())
}

fn stamp(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

pub(crate) fn ics(events: &[(&Meeting, &str, String)], now: Timestamp) -> Result<String> {
    let mut text = String::new();
    let mut line = |line: &str| fold(&mut text, line);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Concordat//Meetings//EN");
    for (meeting, group, link) in events {
        let plan = &meeting.plan;
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@concordat", meeting.id));
        line(&format!("SEQUENCE:{}", meeting.version));
        line(&format!("DTSTAMP:{}", stamp(now)));
        line(&format!("DTSTART:{}", stamp(at(plan.held_on, plan.begins)?)));
        if let Some(ends) = plan.ends {
            line(&format!("DTEND:{}", stamp(at(plan.held_on, ends)?)));
        }
        line(&format!("SUMMARY:{}", plain(group)));
        if let Some(venue) = &plan.venue {
            line(&format!("LOCATION:{}", plain(venue)));
        }
        let told =
            [plan.access.as_deref(), plan.joining.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        if !told.is_empty() {
            line(&format!("DESCRIPTION:{}", plain(&told.join("\n"))));
        }
        line(&format!("URL:{link}"));
        if meeting.cancelled.is_some() {
            line("STATUS:CANCELLED");
        }
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    Ok(text)
}

/// A text as a value of iCalendar.
fn plain(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    escaped.replace("\r\n", "\n").replace('\n', "\\n")
}

/// A line, folded to 75 octets as the standard asks, never inside a character.
fn fold(text: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > 75 {
            text.push_str("\r\n ");
            width = 1;
        }
        width += c.len_utf8();
        text.push(c);
    }
    text.push_str("\r\n");
}

fn atom(found: &[(Meeting, String)], address: impl Fn(&str) -> String) -> Result<String> {
    let mut entries: Vec<(String, String, String, String)> = Vec::new();
    for (meeting, group) in found {
        let day = super::answers::short_day(meeting.plan.held_on);
        if let Some(published) = &meeting.published_at {
            let id = format!("urn:uuid:{}", meeting.id);
            let to = address(&urls::public_meeting(meeting.id));
            entries.push((published.clone(), id, format!("Agenda: {group}, {day}"), to));
        }
        if let Some(on) = meeting.minutes_published_on {
            let moment = at(on, Time::constant(12, 0, 0, 0))?.to_string();
            let id = format!("urn:uuid:{}#minutes", meeting.id);
            let to = address(&urls::public_minutes(meeting.id));
            entries.push((moment, id, format!("Minutes: {group}, {day}"), to));
        }
    }
    entries.sort_by(|a, b| b.0.cmp(&a.0));
    let updated = entries.first().map_or("1970-01-01T00:00:00Z", |(at, ..)| at);
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n",
    );
    let own = escaped(&address(urls::PUBLIC_FEED));
    let _ = writeln!(text, "<id>{own}</id>\n<title>Public meetings</title>\n<updated>{updated}</updated>");
    let _ = writeln!(text, "<author><name>Concordat</name></author>\n<link rel=\"self\" href=\"{own}\"/>");
    for (at, id, title, to) in &entries {
        let (title, to) = (escaped(title), escaped(to));
        let _ = writeln!(
            text,
            "<entry><id>{id}</id><title>{title}</title><updated>{at}</updated><link href=\"{to}\"/></entry>"
        );
    }
    text.push_str("</feed>\n");
    Ok(text)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    #[test]
    fn a_calendar_is_in_utc_folded_and_escaped() {
        let mut file = samples::file();
        file.meeting.plan.held_on = Date::constant(2027, 7, 15);
        file.meeting.plan.access = Some("Steps; lift, loop\n".to_owned() + &"ä".repeat(60));
        let link = "https://csp.example/meetings/1".to_owned();
        let text =
            ics(&[(&file.meeting, "Board, one", link)], "2027-03-01T09:00:00Z".parse().unwrap()).unwrap();
        // Ten in the morning of a summer's day is nine in UTC.
        for words in [
            "DTSTART:20270715T090000Z\r\n",
            "DTEND:20270715T110000Z\r\n",
            "SUMMARY:Board\\, one\r\n",
            "Steps\\; lift\\, loop\\n",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
    }

    #[test]
    fn a_feed_tells_what_was_published_newest_first() {
        let mut file = samples::file();
        file.meeting.minutes_published_on = Some(Date::constant(2027, 7, 20));
        let text =
            atom(&[(file.meeting, "Board & <co>".into())], |path| format!("https://csp.example{path}"))
                .unwrap();
        let (minutes, agenda) =
            (text.find("Minutes: Board &amp; &lt;co&gt;").unwrap(), text.find("Agenda:").unwrap());
        assert!(minutes < agenda, "{text}");
        assert!(!text.contains("<co>"), "{text}");
    }
}
