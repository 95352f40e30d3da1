//! Who reports to whom and what is tabled where, laid out as a picture. Pure and the same every time: groups stand in
//! columns by how far they are from the top, what is tabled stands in the column to the right of all groups.

use concordat_kernel::AnyId;

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The group.
    pub id: AnyId,
    /// Its name.
    pub name: String,
    /// The group it reports to.
    pub parent: Option<AnyId>,
    /// Its page.
    pub href: String,
}

/// What is tabled at a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tabled {
    /// The group.
    pub group: AnyId,
    /// What is tabled: a plan's or strategy's title.
    pub title: String,
    /// How often, or what it is to the group.
    pub cadence: String,
    /// Its page.
    pub href: String,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Boxes, in the order in which they are read.
    pub boxes: Vec<Drawn>,
    /// Lines between boxes, each the corners of a path.
    pub lines: Vec<String>,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Its left edge.
    pub x: u32,
    /// Its upper edge.
    pub y: u32,
    /// Its height.
    pub height: u32,
    /// What it says, line by line, each with the place of its foot.
    pub lines: Vec<(u32, String)>,
    /// Whether it is a group; else it is something tabled.
    pub is_group: bool,
    /// Its page.
    pub href: String,
    /// All of it in a sentence.
    pub label: String,
}

/// How wide a box is.
pub const BOX: u32 = 230;
const GAP: u32 = 60;
const ROW_GAP: u32 = 18;
const LINE: u32 = 20;
const PADDING: u32 = 12;
const LETTERS: usize = 22;
const MARGIN: u32 = 10;

/// Lays groups and what is tabled out. A group whose parent is not there, or that reports to itself in a circle, stands at the top.
pub fn draw(places: &[Place], tabled: &[Tabled]) -> Drawing {
    let mut sorted: Vec<&Place> = places.iter().collect();
    sorted.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    let mut tables: Vec<&Tabled> = tabled.iter().collect();
    tables.sort_by(|a, b| (&a.title, &a.cadence, &a.href).cmp(&(&b.title, &b.cadence, &b.href)));
    let tops: Vec<&Place> = sorted.iter().copied().filter(|place| is_top(place, places)).collect();
    let depth = sorted.iter().map(|place| chain(place, places).len()).max().unwrap_or(0);
    let mut pen = Pen {
        places: sorted,
        tables,
        paper_x: column(u32::try_from(depth).unwrap_or(0)),
        y: MARGIN,
        drawing: Drawing::default(),
    };
    for top in tops {
        pen.group(top, 0);
    }
    let widest = pen.drawing.boxes.iter().map(|drawn| drawn.x + BOX).max().unwrap_or(0);
    pen.drawing.width = widest + MARGIN;
    pen.drawing.height = (pen.y + MARGIN).saturating_sub(ROW_GAP);
    pen.drawing
}

fn column(depth: u32) -> u32 {
    MARGIN + depth * (BOX + GAP)
}

/// A group and those above it, nearest first; stops where it would go round.
fn chain<'a>(place: &'a Place, places: &'a [Place]) -> Vec<&'a Place> {
    let mut chain = vec![place];
    let mut here = place;
    while let Some(above) = here.parent.and_then(|id| places.iter().find(|place| place.id == id)) {
        if chain.iter().any(|known| known.id == above.id) {
            break;
        }
        chain.push(above);
        here = above;
    }
    chain
}

/// Whether a group stands at the top: it reports to nobody who is there, or is the first by id of a circle.
fn is_top(place: &Place, places: &[Place]) -> bool {
    let Some(parent) = place.parent.filter(|id| places.iter().any(|place| place.id == *id)) else {
        return true;
    };
    let chain = chain(place, places);
    // In a circle the chain ends at a group that reports to one within it.
    let circle = chain.last().and_then(|last| last.parent).is_some_and(|id| id == place.id);
    circle && (parent == place.id || chain.iter().all(|other| place.id <= other.id))
}

struct Pen<'a> {
    places: Vec<&'a Place>,
    tables: Vec<&'a Tabled>,
    paper_x: u32,
    y: u32,
    drawing: Drawing,
}

