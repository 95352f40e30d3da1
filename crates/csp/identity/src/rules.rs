//! The rules of signing in, without a clock, a database or a page. Limits and waits follow the
//! OWASP Application Security Verification Standard 5.0, chapters 6 and 7; what a partnership's
//! board or an assessor may tighten is dated data, so that what applied on a day can be shown later.

use concordat_kernel::{
    Refusal,
    jiff::{SignedDuration, Timestamp, civil::Date},
};

/// How long a session lasts (V7.3.1, V7.3.2). There is no limit to how many one person may have: each
/// is listed on their account page and can be ended there (V7.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SessionLimits {
    /// The first day of these limits.
    pub(crate) in_force_from: Date,
    /// Without any request.
    pub(crate) idle: SignedDuration,
    /// Since signing in, whatever happens.
    pub(crate) absolute: SignedDuration,
}

/// Newest first. An hour without a request: an officer who is on the telephone for half an hour does
/// not lose a half-written update. Twelve hours at most: one working day.
pub(crate) const SESSION_LIMITS: &[SessionLimits] = &[SessionLimits {
    in_force_from: Date::constant(2026, 11, 1),
    idle: SignedDuration::from_mins(60),
    absolute: SignedDuration::from_hours(12),
}];

/// The limits in force on a day; the strictest known before the first.
pub(crate) fn session_limits(today: Date) -> SessionLimits {
    let first = SessionLimits {
        in_force_from: Date::MIN,
        idle: SignedDuration::from_mins(60),
        absolute: SignedDuration::from_hours(12),
    };
    SESSION_LIMITS.iter().find(|limits| limits.in_force_from <= today).copied().unwrap_or(first)
}

/// How often a session's clock is written down: not at every request.
pub(crate) const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// Whether a session is still good.
pub(crate) fn session_lives(
    limits: SessionLimits,
    created: Timestamp,
    seen: Timestamp,
    now: Timestamp,
) -> bool {
    now.duration_since(seen) < limits.idle && now.duration_since(created) < limits.absolute
}

/// Failures in a row before anybody has to wait.
pub(crate) const FREE_FAILURES: i64 = 5;
/// After a day without a failure the count starts again.
pub(crate) const FAILURES_FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);

/// How long to wait after this many failures in a row on one account (V6.3.1): nothing for the
/// first four, then 30 seconds, doubling, never more than a quarter of an hour. So nobody can be
/// locked out for good by somebody else's guesses, and guessing stays hopeless: under a hundred a day.
pub(crate) fn wait_after(failures: i64) -> SignedDuration {
    if failures < FREE_FAILURES {
        return SignedDuration::ZERO;
    }
    let doublings = u32::try_from(failures - FREE_FAILURES).unwrap_or(u32::MAX).min(5);
    SignedDuration::from_secs(30 << doublings).min(SignedDuration::from_mins(15))
}

/// How much slower every sign-in is answered after this many failures everywhere within the day: a
/// guess at many accounts is slowed, and nobody is refused because of others.
pub(crate) fn slow_down_after(failures: i64) -> SignedDuration {
    if failures < 100 {
        return SignedDuration::ZERO;
    }
    let doublings = u32::try_from((failures - 100) / 100).unwrap_or(u32::MAX).min(3);
    SignedDuration::from_millis(250 << doublings)
}

/// Refuses an attempt that comes too early.
///
/// # Errors
/// Says how long to wait.
pub(crate) fn may_try(failures: i64, last: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    let left = wait_after(failures) - now.duration_since(last);
    if left <= SignedDuration::ZERO {
        return Ok(());
    }
    let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
    let wait = match seconds {
        1 => "1 second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", (seconds + 59) / 60),
    };
    Err(Refusal::rule(format!("There were too many attempts. Wait {wait}, then try again.")))
}

/// How long a one-time link works (V6.4.1).
pub(crate) fn link_lasts(purpose: &str) -> SignedDuration {
    match purpose {
        "invitation" => SignedDuration::from_hours(7 * 24),
        _ => SignedDuration::from_hours(24),
    }
}

/// Whether a one-time link can still be used.
pub(crate) fn link_works(expires: Timestamp, used: bool, revoked: bool, now: Timestamp) -> bool {
    !used && !revoked && now < expires
}

/// Whether a role counts on a day: both dates are included.
pub(crate) fn holds(from: Date, until: Option<Date>, ended: bool, today: Date) -> bool {
    !ended && from <= today && until.is_none_or(|until| today <= until)
}

/// Refuses dates the wrong way round.
///
/// # Errors
/// When the last day comes before the first.
pub(crate) fn dates_of_role(from: Date, until: Option<Date>) -> Result<(), Refusal> {
    match until {
        Some(until) if until < from => {
            Err(Refusal::invalid("until", "The last day must be the same as or after the first day"))
        }
        _ => Ok(()),
    }
}

/// A name as it is kept.
///
/// # Errors
/// When it is empty or very long.
pub(crate) fn person_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(Refusal::invalid("name", "Enter the person's name")),
        1..=100 => Ok(name),
        _ => Err(Refusal::invalid("name", "The name must be 100 characters or fewer")),
    }
}

