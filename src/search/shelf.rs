//! The index on disk: its schema, opening and making it, asking it.

use std::{ops::Bound, path::Path};

use serde::{Deserialize, Serialize};
use tantivy::{
    DocAddress, Index, IndexReader, IndexSettings, IndexWriter, Order, ReloadPolicy, Searcher,
    TantivyDocument, Term,
    collector::TopDocs,
    directory::MmapDirectory,
    indexer::IndexWriterOptions,
    query::{BooleanQuery, Occur, RangeQuery},
    schema::{
        FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
    },
};

use super::{
    SearchError,
    document::{Document, Kind},
    query::{Hit, Query, Scope},
    words::{FOLDED, analyser, composed},
};
use crate::domain::{catalog::access::Owner, ids::Seq};

/// Changes with the schema, the words or the documents: an index with another stamp is made anew.
pub const STAMP: u32 = 1;

/// What the index says about itself, in each of its commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Of the schema.
    pub stamp: u32,
    /// The newest audit entry inside.
    pub audit: Seq,
    /// The store's next entry, when everything before was inside.
    pub next_seq: Seq,
    /// Written by an orderly stop; anything later is not inside.
    pub closed: bool,
}

/// The fields of a document.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Kind and number, to replace a document.
    pub key: Field,
    /// Kind.
    pub kind: Field,
    /// Number.
    pub number: Field,
    /// Whose it is.
    pub owner: Field,
    /// Its words.
    pub text: Field,
}

const NUMBER: &str = "number";
const KIND: &str = "kind";

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer(FOLDED)
        .set_index_option(IndexRecordOption::WithFreqs);
    let fields = Fields {
        key: schema.add_text_field("key", STRING),
        kind: schema.add_u64_field(KIND, INDEXED | FAST),
        number: schema.add_u64_field(NUMBER, INDEXED | FAST),
        owner: schema.add_text_field("owner", STRING),
        text: schema.add_text_field("text", TextOptions::default().set_indexing_options(words)),
    };
    (schema.build(), fields)
}

/// An owner as a word of the index.
#[must_use]
pub fn owner_word(owner: Owner) -> String {
    hex::encode(owner.key())
}

fn key_word(kind: Kind, number: u64) -> String {
    format!("{}/{number}", kind.number())
}

/// An open index.
pub struct Shelf {
    index: Index,
    reader: IndexReader,
    fields: Fields,
}

impl Shelf {
    /// Opens the index of a folder, with its position; `None` when it is not there, cannot be
    /// read, or was made by another release.
    #[must_use]
    pub fn open(folder: &Path) -> Option<(Self, Position)> {
        let directory = MmapDirectory::open(folder).ok()?;
        if !Index::exists(&directory).ok()? {
            return None;
        }
        let index = Index::open(directory).ok()?;
        let (wanted, fields) = schema();
        let payload = index.load_metas().ok()?.payload?;
        let position: Position = serde_json::from_str(&payload).ok()?;
        if position.stamp != STAMP || index.schema() != wanted {
            return None;
        }
        // A damaged file shows now, not in somebody's search.
        if !index.validate_checksum().ok()?.is_empty() {
            return None;
        }
        Self::over(index, fields).ok().map(|shelf| (shelf, position))
    }

    /// Makes an empty index in a folder, instead of whatever is there.
    ///
    /// # Errors
    /// `Folder`, `Index`.
    pub fn make(folder: &Path) -> Result<Self, SearchError> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = schema();
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let index = Index::create(directory, schema, IndexSettings::default())?;
        Self::over(index, fields)
    }

    fn over(index: Index, fields: Fields) -> Result<Self, SearchError> {
        index.tokenizers().register(FOLDED, analyser());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { index, reader, fields })
    }

    /// The one that writes.
    ///
    /// # Errors
    /// `Index`.
    pub fn writer(&self, memory_mib: usize) -> Result<ShelfWriter, SearchError> {
        let memory = memory_mib.clamp(15, 1024) * 1_048_576;
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(memory)
            .build();
        let writer = self.index.writer_with_options(options)?;
        Ok(ShelfWriter { writer, fields: self.fields })
    }

    /// Shows what was written to searches from now on.
    ///
    /// # Errors
    /// `Index`.
    pub fn reload(&self) -> Result<(), SearchError> {
        Ok(self.reader.reload()?)
    }

    /// See `Search::newest`.
    pub(super) fn newest(
        &self,
        kind: Kind,
        scope: Scope,
        query: &Query,
        before: u64,
        limit: usize,
    ) -> Result<Vec<u64>, SearchError> {
        if query.has_no_words() || limit == 0 {
            return Ok(Vec::new());
        }
        let below = Bound::Excluded(Term::from_field_u64(self.fields.number, before));
        let range = RangeQuery::new(Bound::Unbounded, below);
        let clause = query.clause(&self.fields, &[kind], scope);
        let clause = BooleanQuery::new(vec![
            (Occur::Must, Box::new(clause)),
            (Occur::Must, Box::new(range)),
        ]);
        let newest = TopDocs::with_limit(limit).order_by_fast_field::<u64>(NUMBER, Order::Desc);
        let found = self.reader.searcher().search(&clause, &newest)?;
        Ok(found.into_iter().filter_map(|(number, _)| number).collect())
    }

    /// See `Search::best`.
    pub(super) fn best(
        &self,
        kinds: &[Kind],
        scope: Scope,
        query: &Query,
        limit: usize,
    ) -> Result<Vec<Hit>, SearchError> {
        if query.has_no_words() || limit == 0 || kinds.is_empty() {
            return Ok(Vec::new());
        }
        let searcher = self.reader.searcher();
        let clause = query.clause(&self.fields, kinds, scope);
        let found = searcher.search(&clause, &TopDocs::with_limit(limit).order_by_score())?;
        let mut hits = Vec::with_capacity(found.len());
        for (_, address) in found {
            hits.extend(hit(&searcher, address)?);
        }
        Ok(hits)
    }
}

fn hit(searcher: &Searcher, address: DocAddress) -> Result<Option<Hit>, SearchError> {
    let columns = searcher.segment_reader(address.segment_ord).fast_fields();
    let number = columns.u64(NUMBER)?.first(address.doc_id);
    let kind = columns.u64(KIND)?.first(address.doc_id).and_then(Kind::of);
    Ok(kind.zip(number).map(|(kind, number)| Hit { kind, number }))
}

/// Writes documents.
pub struct ShelfWriter {
    writer: IndexWriter,
    fields: Fields,
}

impl ShelfWriter {
    /// Puts a document in the place of its older self.
    ///
    /// # Errors
    /// `Index`.
    pub fn put(&self, document: &Document) -> Result<(), SearchError> {
        let fields = &self.fields;
        let key = key_word(document.kind, document.number);
        self.writer.delete_term(Term::from_field_text(fields.key, &key));
        let mut row = TantivyDocument::default();
        row.add_text(fields.key, key);
        row.add_u64(fields.kind, document.kind.number());
        row.add_u64(fields.number, document.number);
        row.add_text(fields.owner, owner_word(document.owner));
        row.add_text(fields.text, composed(&document.text));
        self.writer.add_document(row)?;
        Ok(())
    }

    /// Writes everything to disk together with the position.
    ///
    /// # Errors
    /// `Index`.
    pub fn commit(&mut self, position: Position) -> Result<(), SearchError> {
        let mut prepared = self.writer.prepare_commit()?;
        let payload = serde_json::to_string(&position).expect("numbers become JSON");
        prepared.set_payload(&payload);
        prepared.commit()?;
        Ok(())
    }
}
