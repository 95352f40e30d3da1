//! Why a file cannot be read, each as a sentence that names the file and says what to do.

use concordat_kernel::Refusal;

use super::limits::TooMuch;

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    Empty,
    TooLarge { limit: u64 },
    Binary,
    Pdf,
    OldOffice,
    Macros,
    OtherFormat,
    Damaged,
    Bomb,
    TooMuch(TooMuch),
    NoTable,
    NoActions,
}

/// The sentence for the officer who brings in an action plan.
pub(crate) fn refusal(why: Why, file_name: &str) -> Refusal {
    refusal_of(why, file_name, "action plan")
}

/// The sentence for the officer. `wanted` is what the file should hold.
pub(crate) fn refusal_of(why: Why, file_name: &str, wanted: &str) -> Refusal {
    let name: String = file_name.chars().filter(|c| !c.is_control()).take(120).collect();
    let name = if name.is_empty() { "The file".to_owned() } else { format!("“{name}”") };
    Refusal::rule(match why {
        Why::Empty => format!("{name} is empty. Choose the file that holds the {wanted}."),
        Why::TooLarge { limit } => format!(
            "{name} is larger than {}. Save the pages with the {wanted} as a file of their own and import that.",
            size(limit)
        ),
        Why::Binary => format!(
            "{name} is not a text, a spreadsheet or a Word file. Save the {wanted} as .docx, .xlsx, .csv or .txt and \
             import that."
        ),
        Why::Pdf => format!(
            "{name} is a PDF. Import the Word or Excel file it was made from, or save its text as a .txt file and import \
             that."
        ),
        Why::OldOffice => format!(
            "{name} is in an old Office format or is protected by a password. Open it, remove any password, save it as \
             .docx or .xlsx, and import that."
        ),
        Why::Macros => format!(
            "{name} contains macros, which are never opened here. Save it as .xlsx or .docx, without macros, and import \
             that."
        ),
        Why::OtherFormat => format!(
            "{name} is not a Word or Excel file that can be read here. Save the {wanted} as .docx, .xlsx, .csv or .txt \
             and import that."
        ),
        Why::Damaged => {
            format!(
                "{name} is damaged and cannot be read to its end. Open it, save it again, and import the new file."
            )
        }
        Why::Bomb => format!(
            "{name} unpacks to far more than any such file holds, so it was not opened. Copy the {wanted} into a new \
             document and import that."
        ),
        Why::TooMuch(what) => {
            let what = match what {
                TooMuch::Cells => "more lines and cells",
                TooMuch::Rows => "more rows of actions",
                TooMuch::Text => "more text",
            };
            format!(
                "{name} holds {what} than any such file. Save the pages with the {wanted} as a file of their own and import \
                 that."
            )
        }
        Why::NoTable => format!(
            "No action plan was found in {name}. It needs a table whose header names at least three of: number, objective, \
             actions, measure, timescale, lead."
        ),
        Why::NoActions => format!(
            "{name} has the header of an action plan but no action under it. Check that the rows were not left out when it \
             was saved."
        ),
    })
}

fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 => format!("{} MB", bytes >> 20),
        _ if bytes >= 1 << 10 => format!("{} kB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}