/// An e-mail address as it is kept: in lower case. Only its shape is checked; the invitation shows
/// whether it is right.
///
/// # Errors
/// When it cannot be an address.
pub(crate) fn email_address(email: &str) -> Result<String, Refusal> {
    let email = email.trim().to_lowercase();
    let fits = email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control())
        && email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && host.contains('.')
                && !host.starts_with('.')
                && !host.ends_with('.')
                && !host.contains('@')
        });
    if fits {
        Ok(email)
    } else {
        Err(Refusal::invalid("email", "Enter an e-mail address, like name@example.org"))
    }
}

/// Where to go after signing in: a page of ours, never another site.
pub(crate) fn local_path(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.starts_with("/\\")
        && !next.chars().any(char::is_control);
    if local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_session_ends_after_an_idle_hour_and_after_twelve_hours() {
        let limits = session_limits(day("2026-11-22"));
        let start = at("2026-11-22T08:00:00Z");
        let lives = |seen, now| session_lives(limits, start, at(seen), at(now));
        assert!(lives("2026-11-22T08:00:00Z", "2026-11-22T08:59:59Z"));
        assert!(!lives("2026-11-22T08:00:00Z", "2026-11-22T09:00:00Z"), "idle");
        assert!(lives("2026-11-22T19:59:00Z", "2026-11-22T19:59:59Z"));
        assert!(!lives("2026-11-22T19:59:59Z", "2026-11-22T20:00:00Z"), "absolute");
        assert_eq!(
            session_limits(day("1999-01-01")).idle,
            SignedDuration::from_mins(60),
            "never without limits"
        );
    }

    #[test]
    fn waits_double_from_half_a_minute_to_a_quarter_of_an_hour() {
        let seconds: Vec<i64> = (0..13).map(|n| wait_after(n).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(wait_after(i64::MAX).as_secs(), 900);
        let millis: Vec<i128> =
            [0, 99, 100, 199, 200, 300, 400, 90_000].map(|n| slow_down_after(n).as_millis()).into();
        assert_eq!(millis, [0, 0, 250, 250, 500, 1000, 2000, 2000]);
    }

    #[test]
    fn an_early_attempt_is_told_how_long_to_wait() {
        let last = at("2026-11-22T08:00:00Z");
        assert!(may_try(4, last, last).is_ok());
        let early = may_try(5, last, at("2026-11-22T08:00:10Z")).unwrap_err().to_string();
        assert!(early.contains("Wait 20 seconds"), "{early}");
        assert!(may_try(5, last, at("2026-11-22T08:00:30Z")).is_ok());
        let later = may_try(9, last, last).unwrap_err().to_string();
        assert!(later.contains("Wait 8 minutes"), "{later}");
    }

    #[test]
    fn links_work_once_and_for_a_time() {
        let made = at("2026-11-22T08:00:00Z");
        let expires = made + link_lasts("invitation");
        assert_eq!(expires, at("2026-11-29T08:00:00Z"));
        assert_eq!(made + link_lasts("reset"), at("2026-11-23T08:00:00Z"));
        assert!(link_works(expires, false, false, at("2026-11-29T07:59:59Z")));
        assert!(!link_works(expires, false, false, expires));
        assert!(!link_works(expires, true, false, made));
        assert!(!link_works(expires, false, true, made));
    }

    #[test]
    fn roles_hold_on_both_their_first_and_last_day() {
        let (from, until) = (day("2026-04-01"), Some(day("2027-03-31")));
        for (today, expected) in
            [("2026-03-31", false), ("2026-04-01", true), ("2027-03-31", true), ("2027-04-01", false)]
        {
            assert_eq!(holds(from, until, false, day(today)), expected, "{today}");
        }
        assert!(holds(from, None, false, day("2090-01-01")));
        assert!(!holds(from, None, true, day("2026-05-01")), "stopped before its time");
        assert!(dates_of_role(from, Some(from)).is_ok());
        assert!(dates_of_role(from, Some(day("2026-03-31"))).is_err());
    }

    #[test]
    fn addresses_are_kept_in_lower_case_and_must_look_like_one() {
        assert_eq!(
            email_address(" Rowan.Ashdown@Merrowshire.example ").unwrap(),
            "rowan.ashdown@merrowshire.example"
        );
        for wrong in
            ["", "rowan", "rowan@", "@x.example", "a b@x.example", "a@b@c.example", "a@localhost", "a@.x"]
        {
            assert!(email_address(wrong).is_err(), "{wrong}");
        }
        assert_eq!(person_name("  Rowan   Ashdown ").unwrap(), "Rowan Ashdown");
        assert!(person_name(" ").is_err());
        assert!(person_name(&"x".repeat(101)).is_err());
    }

    #[test]
    fn after_signing_in_one_stays_here() {
        for local in ["/", "/plans/1?x=2", "/a//b"] {
            assert_eq!(local_path(local), local);
        }
        for elsewhere in ["", "//evil.example", "/\\evil.example", "https://evil.example", "plans", "/a\r\nb"]
        {
            assert_eq!(local_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
