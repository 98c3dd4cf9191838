//! Puts the cast on stage: every party, store, device and creative through the engine's commands.

use std::{collections::HashMap, sync::Arc};

use anyhow::{Context as _, anyhow};
use uuid::Uuid;

use super::cast::{
    ADVERTISERS, BLOCKED, BlockCast, City, OPERATORS, POSTERS, PosterCast, SCREENS, STORES,
    SUPPLIERS, StoreCast,
};
use crate::{
    app::App,
    domain::{
        catalog::{AssetKind, Orientation, Role, access::Owner, hours::DaypartInput},
        money::Amount,
    },
    engine::{
        Actor, Command, EngineError, Handle,
        actor::ChangeType,
        commands::{
            access::CreateUser,
            assets::{ApproveAsset, CreateAsset},
            devices::{CreateDevice, DeviceCreated},
            parties::{CreateAdvertiser, CreateSupplier, VerifyEmail},
            stores::{CreateBlockingRule, CreateStore},
            wallets::Deposit,
        },
    },
    media::{
        blob::BlobStore,
        probe::{Kind, MediaRules, Probe, probe_file},
    },
    player::{DeviceCredentials, DeviceKey},
    proof,
};

/// Days of a week, as dayparts and opening hours name them.
const WEEK: [&str; 7] = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
/// Where screens hang, in Vietnam and in Italy.
const SPOTS: [[&str; 4]; 2] = [
    ["Lối vào", "Quầy thu ngân", "Thang cuốn", "Tủ lạnh"],
    ["Ingresso", "Casse", "Scala mobile", "Reparto freschi"],
];
/// Slots an hour that devices declare, in turn.
const SLOTS: [u32; 6] = [12, 10, 14, 11, 20, 13];

/// Everything that was put on stage, by its place in the tables of the cast.
pub struct Stage {
    /// Runs the appliance.
    pub operator: Actor,
    /// Decides reviews.
    pub reviewer: Actor,
    /// Buyers: id, and who acts for them.
    pub advertisers: Vec<(Uuid, Actor)>,
    /// Owners of stores: id, and who acts for them.
    pub suppliers: Vec<(Uuid, Actor)>,
    /// Stores.
    pub stores: Vec<Uuid>,
    /// Rules of `BLOCKED`.
    pub rules: Vec<Uuid>,
    /// Creatives by name.
    pub assets: HashMap<&'static str, Uuid>,
}

/// Runs a command now; a refusal becomes an error with all of its fields.
///
/// # Errors
/// What the engine refuses.
pub async fn run<C: Command>(
    handle: &Handle,
    actor: &Actor,
    command: C,
) -> anyhow::Result<C::Output> {
    handle.run(actor, command, None).await.map_err(|error| match error {
        EngineError::Refused(refusal) => {
            let fields: Vec<&str> = refusal.fields.iter().map(|f| f.message.as_str()).collect();
            anyhow!("{} ({})", refusal.message, fields.join("; "))
        }
        other => anyhow!(other),
    })
}

/// The hours from and to of every day of the week.
pub fn every_day((from, to): (&str, &str)) -> Vec<DaypartInput> {
    let days = WEEK.iter().map(|day| (*day).to_owned()).collect();
    vec![DaypartInput { days, from: from.to_owned(), to: to.to_owned() }]
}

impl Stage {
    /// Makes people, parties, stores and creatives; all people sign in with one password.
    ///
    /// # Errors
    /// What the engine refuses, or the disk.
    pub async fn build(app: &App, password_hash: &str) -> anyhow::Result<Self> {
        let handle = &app.handle;
        let mut operators = Vec::new();
        for (name, email, role) in OPERATORS {
            let person = Person { name, email, role: *role, owner: (None, Owner::Operator) };
            operators.push(person.enter(handle, password_hash).await?);
        }
        let [operator, reviewer, ..] = operators.as_slice() else {
            anyhow::bail!("the cast has no operators");
        };
        let mut stage = Self {
            operator: operator.clone(),
            reviewer: reviewer.clone(),
            advertisers: Vec::new(),
            suppliers: Vec::new(),
            stores: Vec::new(),
            rules: Vec::new(),
            assets: HashMap::new(),
        };
        stage.bring_advertisers(handle, password_hash).await?;
        stage.bring_suppliers(handle, password_hash).await?;
        for store in STORES {
            stage.open_store(handle, store).await.with_context(|| store.name.to_owned())?;
        }
        for block in BLOCKED {
            let rule = stage.block(handle, *block).await?;
            stage.rules.push(rule);
        }
        stage.hang_posters(app).await?;
        Ok(stage)
    }

