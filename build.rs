//! Lists the built web interface for `src/http/ui`; does nothing without the feature `embed-ui`.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// Where `npm run build` leaves the interface.
const BUILT: &str = "web-ui/dist";
/// Compressed twins, which lie beside their file and are listed with it.
const TWINS: [&str; 2] = ["br", "gz"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_EMBED_UI").is_none() {
        return;
    }
    println!("cargo::rerun-if-changed={BUILT}");
    let variable = |name: &str| PathBuf::from(env::var_os(name).expect("cargo sets it"));
    let built = variable("CARGO_MANIFEST_DIR").join(BUILT);
    assert!(
        built.join("index.html").is_file(),
        "the feature embed-ui needs {BUILT}: run `npm ci && npm run build` in web-ui first"
    );
    let mut files = Vec::new();
    find(&built, &mut files).expect("the built interface can be read");
    files.sort();
    let list = list(&built, &files);
    fs::write(variable("OUT_DIR").join("ui_files.rs"), list).expect("OUT_DIR can be written");
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if !path.extension().is_some_and(|ending| TWINS.iter().any(|twin| ending == *twin)) {
            files.push(path);
        }
    }
    Ok(())
}

/// A Rust expression: all files with their bytes and the bytes of their twins.
fn list(built: &Path, files: &[PathBuf]) -> String {
    let mut text = "&[\n".to_owned();
    for file in files {
        let below = file.strip_prefix(built).expect("it was found below");
        let twin = |ending: &str| {
            let path = format!("{}.{ending}", file.display());
            match Path::new(&path).is_file() {
                true => format!("Some(include_bytes!({path:?}))"),
                false => "None".to_owned(),
            }
        };
        let [brotli, gzip] = TWINS.map(twin);
        let path = format!("/{}", below.display());
        let bytes = format!("include_bytes!({:?})", file.display().to_string());
        writeln!(
            text,
            "    UiFile {{ path: {path:?}, bytes: {bytes}, brotli: {brotli}, gzip: {gzip} }},"
        )
        .expect("a String takes everything");
    }
    text.push(']');
    text
}
