//! Sets a document: the templates, fonts and data are all the world that the typesetter sees.

use std::sync::LazyLock;

use serde::Serialize;
use typst::{
    Library, LibraryExt, World, comemo,
    diag::{FileError, FileResult, SourceDiagnostic},
    ecow::EcoVec,
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use super::{DocumentError, view::sample_path};

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Template {
    /// A campaign's report.
    Campaign,
    /// A payout's statement.
    Payout,
}

impl Template {
    const fn source(self) -> (&'static str, &'static str) {
        match self {
            Self::Campaign => ("campaign.typ", include_str!("campaign.typ")),
            Self::Payout => ("payout.typ", include_str!("payout.typ")),
        }
    }
}

/// What all templates import.
const PARTS: (&str, &str) = ("parts.typ", include_str!("parts.typ"));
/// Where a template finds its data.
const DATA: &str = "data.json";
/// Renderings after which the typesetter forgets what it did not use again.
const REMEMBERED: usize = 4;

/// The fonts of documents, all under the SIL Open Font Licence; see the files beside them.
const FONTS: &[&[u8]] = &[
    include_bytes!("fonts/Inter-Regular.ttf"),
    include_bytes!("fonts/Inter-SemiBold.ttf"),
    include_bytes!("fonts/JetBrainsMono-Regular.ttf"),
    include_bytes!("fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("fonts/NotoEmoji-Regular.ttf"),
];

/// What is the same for all documents.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|bytes| Font::iter(Bytes::new(*bytes))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Press { library: LazyHash::new(Library::default()), book, fonts }
});

/// The files of one document: nothing else can be read.
struct Files {
    main: FileId,
    sources: Vec<Source>,
    others: Vec<(FileId, Bytes)>,
}

fn file_id(path: &str) -> Result<FileId, DocumentError> {
    let path = VirtualPath::new(path)
        .map_err(|error| DocumentError::Template(format!("{path}: {error}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_there(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Files {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.iter().find(|source| source.id() == id);
        found.cloned().ok_or_else(|| not_there(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.others.iter().find(|(other, _)| *other == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| not_there(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    /// A document never says when it was set, so that the same data gives the same bytes.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Sets a document from its data and captured frames.
///
/// # Errors
/// `Template`, which the tests of each template leave no way to but a frame that is no picture.
pub(super) fn render<'a>(
    template: Template,
    data: &impl Serialize,
    samples: impl Iterator<Item = &'a [u8]>,
) -> Result<Vec<u8>, DocumentError> {
    let broken = |error: serde_json::Error| DocumentError::Template(error.to_string());
    let (name, text) = template.source();
    let main = file_id(name)?;
    let sources = vec![Source::new(main, text.to_owned()), parts()?];
    let data = serde_json::to_string(data).map_err(broken)?;
    let mut others = vec![(file_id(DATA)?, Bytes::from_string(visible(&data)))];
    for (place, sample) in samples.enumerate() {
        others.push((file_id(&sample_path(place))?, Bytes::new(sample.to_vec())));
    }
    let files = Files { main, sources, others };
    let document = typst::compile::<PagedDocument>(&files).output.map_err(|e| told(&e))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Vetrina".to_owned())),
        timestamp: None,
        ..PdfOptions::default()
    };
    let made = typst_pdf::pdf(&document, &options).map_err(|e| told(&e));
    comemo::evict(REMEMBERED);
    made
}

/// What shows in the place of a sign that nobody would see.
const HIDDEN: &str = "\u{25A1}";

/// Signs that turn the direction of what follows would let a name hide a part of itself; each shows
/// as a sign of its own. They stand in JSON as they are, and only inside its texts.
fn visible(json: &str) -> String {
    json.replace(['\u{200E}', '\u{200F}', '\u{061C}'], HIDDEN)
        .replace(|letter| ('\u{202A}'..='\u{202E}').contains(&letter), HIDDEN)
        .replace(|letter| ('\u{2066}'..='\u{2069}').contains(&letter), HIDDEN)
}

fn parts() -> Result<Source, DocumentError> {
    Ok(Source::new(file_id(PARTS.0)?, PARTS.1.to_owned()))
}

fn told(errors: &EcoVec<SourceDiagnostic>) -> DocumentError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    DocumentError::Template(messages.join("; "))
}