    async fn bring_advertisers(&mut self, handle: &Handle, hash: &str) -> anyhow::Result<()> {
        for cast in ADVERTISERS {
            let (name, email) = cast.person;
            let command = CreateAdvertiser {
                name: cast.company.to_owned(),
                email: email.into(),
                language: None,
            };
            let id = run(handle, &self.operator, command).await?;
            run(handle, &self.operator, VerifyEmail { id }).await?;
            let (dollars, reference) = cast.deposit;
            let deposit = Deposit {
                owner_id: id,
                amount: Amount::from_units(dollars),
                reference: reference.to_owned(),
            };
            run(handle, &self.operator, deposit).await?;
            let row = handle.views().advertisers.by_id(id).context("the advertiser just made")?;
            let owner = (Some(id), Owner::Advertiser(row.no));
            let person = Person { name, email, role: Role::Advertiser, owner };
            self.advertisers.push((id, person.enter(handle, hash).await?));
        }
        Ok(())
    }

    async fn bring_suppliers(&mut self, handle: &Handle, hash: &str) -> anyhow::Result<()> {
        for (company, name, email) in SUPPLIERS {
            let command = CreateSupplier {
                name: (*company).to_owned(),
                email: (*email).to_owned(),
                language: None,
            };
            let id = run(handle, &self.operator, command).await?;
            let row = handle.views().suppliers.by_id(id).context("the supplier just made")?;
            let owner = (Some(id), Owner::Supplier(row.no));
            let person = Person { name, email, role: Role::Supplier, owner };
            self.suppliers.push((id, person.enter(handle, hash).await?));
        }
        Ok(())
    }

    async fn open_store(&mut self, handle: &Handle, cast: &StoreCast) -> anyhow::Result<()> {
        let (region, timezone, country) = cast.city.place();
        let (supplier_id, actor) = &self.suppliers[cast.supplier];
        let command = CreateStore {
            supplier_id: *supplier_id,
            name: cast.name.to_owned(),
            category: cast.category,
            region: region.to_owned(),
            address: format!("{}, {region}", cast.address),
            lat: cast.place.0,
            lng: cast.place.1,
            timezone: timezone.to_owned(),
            country: country.parse().map_err(|error: String| anyhow!(error))?,
            opening_hours: cast.hours.map(every_day).unwrap_or_default(),
            daily_foot_traffic: cast.traffic.0,
            avg_dwell_time_minutes: cast.traffic.1,
            venue_type: None,
            status: None,
        };
        self.stores.push(run(handle, actor, command).await?);
        Ok(())
    }

