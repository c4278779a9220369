//! The checks of `recursive_walk`.

use super::answer;
use checks::prelude::*;
use tokio::time::timeout;

/// A folder: its path, how long it takes to read, and what is in it.
type Folder = (&'static str, u64, &'static str);

const TREE: [Folder; 6] = [
    ("/", 100, "readme 7\nquick/\nslow/"),
    ("/quick/", 100, "one 10\nlong/"),
    ("/quick/long/", 400, "two 200"),
    ("/slow/", 300, "three 3000\nshort/\nempty/"),
    ("/slow/short/", 100, "four 40000"),
    ("/slow/empty/", 100, ""),
];

/// A disk with these folders, of which one may be broken.
fn disk(world: &World, tree: &'static [Folder], broken: Option<&'static str>) -> Service {
    let find = |path: &str| tree.iter().find(|folder| folder.0 == path);
    let latency =
        move |asked: &world::Asked| ms(find(&asked.request).map_or(100, |folder| folder.1));
    world
        .service("disk")
        .latency_with(latency)
        .answer_with(move |asked| {
            let path = asked.request.as_str();
            match find(path) {
                Some(_) if broken == Some(path) => Err(format!("{path} cannot be read")),
                Some(folder) => Ok(folder.2.to_owned()),
                None => Err(format!("there is no folder {path}")),
            }
        })
}

checks! {
    /// the files of one folder
    fn one_folder() {
        const FILES: [Folder; 1] = [("/", 100, "readme 7\nlicense 30")];
        let run = observe(async |world| answer::recursive_walk(disk(&world, &FILES, None), "/").await)?;
        value("the size of a folder without folders", &run.output, &Ok::<_, Failure>(37))?;
    }

    /// the files of all folders below it
    fn all_folders() {
        for (folder, bytes) in [("/", 43217), ("/slow/", 43000), ("/slow/empty/", 0)] {
            let run = observe(async |world| answer::recursive_walk(disk(&world, &TREE, None), folder).await)?;
            if let Err(Failure { reason, .. }) = &run.output {
                let sentence = format!("every folder can be read, and yours fails for {folder}: {reason}");
                return Err(Refusal::new(sentence));
            }
            value(&format!("the size of {folder}"), &run.output, &Ok::<_, Failure>(bytes))?;
        }
    }

    /// each folder is read as soon as somebody names it
    fn as_early_as_possible() {
        let run = observe(async |world| answer::recursive_walk(disk(&world, &TREE, None), "/").await)?;
        expect!(run.journal, @"
        disk /            │━━━━●                        │ 0–100 ms
        disk /quick/      │     ━━━━●                   │ 100–200 ms
        disk /slow/       │     ━━━━━━━━━━━━━●          │ 100–400 ms
        disk /quick/long/ │          ━━━━━━━━━━━━━━━━━━●│ 200–600 ms
        disk /slow/empty/ │                   ━━━━●     │ 400–500 ms
        disk /slow/short/ │                   ━━━━●     │ 400–500 ms
        ");
        run.returns_after(ms(600))?;
    }

    /// a hundred folders, one in the other
    fn deep() {
        let run = observe(async |world| {
            let disk = world.service("disk").latency(ms(10)).answer_with(|asked| {
                if !asked.request.starts_with('/') {
                    return Err(format!("there is no folder {}", asked.request));
                }
                let depth = asked.request.matches('/').count();
                Ok(if depth < 100 { "file 1\nnext/" } else { "file 1" }.to_owned())
            });
            answer::recursive_walk(disk, "/").await
        })?;
        value("the size of a hundred folders, one in the other", &run.output, &Ok::<_, Failure>(100))?;
    }

    /// the failure of a folder comes back as soon as it is known, and nothing more is read
    fn failing() {
        for broken in ["/", "/quick/", "/slow/short/"] {
            let run = observe(async |world| {
                let size = answer::recursive_walk(disk(&world, &TREE, Some(broken)), "/").await;
                let then = world.journal();
                (size, then, nothing_goes_on(&world, &format!("{broken} could not be read, your answer returned")).await)
            })?;
            let (size, then, stopped) = run.output;
            let reason = format!("{broken} cannot be read");
            let failure = Failure { service: "disk".to_owned(), reason };
            value(&format!("what comes back when {broken} cannot be read"), &size, &Err(failure))?;
            let ends = then.calls().iter().filter_map(|call| call.ended);
            let failed = then.calls().iter().find(|call| call.request == broken).and_then(|call| call.ended);
            if failed < ends.max() {
                let sentence = format!("{broken} could not be read, and your answer waited for other folders before it said so");
                return Err(Refusal { actual: Some(then.to_string()), ..Refusal::new(sentence) });
            }
            stopped?;
        }
    }

    /// a walk that is dropped after 150 ms reads nothing more
    fn dropped() {
        let run = observe(async |world| {
            let walk = answer::recursive_walk(disk(&world, &TREE, None), "/");
            let _ = timeout(ms(150), walk).await;
            nothing_goes_on(&world, "the walk was dropped after 150 ms").await
        })?;
        run.output?;
    }

    /// nobody holds the thread
    fn without_blocking() {
        observe(async |world| answer::recursive_walk(disk(&world, &TREE, None), "/").await)?
            .never_holds_the_thread()?;
    }
}