impl<'a> Pen<'a> {
    /// Draws a group with all that hangs on it, and says where the middle of its box is.
    fn group(&mut self, place: &'a Place, depth: u32) -> u32 {
        let (x, from) = (column(depth), self.y);
        let at = self.drawing.boxes.len();
        let lines = wrapped(&place.name);
        let height = height_of(lines.len());
        self.drawing.boxes.push(Drawn {
            x,
            y: from,
            height,
            lines: Vec::new(),
            is_group: true,
            href: place.href.clone(),
            label: String::new(),
        });
        let mut middles = Vec::new();
        let tables: Vec<&Tabled> = self.tables.iter().copied().filter(|one| one.group == place.id).collect();
        for table in &tables {
            middles.push((self.paper(table), self.paper_x));
        }
        for one in self.places.clone().into_iter().filter(|one| one.parent == Some(place.id)) {
            // The one that closes a circle is drawn already.
            if !self.is_drawn(&one.href) {
                middles.push((self.group(one, depth + 1), column(depth + 1)));
            }
        }
        self.y = self.y.max(from + height + ROW_GAP);
        let middle = from + height / 2;
        for (other, to) in middles {
            let bend = x + BOX + GAP / 2;
            self.drawing.lines.push(format!("M{} {middle}H{bend}V{other}H{to}", x + BOX));
        }
        let reports = place.parent.and_then(|id| self.places.iter().find(|one| one.id == id));
        let label = match reports.filter(|_| depth > 0) {
            Some(above) => format!("{}, reports to {}", place.name, above.name),
            None => place.name.clone(),
        };
        if let Some(drawn) = self.drawing.boxes.get_mut(at) {
            drawn.lines = placed(&lines, from);
            drawn.label = label;
        }
        middle
    }

    fn is_drawn(&self, href: &str) -> bool {
        self.drawing.boxes.iter().any(|drawn| drawn.is_group && drawn.href == href)
    }

    fn paper(&mut self, table: &Tabled) -> u32 {
        let mut lines = wrapped(&table.title);
        lines.extend(wrapped(&format!("({})", table.cadence)));
        let (y, height) = (self.y, height_of(lines.len()));
        self.drawing.boxes.push(Drawn {
            x: self.paper_x,
            y,
            height,
            lines: placed(&lines, y),
            is_group: false,
            href: table.href.clone(),
            label: format!("{}, {}", table.title, table.cadence),
        });
        self.y = y + height + ROW_GAP;
        y + height / 2
    }
}

fn height_of(lines: usize) -> u32 {
    2 * PADDING + LINE * u32::try_from(lines).unwrap_or(1)
}

fn placed(lines: &[String], y: u32) -> Vec<(u32, String)> {
    let foot = |n: usize| y + PADDING + LINE * u32::try_from(n).unwrap_or(0) + 15;
    lines.iter().enumerate().map(|(n, line)| (foot(n), line.clone())).collect()
}

/// A text in lines that fit a box; a word that is longer than a line is cut.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(LETTERS) {
            let piece: String = piece.iter().collect();
            match lines.last_mut() {
                Some(last) if last.chars().count() + 1 + piece.chars().count() <= LETTERS => {
                    last.push(' ');
                    last.push_str(&piece);
                }
                _ => lines.push(piece),
            }
        }
    }
    if lines.is_empty() { vec![String::new()] } else { lines }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn place(n: u128, parent: Option<u128>) -> Place {
        Place {
            id: AnyId::from_u128(n),
            name: format!("Group number {n} with rather a long name of its own"),
            parent: parent.map(AnyId::from_u128),
            href: format!("/groups/{n}"),
        }
    }

    fn tabled(group: u128, title: &str) -> Tabled {
        Tabled {
            group: AnyId::from_u128(group),
            title: title.to_owned(),
            cadence: "Each March".into(),
            href: title.into(),
        }
    }

    fn overlap(one: &Drawn, other: &Drawn) -> bool {
        one.x < other.x + BOX
            && other.x < one.x + BOX
            && one.y < other.y + other.height
            && other.y < one.y + one.height
    }

    proptest! {
        #[test]
        fn every_group_stands_once_apart_and_in_the_same_place_whatever_the_order(
            parents in proptest::collection::vec(proptest::option::of(0u128..9), 1..9),
            tables in proptest::collection::vec(0u128..9, 0..6),
            turn in 0usize..9,
        ) {
            let mut places: Vec<Place> =
                parents.iter().enumerate().map(|(n, parent)| place(n as u128, *parent)).collect();
            let mut papers: Vec<Tabled> =
                tables.iter().enumerate().map(|(n, group)| tabled(*group, &format!("Paper {n}"))).collect();
            let drawing = draw(&places, &papers);
            places.rotate_left(turn % parents.len());
            papers.reverse();
            prop_assert_eq!(&drawing, &draw(&places, &papers));
            for place in &places {
                let drawn = drawing.boxes.iter().filter(|drawn| drawn.is_group && drawn.href == place.href).count();
                prop_assert_eq!(drawn, 1, "{}", place.name);
            }
            for (n, one) in drawing.boxes.iter().enumerate() {
                prop_assert!(one.x + BOX <= drawing.width && one.y + one.height <= drawing.height);
                for other in &drawing.boxes[n + 1..] {
                    prop_assert!(!overlap(one, other), "{:?} {:?}", one, other);
                }
            }
        }
    }

    #[test]
    fn a_long_name_is_broken_into_lines_and_nothing_of_it_is_lost() {
        let name = "Merrowshire and Port Aldren Supercalifragilisticexpialidocious Board";
        let lines = wrapped(name);
        assert!(lines.iter().all(|line| line.chars().count() <= LETTERS), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), name.replace(' ', ""));
    }
}