    /// Makes a store block something, as its owner does.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn block(
        &self,
        handle: &Handle,
        (place, rule_type, value, reason): BlockCast,
    ) -> anyhow::Result<Uuid> {
        let command = CreateBlockingRule {
            store_id: self.stores[place],
            rule_type,
            blocked_value: value.to_owned(),
            reason: Some(reason.to_owned()),
            is_active: true,
        };
        run(handle, &self.suppliers[STORES[place].supplier].1, command).await
    }

    /// Draws, stores, probes, uploads and approves every creative, as an upload does.
    async fn hang_posters(&mut self, app: &App) -> anyhow::Result<()> {
        let drawing = POSTERS.iter().map(|poster| {
            let blobs = Arc::clone(app.blobs());
            tokio::task::spawn_blocking(move || store_poster(&blobs, poster))
        });
        let drawn: Vec<_> = drawing.collect();
        for (poster, task) in POSTERS.iter().zip(drawn) {
            let (sha256, bytes, found) = task.await??;
            let (advertiser_id, actor) = &self.advertisers[poster.advertiser];
            let seconds = found.duration_ms.map(|ms| u16::try_from(ms / 1000)).transpose()?;
            let command = CreateAsset {
                advertiser_id: *advertiser_id,
                name: poster.name.to_owned(),
                kind: match found.kind {
                    Kind::Image => AssetKind::Image,
                    Kind::Video => AssetKind::Video,
                },
                content_type: found.content_type.to_owned(),
                width: found.width,
                height: found.height,
                duration_seconds: seconds,
                bytes,
                sha256,
                license_expires_at: None,
            };
            let id = run(&app.handle, actor, command).await?;
            let scan_flags = poster.flag.into_iter().collect();
            run(&app.handle, &self.reviewer, ApproveAsset { id, scan_flags }).await?;
            self.assets.insert(poster.name, id);
        }
        Ok(())
    }

    /// Hangs up the next screen of a store, with its own key: ACTIVE at once.
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn hang_screen(
        &self,
        handle: &Handle,
        index: usize,
        key: DeviceKey,
    ) -> anyhow::Result<(usize, DeviceCredentials)> {
        let place = index % STORES.len();
        let cast = &STORES[place];
        let number = index / STORES.len();
        let language = usize::from(cast.city == City::Milano);
        let (screen_inches_x10, width, height) = SCREENS[index % SCREENS.len()];
        let slots_per_hour = Some(SLOTS[index % SLOTS.len()]);
        let public = proof::key::DeviceKey::from_pem(&key.public_key_pem()?)
            .map_err(|refusal| anyhow!(refusal.message))?;
        let command = CreateDevice {
            store_id: self.stores[place],
            name: format!("{} {}", SPOTS[language][number % 4], number / 4 + 1),
            screen_inches_x10,
            width,
            height,
            orientation: match width > height {
                true => Orientation::Landscape,
                false => Orientation::Portrait,
            },
            slots_per_hour,
            image_display_seconds: None,
            public_key: Some(public.spki_der().to_vec()),
        };
        let made: DeviceCreated = run(handle, &self.operator, command).await?;
        let credentials = DeviceCredentials {
            device_id: made.id,
            device_token: made.device_token.context("a device with a key gets a token")?,
            key_id: made.key_id.context("a device with a key gets its id")?.to_string(),
            key,
            lat: Some(cast.place.0),
            lng: Some(cast.place.1),
            slots_per_hour,
            plays_video: false,
            fresh: false,
        };
        Ok((place, credentials))
    }
}

fn store_poster(blobs: &BlobStore, poster: &PosterCast) -> anyhow::Result<([u8; 32], u64, Probe)> {
    let rules = MediaRules::default();
    let mut incoming = blobs.begin(rules.max_bytes)?;
    incoming.append(&super::poster::file(poster)?)?;
    let received = incoming.finish()?;
    let found = probe_file(received.path(), &rules).with_context(|| poster.name.to_owned())?;
    let (hash, len) = (received.hash, received.len);
    blobs.keep(received)?;
    Ok((hash, len, found))
}

/// Somebody who signs in.
struct Person {
    name: &'static str,
    email: &'static str,
    role: Role,
    owner: (Option<Uuid>, Owner),
}

impl Person {
    async fn enter(self, handle: &Handle, password_hash: &str) -> anyhow::Result<Actor> {
        let command = CreateUser {
            language: None,
            email: self.email.to_owned(),
            name: self.name.to_owned(),
            role: self.role,
            owner_id: self.owner.0,
            password_hash: password_hash.to_owned(),
        };
        let id = run(handle, &Actor::system(), command).await?;
        Ok(Actor {
            id: Some(id),
            name: self.name.to_owned(),
            role: Some(self.role),
            owner: self.owner.1,
            change_type: ChangeType::Manual,
            ip_address: None,
        })
    }
}
