import asyncio

CITIES = {"rome": (3, "sunny"), "oslo": (2, None), "cairo": (1, "dry")}


async def ask(city):
    seconds, answer = CITIES[city]
    await asyncio.sleep(seconds)
    if answer is None:
        raise RuntimeError(f"{city} is out of order")
    return answer


async def main():
    outcomes = await asyncio.gather(*[ask(city) for city in CITIES], return_exceptions=True)
    for city, outcome in zip(CITIES, outcomes):
        print(f"{city}: {outcome!r}")


if __name__ == "__main__":
    asyncio.run(main())
