//! The second tries wait until all first calls are over.
// refused: the call to `stocks` began only after 300 ms, when `weather` was done, and could have begun after 100 ms

use world::Service;

#[derive(Debug, PartialEq)]
pub struct Dashboard {
    pub news: String,
    pub weather: String,
    pub stocks: String,
}

pub async fn dashboard(news: Service, weather: Service, stocks: Service) -> Dashboard {
    let services = [&news, &weather, &stocks];
    let first = futures::future::join_all(services.map(|service| service.call("today"))).await;
    let second = services
        .into_iter()
        .zip(first)
        .map(|(service, answer)| async move {
            match answer {
                Ok(answer) => answer,
                Err(_) => {
                    let again = service.call("today").await;
                    again.unwrap_or_else(|_| "unavailable".to_owned())
                }
            }
        });
    let [news, weather, stocks] = futures::future::join_all(second)
        .await
        .try_into()
        .expect("there are three");
    Dashboard {
        news,
        weather,
        stocks,
    }
}
