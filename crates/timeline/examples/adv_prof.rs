use std::time::Instant;
fn main() {
    let which = std::env::args().nth(1).unwrap();
    let rec = timeline::Recorder::new();
    let session = rec.begin().unwrap();
    let rt = session.runtime(|_| {}).unwrap();
    let t = Instant::now();
    session.block_on(&rt, async move {
        if which == "yield" {
            let a = tokio::spawn(async { for _ in 0..50_000 { tokio::task::yield_now().await; } });
            let b = tokio::spawn(async { for _ in 0..50_000 { tokio::task::yield_now().await; } });
            a.await.unwrap(); b.await.unwrap();
        } else {
            let hs: Vec<_> = (0..10_000u64).map(|i| tokio::spawn(async move { tokio::time::sleep(std::time::Duration::from_millis(i % 100)).await; i })).collect();
            for h in hs { h.await.unwrap(); }
        }
    });
    eprintln!("run {:?}", t.elapsed());
    let t = Instant::now();
    session.shut_down(rt);
    eprintln!("shutdown {:?}", t.elapsed());
    let t = Instant::now();
    let r = session.recording();
    eprintln!("infer {:?} events {}", t.elapsed(), r.events.len());
    let t = Instant::now();
    let j = r.to_json();
    eprintln!("json {:?} {} bytes", t.elapsed(), j.len());
}
