use super::*;

/// The seed's table, with D-40, D-41 and D-52: a letter is the rule of a cell.
///
/// e edit, s edit and submit again, i increase, d delay, x extend, a add stores, n new assets,
/// p replace assets, - read-only.
const EXPECTED: &str = "
.               DRAFT REJECTED PENDING_APPROVAL SCHEDULED ACTIVE PAUSED ERROR COMPLETED CANCELLED EXPIRED
name            e     e        e                e         e      e      e     -         -         -
description     e     e        e                e         e      e      e     -         -         -
brand_name      e     e        e                -         -      -      -     -         -         -
category        e     e        e                -         -      -      -     -         -         -
budget          e     e        i                i         i      i      i     -         -         -
start_date      e     e        e                d         -      -      -     -         -         -
end_date        e     e        e                e         x      x      x     -         -         -
daily_cap       e     e        e                e         e      e      e     -         -         -
target_stores   e     e        e                a         a      a      a     -         -         -
content_assets  e     e        s                -         n      p      p     -         -         -
priority        e     e        e                e         e      e      e     -         -         -
dayparts        e     e        e                e         e      e      e     -         -         -
impression_goal e     e        e                e         e      e      e     -         -         -
";

fn rule(letter: &str) -> EditRule {
    match letter {
        "e" => R::Free,
        "s" => R::Resubmits,
        "i" => R::IncreaseOnly,
        "d" => R::DelayOnly,
        "x" => R::ExtendOnly,
        "a" => R::AddStores,
        "n" => R::AddAssets,
        "p" => R::ReplaceAssets,
        "-" => R::ReadOnly,
        other => panic!("no rule {other}"),
    }
}

/// Every field with every status. Rule: CAM-11, D-40, D-41, D-52.
#[test]
fn every_field_follows_the_matrix_in_every_status() {
    let mut lines = EXPECTED.lines().filter(|line| !line.is_empty());
    let statuses: Vec<S> = lines
        .next()
        .unwrap()
        .split_whitespace()
        .skip(1)
        .map(|word| S::parse(word).unwrap())
        .collect();
    assert_eq!(statuses.len(), S::ALL.len());
    let mut pairs = 0;
    for line in lines {
        let mut cells = line.split_whitespace();
        let field = Field::parse(cells.next().unwrap()).unwrap();
        for (status, cell) in statuses.iter().zip(cells) {
            assert_eq!(rule_of(field, *status), rule(cell), "{field} while {status}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, Field::ALL.len() * S::ALL.len());
}

/// Every field and status with every move: refused with field, status and what is allowed.
#[test]
fn every_move_is_allowed_or_explained() {
    for field in Field::ALL {
        for status in S::ALL {
            let rule = rule_of(*field, *status);
            for what in ALL_MOVES {
                let (old, new, shown) = ("1".to_owned(), "2".to_owned(), "1 → 2".to_owned());
                let one = Difference { field: *field, moves: vec![*what], old, new, shown };
                let wrong = violations(*status, &[one]);
                assert_eq!(wrong.is_empty(), rule.allows(*what), "{field} {status} {what:?}");
                for error in wrong {
                    assert_eq!((&*error.field, &*error.error), (field.as_str(), rule.as_str()));
                    for part in [field.as_str(), status.as_str(), rule.says(), "1 → 2"] {
                        assert!(error.message.contains(part), "{part} in {}", error.message);
                    }
                }
            }
        }
    }
}

#[test]
fn every_rule_has_one_meaning() {
    for rule in EditRule::ALL {
        assert_eq!(MEANINGS.iter().filter(|one| one.rule == *rule).count(), 1, "{rule}");
    }
    assert!(R::IncreaseOnly.allows(M::Raises) && !R::IncreaseOnly.allows(M::Lowers));
    assert!(R::AddStores.allows(M::RemovesIdle) && !R::AddStores.allows(M::Removes));
    assert!(R::ReplaceAssets.allows(M::Removes) && !R::AddAssets.allows(M::Removes));
    assert!(ALL_MOVES.iter().all(|what| R::Free.allows(*what) && !R::ReadOnly.allows(*what)));
}

#[test]
fn a_refusal_names_all_fields_and_what_is_allowed() {
    let of = |field, what, shown: &str| Difference {
        field,
        moves: vec![what],
        old: String::new(),
        new: String::new(),
        shown: shown.to_owned(),
    };
    let differences = [
        of(F::Name, M::Sets, "a → b"),
        of(F::Budget, M::Lowers, "$1,000.00 → $900.00"),
        of(F::BrandName, M::Sets, "A → B"),
    ];
    let refusal = refuse(S::Active, violations(S::Active, &differences));
    assert_eq!(refusal.code, Code::FieldNotEditable);
    assert_eq!(
        refusal.message,
        "budget can only be increased while the campaign is ACTIVE ($1,000.00 → $900.00); \
         brand_name is read-only while the campaign is ACTIVE (A → B)"
    );
    assert_eq!(refusal.fields.len(), 2);
    let members = refusal.members();
    assert_eq!(members[0], ("campaign_status", Detail::Text("ACTIVE".to_owned())));
    let Detail::List(allowed) = &members[1].1 else { panic!("{members:?}") };
    assert_eq!(allowed.len(), Field::ALL.len());
    assert!(allowed.contains(&"budget: INCREASE_ONLY".to_owned()));
}
