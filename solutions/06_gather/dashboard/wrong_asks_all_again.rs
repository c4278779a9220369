//! If anything failed, everything is asked again.
// refused: `news` was called twice, where once is enough

use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    let today = || {
        futures::future::join3(
            news.call("today"),
            weather.call("today"),
            stocks.call("today"),
        )
    };
    let mut page = today().await;
    if page.0.is_err() || page.1.is_err() || page.2.is_err() {
        page = today().await;
    }
    let unavailable = |_| "unavailable".to_owned();
    Dashboard {
        news: page.0.unwrap_or_else(unavailable),
        weather: page.1.unwrap_or_else(unavailable),
        stocks: page.2.unwrap_or_else(unavailable),
    }
}
