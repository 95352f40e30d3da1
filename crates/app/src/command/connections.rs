//! Connections: taken in, given up when they stall, and closed when the program is asked to stop.
//! A client that says half a request and then nothing must not hold a place for ever, nor keep the
//! program from stopping.

use std::{pin::pin, time::Duration};

use concordat_web::axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How long is waited for a client.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For the whole head of a request; also how long an idle connection is kept.
    pub(super) head: Duration,
    /// For the next piece of a form or file: however slow the line, something comes.
    pub(super) piece: Duration,
    /// For requests under way when the program is asked to stop.
    pub(super) stopping: Duration,
}

/// What suits a browser on a poor line.
pub(super) const PATIENCE: Patience = Patience {
    head: Duration::from_secs(30),
    piece: Duration::from_secs(30),
    stopping: Duration::from_secs(15),
};

/// Answers requests until `stop`, then lets those under way end.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let service = TowerToHyperService::new(router.layer(RequestBodyTimeoutLayer::new(patience.piece)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let under_way = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let stream = tokio::select! {
            () = &mut stop => break,
            taken = listener.accept() => match taken {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Too many open files, say: those that end make room.
                    tracing::warn!("taking in a connection: {error}");
                    sleep(Duration::from_millis(200)).await;
                    continue;
                }
            },
        };
        let connection = under_way.watch(http.serve_connection(TokioIo::new(stream), service.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!("a connection ended early: {error}");
            }
        });
    }
    drop(listener);
    if timeout(patience.stopping, under_way.shutdown()).await.is_err() {
        tracing::warn!("stopped although some requests were still under way");
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use concordat_web::axum::routing::post;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
        sync::oneshot,
        task::JoinHandle,
    };

    use super::*;

    const SOON: Duration = Duration::from_millis(200);
    const LATE: Duration = Duration::from_secs(20);

    async fn started(patience: Patience) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = Router::new().route("/", post(|body: String| async move { body }));
        let stop_asked = async { stopped.await.unwrap_or_default() };
        (at, stop, tokio::spawn(serve(listener, router, patience, stop_asked)))
    }

    /// What comes back to a client that sends this and nothing more.
    async fn answer(at: SocketAddr, sent: &str) -> String {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        let mut text = String::new();
        timeout(LATE, stream.read_to_string(&mut text)).await.expect("an end").unwrap();
        text
    }

    #[tokio::test]
    async fn who_stalls_is_given_up_and_who_does_not_is_answered() {
        let (at, stop, ended) = started(Patience { head: SOON, piece: SOON, stopping: LATE }).await;
        let whole = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello";
        assert!(answer(at, whole).await.ends_with("hello"));
        assert!(
            !answer(at, "POST / HTTP/1.1\r\nhost: x\r\nx-half: ").await.contains("200 OK"),
            "half a head"
        );
        assert_eq!(answer(at, "").await, "", "nothing at all");
        let half = "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nhel";
        assert!(!answer(at, half).await.contains("200 OK"), "half a body");
        stop.send(()).unwrap();
        timeout(LATE, ended).await.expect("an end").unwrap();
    }

    #[tokio::test]
    async fn a_stalled_request_does_not_keep_the_program_from_stopping() {
        let (at, stop, ended) = started(Patience { head: LATE * 9, piece: LATE * 9, stopping: SOON }).await;
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nhel").await.unwrap();
        sleep(SOON).await;
        stop.send(()).unwrap();
        timeout(LATE, ended).await.expect("an end").unwrap();
        assert!(TcpStream::connect(at).await.is_err(), "nothing is taken in any more");
    }
}
