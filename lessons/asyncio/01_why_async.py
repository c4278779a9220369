import asyncio

CITIES = {"rome": "sunny", "oslo": "snow", "cairo": "dry"}


async def report(city):
    print(f"{city}: asking")
    await asyncio.sleep(3)  # stands for a request that takes three seconds
    print(f"{city}: {CITIES[city]}")


async def main():
    start = asyncio.get_running_loop().time()
    await asyncio.gather(*[report(city) for city in CITIES])
    print(f"{asyncio.get_running_loop().time() - start:.0f} s")


if __name__ == "__main__":
    asyncio.run(main())
