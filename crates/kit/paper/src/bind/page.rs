//! One page of an upload, drawn whole onto a page of the volume between its head and its foot.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::{
    bring::Bring,
    tags::Placed,
    upload::{Area, Unfit, content, inherited, is, within},
};

/// What a page of the volume keeps free for an upload: this far from its left, bottom, right and top, in points.
const FREE: [f32; 4] = [14.0, 46.0, 14.0, 42.0];
/// The most that a page may unpack to, in bytes.
const MOST: usize = 60_000_000;
/// What is laid on a page and printed with it.
const PRINTED: &[&[u8]] = &[
    b"Widget",
    b"FreeText",
    b"Stamp",
    b"Ink",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Highlight",
    b"Underline",
    b"StrikeOut",
    b"Squiggly",
];

/// How points of one plane lie in another.
#[derive(Debug, Clone, Copy)]
struct Matrix([f32; 6]);

impl Matrix {
    /// First this, then another.
    fn then(self, Self([g, h, i, j, k, l]): Self) -> Self {
        let Self([a, b, c, d, e, f]) = self;
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }

    fn of(self, x: f32, y: f32) -> (f32, f32) {
        let Self([a, b, c, d, e, f]) = self;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The upright rectangle around where a rectangle comes to lie.
    fn around(self, Area([left, bottom, right, top]): Area) -> Area {
        let corners =
            [(left, bottom), (left, top), (right, bottom), (right, top)].map(|(x, y)| self.of(x, y));
        let ends = |pick: fn((f32, f32)) -> f32| {
            let all = corners.map(pick);
            (all.iter().copied().fold(f32::MAX, f32::min), all.iter().copied().fold(f32::MIN, f32::max))
        };
        let ((left, right), (bottom, top)) = (ends(|(x, _)| x), ends(|(_, y)| y));
        Area([left, bottom, right, top])
    }

    fn words(self) -> String {
        self.0.iter().map(|part| format!("{part:.5}")).collect::<Vec<_>>().join(" ")
    }

    fn object(self) -> Object {
        numbers(&self.0)
    }
}

fn numbers(all: &[f32]) -> Object {
    Object::Array(all.iter().map(|part| Object::Real(*part)).collect())
}

/// Where a page of this area, so turned, lies on a page of the volume: never larger than it is, in the middle.
fn onto(Area([x0, y0, x1, y1]): Area, turn: u8, Area([left, bottom, right, top]): Area) -> Matrix {
    let upright = match turn {
        1 => Matrix([0.0, -1.0, 1.0, 0.0, -y0, x1]),
        2 => Matrix([-1.0, 0.0, 0.0, -1.0, x1, y1]),
        3 => Matrix([0.0, 1.0, -1.0, 0.0, y1, -x0]),
        _ => Matrix([1.0, 0.0, 0.0, 1.0, -x0, -y0]),
    };
    let (width, height) = Area([x0, y0, x1, y1]).turned(turn);
    let (wide, tall) = (right - left, top - bottom);
    let scale = (wide / width).min(tall / height).min(1.0);
    let (x, y) = (left + (wide - width * scale) / 2.0, bottom + (tall - height * scale) / 2.0);
    upright.then(Matrix([scale, 0.0, 0.0, scale, x, y]))
}

/// Something that is drawn on a page of the volume.
struct Drawn {
    name: String,
    form: ObjectId,
    at: Option<Matrix>,
}

/// A page that was brought over and waits to be drawn.
pub(super) struct Ready {
    pub(super) placed: Placed,
    drawn: Vec<Drawn>,
}

/// Brings a page over.
pub(super) fn bring(bring: &mut Bring<'_>, old: ObjectId, page: ObjectId) -> Result<Ready, Unfit> {
    let (area, turn) = Area::of_page(bring.from, old).ok_or(Unfit::Size)?;
    let Area([left, bottom, right, top]) = inherited(bring.into, page, b"MediaBox")
        .and_then(|area| Area::read(bring.into, area))
        .ok_or(Unfit::Size)?;
    let free = Area([left + FREE[0], bottom + FREE[1], right - FREE[2], top - FREE[3]]);
    let matrix = onto(area, turn, free);

    let contents = bring.from.get_page_contents(old);
    let mut form = match contents.as_slice() {
        // As it is packed: nothing needs to be looked at.
        [one] if bring.from.get_object(*one).is_ok_and(|one| one.as_stream().is_ok()) => {
            let stream =
                bring.from.get_object(*one).and_then(Object::as_stream).map_err(|_| Unfit::Damaged)?.clone();
            let mut kept = Dictionary::new();
            for key in [b"Filter".as_slice(), b"DecodeParms"] {
                if let Ok(value) = stream.dict.get(key) {
                    kept.set(key, bring.object(value));
                }
            }
            Stream::new(kept, stream.content)
        }
        several => {
            let mut all = Vec::new();
            for id in several {
                all.extend(content(bring.from, *id, MOST)?);
                all.push(b'\n');
            }
            let mut stream = Stream::new(Dictionary::new(), all);
            // One that cannot be packed is kept as it is.
            let _ = stream.compress();
            stream
        }
    };
    let resources =
        inherited(bring.from, old, b"Resources").cloned().unwrap_or(Object::Dictionary(Dictionary::new()));
    let group = bring.from.get_dictionary(old).ok().and_then(|page| page.get(b"Group").ok()).cloned();
    form.dict.set("Type", Object::Name(b"XObject".to_vec()));
    form.dict.set("Subtype", Object::Name(b"Form".to_vec()));
    form.dict.set("BBox", numbers(&area.0));
    form.dict.set("Matrix", matrix.object());
    form.dict.set("Resources", bring.object(&resources));
    if let Some(group) = group {
        form.dict.set("Group", bring.object(&group));
    }
    let form = bring.into.add_object(form);
    let mut drawn = vec![Drawn { name: "Upload".to_owned(), form, at: None }];
    let mut links = Vec::new();
    let laid = bring.from.get_dictionary(old).ok().and_then(|page| page.get(b"Annots").ok()).cloned();
    let laid = laid.and_then(|list| bring.from.dereference(&list).ok()?.1.as_array().ok().cloned());
    for one in laid.into_iter().flatten() {
        let Ok((id, Object::Dictionary(note))) = bring.from.dereference(&one) else { continue };
        let note = note.clone();
        if let (Some(id), Some(link)) = (id, link(bring.from, &note, matrix)) {
            links.push((id, bring.into.add_object(link)));
        } else if let Some((form, at)) = printed(bring, &note) {
            drawn.push(Drawn { name: format!("Laid{}", drawn.len()), form, at: Some(at.then(matrix)) });
        }
    }
    bring.settle();
    Ok(Ready { placed: Placed { old, page, form, links }, drawn })
}

/// A link to an address, where it now lies. Links within the upload are left out: their pages have other numbers.
fn link(from: &Document, note: &Dictionary, matrix: Matrix) -> Option<Dictionary> {
    let action = within(from, note, b"A").filter(|action| is(action, b"S", b"URI"))?;
    let address =
        action.get(b"URI").and_then(Object::as_str).ok().filter(|_| is(note, b"Subtype", b"Link"))?;
    let safe = [b"http://".as_slice(), b"https://", b"mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)));
    let Area(lies) = matrix.around(Area::read(from, note.get(b"Rect").ok()?)?);
    let words = note.get(b"Contents").and_then(Object::as_str).unwrap_or(address);
    safe.then(|| {
        dictionary! {
            "Type" => "Annot", "Subtype" => "Link", "Rect" => numbers(&lies), "F" => 4,
            "Border" => vec![0.into(), 0.into(), 0.into()],
            "Contents" => Object::string_literal(words.to_vec()),
            "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal(address.to_vec()) },
        }
    })
}

/// What a field, stamp or remark looks like, and where on its page it lies.
fn printed(bring: &mut Bring<'_>, note: &Dictionary) -> Option<(ObjectId, Matrix)> {
    let flags = note.get(b"F").and_then(Object::as_i64).unwrap_or(0);
    let kind = note.get(b"Subtype").and_then(Object::as_name).ok()?;
    // Hidden, or not to be looked at.
    if !PRINTED.contains(&kind) || flags & (2 | 32) != 0 {
        return None;
    }
    let looks = within(bring.from, note, b"AP")?;
    let mut look = looks.get(b"N").ok()?.clone();
    if let Ok((_, Object::Dictionary(states))) = bring.from.dereference(&look) {
        look = states.get(note.get(b"AS").and_then(Object::as_name).ok()?).ok()?.clone();
    }
    let id = look.as_reference().ok()?;
    let form = &bring.from.get_object(id).ok()?.as_stream().ok();
    let (bounds, matrix) = match form {
        Some(form) => {
            let matrix = form.dict.get(b"Matrix").and_then(Object::as_array).ok().and_then(|parts| {
                let parts: Vec<f32> = parts.iter().filter_map(|part| part.as_float().ok()).collect();
                parts.try_into().ok()
            });
            (
                Area::read(bring.from, form.dict.get(b"BBox").ok()?)?,
                Matrix(matrix.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])),
            )
        }
        // Already brought over: one look shared by two fields.
        None => return None,
    };
    let Area([x0, y0, x1, y1]) = matrix.around(bounds);
    let Area([left, bottom, right, top]) = Area::read(bring.from, note.get(b"Rect").ok()?)?;
    if x1 - x0 <= 0.0 || y1 - y0 <= 0.0 {
        return None;
    }
    let (sx, sy) = ((right - left) / (x1 - x0), (top - bottom) / (y1 - y0));
    Some((bring.id(id), Matrix([sx, 0.0, 0.0, sy, left - x0 * sx, bottom - y0 * sy])))
}

