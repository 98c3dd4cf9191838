//! Sorted lists page by page, in both directions, while rows come and go.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

#[derive(Debug)]
struct Row {
    no: u32,
    name: &'static str,
    budget: Option<i64>,
}

impl Entity for Row {
    fn number(&self) -> u32 {
        self.no
    }

    fn id(&self) -> Uuid {
        Uuid::from_u128(self.no.into())
    }
}

const FIELDS: &[SortField<Row>] = &[
    ("name", |_, row| Key::text(row.name)),
    ("budget", |_, row| row.budget.map(Key::Number).into()),
];

/// Names with case and diacritics, equal budgets, none at all.
fn rows() -> Vec<Arc<Row>> {
    let rows = [
        ("Tết", Some(500)),
        ("ấm áp", Some(100)),
        ("Zebra", None),
        ("đèn lồng", Some(500)),
        ("Caffè", None),
        ("ấm áp", Some(-3)),
        ("", Some(500)),
    ];
    (0..).zip(rows).map(|(no, (name, budget))| Arc::new(Row { no, name, budget })).collect()
}

fn one_page(sort: &str, rows: &[Arc<Row>], page: &PageRequest) -> ApiResult<List<Arc<Row>>> {
    Order::read(sort, FIELDS)?.page(&Views::default(), page, rows.iter().cloned())
}

fn all_pages(sort: &str, limit: usize) -> Vec<u32> {
    let (rows, mut numbers, mut cursor) = (rows(), Vec::new(), None);
    loop {
        let list = one_page(sort, &rows, &PageRequest { limit, cursor }).unwrap();
        assert!(!list.items.is_empty() && list.items.len() <= limit);
        numbers.extend(list.items.iter().map(|row| row.no));
        let Some(next) = list.next_cursor else { return numbers };
        cursor = Some(next);
    }
}

#[test]
fn rows_come_in_order_whatever_the_size_of_a_page() {
    for (sort, expected) in [
        ("name", [6, 1, 5, 4, 3, 0, 2]),
        ("-name", [2, 0, 3, 4, 5, 1, 6]),
        ("budget", [5, 1, 0, 3, 6, 2, 4]),
        ("-budget", [6, 3, 0, 1, 5, 4, 2]),
    ] {
        for limit in [1, 2, 3, 6, 7, 500] {
            assert_eq!(all_pages(sort, limit), expected, "{sort} by {limit}");
        }
    }
}

#[test]
fn a_cursor_stays_where_it_was_given() {
    let mut rows = rows();
    let page = PageRequest { limit: 3, cursor: None };
    let first = one_page("budget", &rows, &page).unwrap();
    assert_eq!(first.items.iter().map(|row| row.no).collect::<Vec<_>>(), [5, 1, 0]);
    // The last row of the page moves, others come before and behind it.
    rows[0] = Arc::new(Row { no: 0, name: "Tết", budget: Some(9_000) });
    rows.push(Arc::new(Row { no: 7, name: "new", budget: Some(-100) }));
    rows.push(Arc::new(Row { no: 8, name: "new", budget: Some(500) }));
    let page = PageRequest { limit: 3, cursor: first.next_cursor };
    let second = one_page("budget", &rows, &page).unwrap();
    assert_eq!(second.items.iter().map(|row| row.no).collect::<Vec<_>>(), [3, 6, 8]);
}

#[test]
fn what_does_not_fit_is_refused_with_what_does() {
    let told = |error: ApiError| match error {
        ApiError::Refused(refusal) => refusal.message,
        ApiError::Internal(reason) => panic!("{reason}"),
    };
    for sort in ["colour", "", "-", "+name", "--name", "Name", "name,budget"] {
        let page = PageRequest { limit: 3, cursor: None };
        let message = told(one_page(sort, &rows(), &page).unwrap_err());
        assert_eq!(message, "sort takes name or budget, with - before it for descending");
    }
    let page = PageRequest { limit: 3, cursor: None };
    let cursor = one_page("budget", &rows(), &page).unwrap().next_cursor;
    let plain = crate::http::paging::encode_cursor(4);
    for (sort, cursor) in
        [("-budget", cursor.clone().unwrap()), ("name", cursor.unwrap()), ("name", plain)]
    {
        let page = PageRequest { limit: 3, cursor: Some(cursor) };
        let message = told(one_page(sort, &rows(), &page).unwrap_err());
        assert_eq!(message, "the cursor is of another order; begin again without it");
    }
}

proptest! {
    #[test]
    fn reading_a_cursor_never_panics(cursor in "~?[A-Za-z0-9_-]{0,60}") {
        let page = PageRequest { limit: 3, cursor: Some(cursor) };
        let _ = one_page("budget", &rows(), &page);
    }
}
