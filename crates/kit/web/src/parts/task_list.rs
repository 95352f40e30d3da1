use askama::Template;

use super::{Colour, Html, Sampled, Tag, sample};

/// One task of a [`TaskList`].
#[derive(Clone, Debug)]
pub struct Task {
    title: Html,
    href: Option<String>,
    hint: Option<Html>,
    status: Html,
}

impl Task {
    /// A task and its state. "Completed" is plain text; states that ask for something are tags.
    pub fn new(title: impl Into<Html>, status: impl Into<Html>) -> Self {
        Self { title: title.into(), href: None, hint: None, status: status.into() }
    }

    /// Where it is done; without it, it cannot be started yet.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// What it takes.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Html>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What is still to do, in any order.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/task_list.html")]
pub struct TaskList {
    id: String,
    tasks: Vec<Task>,
}

impl TaskList {
    /// A list without tasks yet; the id must be the only one of its kind on the page.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), tasks: Vec::new() }
    }

    /// One more task.
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.tasks.push(task);
        self
    }
}

impl Sampled for TaskList {
    fn samples() -> Vec<(&'static str, Html)> {
        vec![sample(
            "three states",
            TaskList::new("sample-tasks")
                .task(Task::new("Name the lead bodies", "Completed").href("#leads"))
                .task(
                    Task::new("Say what is measured", Tag::new(Colour::Blue, "Not yet started"))
                        .href("#measures")
                        .hint("Nine actions have no measure"),
                )
                .task(Task::new("Send to the board", "Cannot start yet")),
        )]
    }
}
