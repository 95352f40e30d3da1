use linkme::distributed_slice;

/// A named SQL statement. Made by [`sql!`](crate::sql), so that the test which prepares every
/// statement on both engines knows of it.
#[derive(Debug, PartialEq, Eq)]
pub struct Sql {
    /// The module path and constant name.
    pub name: &'static str,
    /// The text: understood by SQLite and PostgreSQL alike.
    pub text: &'static str,
}

/// Every statement in the program, collected by the linker.
#[distributed_slice]
pub static STATEMENTS: [&'static Sql];

/// Names a statement: `sql!(PLAN_BY_ID = "SELECT …");`
///
/// Statements are the only thing a transaction will run, so none can escape the test that
/// prepares each on both engines.
#[macro_export]
macro_rules! sql {
    ($($(#[$doc:meta])* $vis:vis $name:ident = $text:expr;)+) => {$(
        $(#[$doc])*
        $vis static $name: $crate::Sql = $crate::Sql {
            name: concat!(module_path!(), "::", stringify!($name)),
            text: $text,
        };
        const _: () = {
            #[expect(unsafe_code, reason = "a linker section collects the statements; nothing else can")]
            #[$crate::linkme::distributed_slice($crate::STATEMENTS)]
            #[linkme(crate = $crate::linkme)]
            static ENTRY: &$crate::Sql = &$name;
        };
    )+};
}
