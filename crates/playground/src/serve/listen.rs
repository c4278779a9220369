//! The port, and the connections: on this machine only, so many at a time, and none that dawdles.

use std::future::Future;
use std::io;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::timeout;

use super::impatient::Impatient;
use super::places::Places;

const USUAL_PORT: u16 = 3030;
const NEXT_PORTS: u16 = 10;
const CONNECTIONS: usize = 64;
/// How long the head of a request may take to arrive, and a connection may stay unused.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
const STOP_TIMEOUT: Duration = Duration::from_secs(1);

pub(super) async fn bind(port: Option<u16>) -> Result<TcpListener> {
    if let Some(port) = port {
        return match listener(port).await {
            Err(e) if e.kind() == io::ErrorKind::AddrInUse => {
                bail!(
                    "port `{port}` is in use: name another one, or leave `--port` out to have a free one found"
                )
            }
            other => other.with_context(|| format!("port `{port}` cannot be used")),
        };
    }
    for port in USUAL_PORT..=USUAL_PORT + NEXT_PORTS {
        match listener(port).await {
            Ok(listener) => {
                if port != USUAL_PORT {
                    super::say(&format!(
                        "port {USUAL_PORT} is in use, so this is on {port}"
                    ));
                }
                return Ok(listener);
            }
            Err(e) if e.kind() == io::ErrorKind::AddrInUse => {}
            Err(e) => return Err(e).with_context(|| format!("port `{port}` cannot be used")),
        }
    }
    let last = USUAL_PORT + NEXT_PORTS;
    bail!("the ports {USUAL_PORT} to {last} are all in use: name a free one with `--port`")
}

/// The first of the usual ports that is free now.
pub(super) fn free_port() -> Option<u16> {
    let is_free = |port: &u16| std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    (USUAL_PORT..=USUAL_PORT + NEXT_PORTS).find(is_free)
}

async fn listener(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

/// Serves every connection until `stop` is over, then gives those under way a moment to end.
pub(super) async fn accept(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let places = Places::new(CONNECTIONS);
    let (stopping, _) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let next = async {
            let accepted = listener.accept().await;
            (accepted, places.take().await)
        };
        let (accepted, place) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        let Ok((socket, _)) = accepted else {
            // Out of file descriptors, most likely: it passes when a connection ends.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let router = TowerToHyperService::new(router.clone());
        let mut stopped = stopping.subscribe();
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let answer = router.call(request);
                async { answer.await.map(|response| place.answer(response)) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIMEOUT)
                .max_buf_size(64 * 1024)
                .serve_connection(TokioIo::new(Impatient::new(socket)), service);
            let mut connection = pin!(connection);
            tokio::select! {
                _ = &mut connection => return,
                () = place.lost() => return,
                _ = stopped.wait_for(|stopping| *stopping) => {}
            }
            connection.as_mut().graceful_shutdown();
            let _ = timeout(STOP_TIMEOUT, connection).await;
        });
    }
    stopping.send_replace(true);
}
