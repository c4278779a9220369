//! One failure makes the whole page unavailable.
// refused: the call to `weather` was dropped after 200 ms, before its answer came

use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

async fn twice(service: &Service) -> Result<String, world::Failure> {
    match service.call("today").await {
        Ok(answer) => Ok(answer),
        Err(_) => service.call("today").await,
    }
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    match tokio::try_join!(twice(&news), twice(&weather), twice(&stocks)) {
        Ok((news, weather, stocks)) => Dashboard {
            news,
            weather,
            stocks,
        },
        Err(_) => Dashboard {
            news: "unavailable".to_owned(),
            weather: "unavailable".to_owned(),
            stocks: "unavailable".to_owned(),
        },
    }
}
