//! `vetrina init`: makes the data directory and the first administrator.

use std::{io::Write as _, path::PathBuf};

use super::serve::load_settings;
use crate::{
    app::App,
    clock::Clock,
    domain::catalog::Role,
    engine::{Actor, commands::access::CreateUser},
    http::passwords::hash_password,
};

/// Shortest password of an administrator.
const MIN_PASSWORD: usize = 10;

/// Arguments. What is not given is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Data directory (over the configuration).
    #[arg(long)]
    data: Option<PathBuf>,
    /// E-mail address to sign in with.
    #[arg(long)]
    email: Option<String>,
    /// Display name.
    #[arg(long)]
    name: Option<String>,
    /// Password; better given by the environment than on the command line.
    #[arg(long, env = "VETRINA_ADMIN_PASSWORD", hide_env_values = true)]
    password: Option<String>,
}

/// Makes the first SUPER_ADMIN.
///
/// # Errors
/// When the store cannot be opened.
pub async fn run(args: Args) -> anyhow::Result<i32> {
    let settings = load_settings(args.config.as_deref(), args.data, None)?;
    let app = App::open(settings.clone(), Clock::real())?;
    if !app.handle.views().users.is_empty() {
        eprintln!("There are users already; sign in as an administrator to add more.");
        return Ok(1);
    }
    let email = given_or_asked(args.email, "E-mail: ")?;
    let name = given_or_asked(args.name, "Name: ")?;
    let password = given_or_asked(args.password, "Password: ")?;
    if password.chars().count() < MIN_PASSWORD {
        eprintln!("The password needs at least {MIN_PASSWORD} characters.");
        return Ok(2);
    }
    let password_hash =
        hash_password(&password, &settings.access).map_err(|error| anyhow::anyhow!("{error}"))?;
    let command = CreateUser {
        email,
        name,
        role: Role::SuperAdmin,
        owner_id: None,
        password_hash,
        language: None,
    };
    let made = app.handle.run(&Actor::system(), command, None).await;
    app.close().await?;
    match made {
        Ok(id) => {
            println!("Administrator {id} made in {}.", settings.storage.data_dir.display());
            Ok(0)
        }
        Err(error) => {
            eprintln!("{error}");
            Ok(1)
        }
    }
}

fn given_or_asked(given: Option<String>, question: &str) -> anyhow::Result<String> {
    if let Some(given) = given {
        return Ok(given);
    }
    print!("{question}");
    std::io::stdout().flush()?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}