/// Draws a page that was brought over beneath what its page of the volume already shows. With a mark, all of it is one
/// piece of tagged content; without, its own tags say what it is.
pub(super) fn draw(into: &mut Document, ready: &Ready, mark: Option<i64>) -> Result<(), Unfit> {
    let mut words = String::new();
    for one in &ready.drawn {
        let at = one.at.map(|at| format!("{} cm ", at.words())).unwrap_or_default();
        let piece = format!("q {at}/{} Do Q\n", one.name);
        words.push_str(&match (mark, one.at) {
            (Some(mark), None) => format!("/P <</MCID {mark}>> BDC\n{piece}EMC\n"),
            (None, None) => piece,
            (_, Some(_)) => format!("/Artifact BMC\n{piece}EMC\n"),
        });
    }
    let drawing = into.add_object(Stream::new(Dictionary::new(), words.into_bytes()));
    let id = ready.placed.page;
    let page = into.get_dictionary(id).map_err(|_| Unfit::Damaged)?.clone();
    let mut resources =
        inherited(into, id, b"Resources").and_then(|all| all.as_dict().ok()).cloned().unwrap_or_default();
    let mut forms = within(into, &resources, b"XObject").cloned().unwrap_or_default();
    for one in &ready.drawn {
        forms.set(one.name.as_str(), one.form);
    }
    resources.set("XObject", forms);
    let mut contents = vec![Object::Reference(drawing)];
    match page.get(b"Contents") {
        Ok(Object::Array(former)) => contents.extend(former.iter().cloned()),
        Ok(former) => contents.push(former.clone()),
        Err(_) => {}
    }
    let mut laid: Vec<Object> = page
        .get(b"Annots")
        .ok()
        .and_then(|list| into.dereference(list).ok()?.1.as_array().ok().cloned())
        .unwrap_or_default();
    laid.extend(ready.placed.links.iter().map(|(_, link)| Object::Reference(*link)));
    let page = into.get_dictionary_mut(id).map_err(|_| Unfit::Damaged)?;
    page.set("Resources", resources);
    page.set("Contents", contents);
    if !laid.is_empty() {
        page.set("Annots", laid);
        page.set("Tabs", Object::Name(b"S".to_vec()));
    }
    Ok(())
}
